"""Let people in by their devices, and have them show by a device that it is they.

Rules:
- A challenge is answered once, within five minutes.
- A device that counts its uses counts up; one that does not was copied, and is refused and noted.
- Devices are added and taken away by their person alone, who has just shown that it is they.
"""

import json
from base64 import urlsafe_b64decode
from datetime import datetime, timedelta
from typing import Final

from node.admit import Admitted, Doorkeeper
from node.domain.account import AccountState, Passkey, SignInError
from node.domain.ports import Clock
from node.enrol import account_entry
from node.keys import passkey
from node.keys.passkey import Site
from node.once import Once
from node.store.accounts import Accounts
from node.words import marked

_LIFE: Final = timedelta(minutes=5)
_NAME: Final = 60
_REFUSED: Final = "that did not sign you in"
_UNREADABLE: Final = "the device's answer could not be read"


class Devices:
    """The passkeys of one node's people."""

    def __init__(
        self, accounts: Accounts, doorkeeper: Doorkeeper, *, clock: Clock, site: Site
    ) -> None:
        """Keep where accounts are, who begins sessions, and where passkeys hold."""
        self._accounts = accounts
        self._doorkeeper = doorkeeper
        self._clock = clock
        self._site = site
        self._challenges: Once[bytes, datetime] = Once(clock, life=_LIFE)

    def sign_in_options(self) -> str:
        """Return the JSON with which a browser asks a device to sign somebody in."""
        return passkey.sign_in_options(self._site, challenge=self._challenge(), known=[])

    def sign_in(self, answer: str) -> str:
        """Let somebody in by a device; return the token for the browser.

        Raises:
            SignInError: The device is unknown or was copied, or what it signed is not this.
        """
        key = self._used(answer)
        account = self._accounts.find(key.account)
        if account is None or account.state is not AccountState.ACTIVE:
            raise SignInError(_REFUSED)
        return self._doorkeeper.begin(account, how="sign-in-passkey")

    def verify_options(self, admitted: Admitted) -> str:
        """Return the JSON with which a browser asks one of somebody's own devices."""
        known = self._accounts.passkeys(admitted.account.id)
        return passkey.sign_in_options(self._site, challenge=self._challenge(), known=known)

    def verify(self, admitted: Admitted, answer: str) -> None:
        """Have somebody who is in show by a device that it is they.

        Raises:
            SignInError: It is not a device of theirs or was copied, or what it signed is not this.
        """
        if self._key_of(answer).account != admitted.account.id:
            raise SignInError(marked("This device belongs to another account."))
        self._used(answer)
        self._doorkeeper.renew(admitted)

    def new_options(self, admitted: Admitted) -> str:
        """Return the JSON with which a browser asks a device for a new passkey."""
        known = self._accounts.passkeys(admitted.account.id)
        return passkey.registration_options(
            self._site, admitted.account.id, challenge=self._challenge(), known=known
        )

    def add(self, admitted: Admitted, answer: str, *, name: str) -> Passkey:
        """Add a device to somebody's account.

        Raises:
            SignInError: They have not just shown that it is they, or what the device answered is
                not the answer to our challenge.
        """
        self._doorkeeper.require_fresh(admitted)
        found = passkey.registered(self._site, answer, challenge=self._challenge_of(answer))
        now, account = self._clock.now(), admitted.account.id
        key = Passkey(
            found.credential_id, account, found.public_key, found.sign_count, name[:_NAME], now
        )
        entry = account_entry("add-passkey", account, at=now, officer=account)
        self._accounts.add_passkey(key, entry=entry)
        return key

    def remove(self, admitted: Admitted, credential_id: bytes) -> None:
        """Take a device away from somebody's account.

        Raises:
            SignInError: They have not just shown that it is they.
            NotFoundError: It is no device of theirs.
        """
        self._doorkeeper.require_fresh(admitted)
        account = admitted.account.id
        entry = account_entry("remove-passkey", account, at=self._clock.now(), officer=account)
        self._accounts.remove_passkey(account, credential_id, entry=entry)

    def all(self, account_id: str) -> list[Passkey]:
        """Return the devices of an account, oldest first."""
        return self._accounts.passkeys(account_id)

    # --- inside

    def _used(self, answer: str) -> Passkey:
        """Return the device that has signed our challenge, and count that."""
        key, challenge = self._key_of(answer), self._challenge_of(answer)
        count = passkey.checked_use(self._site, answer, challenge=challenge, key=key)
        refused = account_entry(
            "refuse-copied-passkey", key.account, at=self._clock.now(), officer="node"
        )
        # W3C Web Authentication, 6.1.1: two devices of one key cannot both count up.
        if not self._accounts.use_passkey(key.credential_id, count, refused=refused):
            raise SignInError(
                marked("This passkey seems to have been copied, and was refused."),
                hint="Remove the device from your account, and tell your security officer.",
            )
        return key

    def _challenge(self) -> bytes:
        challenge = passkey.new_challenge()
        self._challenges.put(challenge, self._clock.now())
        return challenge

    def _challenge_of(self, answer: str) -> bytes:
        """Return the challenge that a device says it answers, once, where it is one of ours."""
        try:
            client = json.loads(answer)["response"]["clientDataJSON"]
            challenge = _unpadded(json.loads(_unpadded(client))["challenge"])
        except (ValueError, KeyError, TypeError) as error:
            raise SignInError(_UNREADABLE) from error
        if self._challenges.take(challenge) is None:
            raise SignInError(marked("That took too long."), hint="Try it once more.")
        return challenge

    def _key_of(self, answer: str) -> Passkey:
        try:
            key = self._accounts.passkey(_unpadded(json.loads(answer)["rawId"]))
        except (ValueError, KeyError, TypeError) as error:
            raise SignInError(_UNREADABLE) from error
        if key is None:
            raise SignInError(marked("This device opens no account here."))
        return key


def _unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
