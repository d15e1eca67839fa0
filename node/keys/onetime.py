"""One-time codes of people's telephones (TOTP, RFC 6238): six digits, thirty seconds, SHA-1.

Every authenticator application knows these and few know others.
"""

import hmac
from datetime import datetime, timedelta
from typing import Final

import pyotp

STEP: Final = timedelta(seconds=30)
_DRIFT: Final = (-1, 0, 1)
"""Steps by which a telephone's clock may differ."""


def new_secret() -> str:
    """Make a secret of 160 bits, in base 32."""
    return pyotp.random_base32()


def enrolment_address(secret: str, *, account: str, node: str) -> str:
    """Return what the QR code says, as authenticator applications read it."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=f"Heliograph {node}")


def step_of(secret: str, code: str, *, now: datetime, after: int = 0) -> int | None:
    """Return the step whose code it is, or None; a step up to `after` has been used already."""
    digits = "".join(letter for letter in code if letter.isascii() and letter.isdigit())
    totp = pyotp.TOTP(secret)
    present = int(now.timestamp()) // int(STEP.total_seconds())
    for step in (present + drift for drift in _DRIFT):
        if step > after and hmac.compare_digest(totp.generate_otp(step), digits):
            return step
    return None


def code_at(secret: str, moment: datetime) -> str:
    """Return the code of a moment, as a telephone shows it."""
    return pyotp.TOTP(secret).at(moment)
