"""Hash passwords and check them: Argon2id as libsodium writes it, with its interactive costs."""

from typing import Final

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id

from node.keys.sealedfile import Stretch

INTERACTIVE: Final = Stretch(argon2id.OPSLIMIT_INTERACTIVE, argon2id.MEMLIMIT_INTERACTIVE)
"""64 MiB and about a tenth of a second for each guess."""
SHORTEST: Final = 12
"""Letters of a password: length is what counts (NIST SP 800-63B, 3.1.1.2)."""


def hash_password(password: str, stretch: Stretch = INTERACTIVE) -> str:
    """Hash a password under a fresh salt."""
    hashed = argon2id.str(password.encode(), opslimit=stretch.passes, memlimit=stretch.memory_bytes)
    return hashed.decode("ascii").rstrip("\0")


def is_password(hashed: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed; costs as much as hashing it."""
    try:
        return bool(argon2id.verify(hashed.encode("ascii"), password.encode()))
    except (CryptoError, ValueError):
        return False
