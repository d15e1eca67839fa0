"""Passkeys: what a device signs to prove that its person is there (W3C Web Authentication).

No attestation is asked for: whose devices may be used is decided by whom an account is opened for.
"""

import secrets
from dataclasses import dataclass
from typing import Final

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers.exceptions import InvalidAuthenticationResponse, InvalidRegistrationResponse
from webauthn.helpers.exceptions import InvalidJSONStructure as InvalidJSON
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from node.domain.account import Passkey, SignInError

CHALLENGE_BYTES: Final = 32
_REFUSED = (InvalidAuthenticationResponse, InvalidRegistrationResponse, InvalidJSON, ValueError)


@dataclass(frozen=True, slots=True)
class Site:
    """Where passkeys hold: the host name, and the origin of the console's pages."""

    host: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A device as it registered."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def new_challenge() -> bytes:
    """Make what a device has to sign, 32 bytes."""
    return secrets.token_bytes(CHALLENGE_BYTES)


def registration_options(
    site: Site, account: str, *, challenge: bytes, known: list[Passkey]
) -> str:
    """Return the JSON with which a browser asks a device for a new passkey."""
    options = generate_registration_options(
        rp_id=site.host,
        rp_name=site.name,
        user_name=account,
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(key.credential_id) for key in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
    )
    return str(options_to_json(options))


def registered(site: Site, answer: str, *, challenge: bytes) -> Registered:
    """Check what a device answered to that.

    Raises:
        SignInError: It is not the answer of a device to this challenge at this site.
    """
    try:
        checked = verify_registration_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            require_user_verification=True,
        )
    except _REFUSED as error:
        raise SignInError("the device's answer could not be checked") from error
    return Registered(checked.credential_id, checked.credential_public_key, checked.sign_count)


def sign_in_options(site: Site, *, challenge: bytes, known: list[Passkey]) -> str:
    """Return the JSON with which a browser asks a known device, or any that knows this site."""
    options = generate_authentication_options(
        rp_id=site.host,
        challenge=challenge,
        allow_credentials=[PublicKeyCredentialDescriptor(key.credential_id) for key in known],
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return str(options_to_json(options))


def checked_use(site: Site, answer: str, *, challenge: bytes, key: Passkey) -> int:
    """Check what a device signed; return how often it says it was used, for the caller to judge.

    Raises:
        SignInError: It is not a signature of that device over this challenge at this site.
    """
    try:
        checked = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=site.host,
            expected_origin=site.origin,
            credential_public_key=key.public_key,
            # Whether it counts up is decided where it is counted, and noted where it does not.
            credential_current_sign_count=0,
            require_user_verification=True,
        )
    except _REFUSED as error:
        raise SignInError("the device's answer could not be checked") from error
    return int(checked.new_sign_count)
