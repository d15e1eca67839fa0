"""Keep one secret document in a file, sealed under a passphrase.

Layout: magic (4 bytes), version (1), Argon2id passes (4), memory in bytes (8), salt (16), then NaCl
SecretBox (nonce, authenticator, ciphertext); numbers big-endian.
The box key is derived from the stretched passphrase *and* the header, so a header that was
tampered with opens nothing.
"""

import hashlib
import struct
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from nacl.exceptions import CryptoError
from nacl.pwhash import argon2id
from nacl.secret import SecretBox
from nacl.utils import random

from node.domain.errors import KeyringError
from node.durable import replace_file

MIN_SECRET_CHARACTERS = 12
MAX_SECRET_BYTES = 1024
MAX_FILE_BYTES = 1024 * 1024
_MAGIC = b"HGKR"
_VERSION = 1
_HEADER = struct.Struct(f">4sBIQ{argon2id.SALTBYTES}s")
_PERSON = b"hg-keyring-1"
_MAX_MEMORY_BYTES = 1024**3
"""A file from a stranger must not take the machine down before it is found to be foreign."""
_MAX_PASSES = 16


@dataclass(frozen=True, slots=True)
class Stretch:
    """How hard guessing the passphrase is made (Argon2id, RFC 9106)."""

    passes: int = argon2id.OPSLIMIT_MODERATE
    memory_bytes: int = argon2id.MEMLIMIT_MODERATE
    """256 MiB: half a second and one time in a start of the node."""


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file and the key that opens it; the passphrase itself is not kept."""

    path: Path
    _header: bytes = field(repr=False)
    _key: bytes = field(repr=False)

    @classmethod
    def new(cls, path: Path, secret: str, *, stretch: Stretch) -> Self:
        """Prepare a file under a fresh salt; nothing is written yet.

        Raises:
            KeyringError: The file exists, or the secret is too short.
        """
        if path.exists():
            raise KeyringError(
                f"{path.name} exists already", hint="Move it away first; nothing is overwritten."
            )
        return cls._fresh(path, secret, stretch)

    def under(self, secret: str, *, stretch: Stretch) -> Self:
        """Prepare the same file under another secret; nothing is written yet.

        Raises:
            KeyringError: The secret is too short.
        """
        return self._fresh(self.path, secret, stretch)

    @classmethod
    def read(cls, path: Path, secret: str) -> tuple[Self, bytes]:
        """Open a file; return it with its clear content.

        Raises:
            KeyringError: It cannot be read, is of another version, or this secret does not open it.
        """
        raw = _read_limited(path)
        header, sealed = raw[: _HEADER.size], raw[_HEADER.size :]
        _check_header(header)
        file = cls(path, header, _stretch(secret, header))
        try:
            return file, bytes(SecretBox(file._key).decrypt(sealed))
        except (CryptoError, ValueError) as error:
            # One sentence for a wrong secret and for damage: the difference helps a guesser only.
            raise KeyringError(f"this secret does not open {path.name}") from error

    @classmethod
    def _fresh(cls, path: Path, secret: str, stretch: Stretch) -> Self:  # noqa: PLR0917 - as `new` takes them
        salt = random(argon2id.SALTBYTES)
        header = _HEADER.pack(_MAGIC, _VERSION, stretch.passes, stretch.memory_bytes, salt)
        return cls(path, header, _stretch(secret, header))

    def write(self, clear: bytes) -> None:
        """Seal and replace the file as one step: a crash leaves the old file or the new.

        Raises:
            KeyringError: The folder cannot be written.
        """
        sealed = self._header + bytes(SecretBox(self._key).encrypt(clear))
        try:
            replace_file(self.path, sealed)
        except OSError as error:
            raise KeyringError(
                f"{self.path.name} cannot be written ({error.strerror})",
                hint="See that the node's user may write its folder and the disk is not full.",
            ) from error


def read_secret(path: Path) -> str:
    """Read the keyring's secret from a file, without the newline that editors add.

    Raises:
        KeyringError: The file cannot be read, is no text, or its secret is too short.
    """
    raw = _read_limited(path)
    try:
        secret = raw.decode().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise KeyringError(f"{path.name} is not UTF-8 text") from error
    _check_secret(secret)
    return secret


def _check_secret(secret: str) -> None:
    if len(secret) < MIN_SECRET_CHARACTERS or len(secret.encode()) > MAX_SECRET_BYTES:
        raise KeyringError(
            f"the keyring's secret must have {MIN_SECRET_CHARACTERS} characters or more,"
            f" and at most {MAX_SECRET_BYTES} bytes",
            hint="Write a random one into the file, for example: openssl rand -base64 24",
        )


def _check_header(header: bytes) -> None:
    if len(header) < _HEADER.size or not header.startswith(_MAGIC):
        raise KeyringError("the file is not a keyring")
    _, version, passes, memory_bytes, _ = _HEADER.unpack(header)
    if version != _VERSION:
        raise KeyringError(
            f"the keyring is of version {version}, and this release reads {_VERSION}",
            hint="Start the release that wrote it.",
        )
    if not (1 <= passes <= _MAX_PASSES and memory_bytes <= _MAX_MEMORY_BYTES):
        raise KeyringError("the keyring's header asks for more memory or time than any we write")


def _stretch(secret: str, header: bytes) -> bytes:
    _check_secret(secret)
    _, _, passes, memory_bytes, salt = _HEADER.unpack(header)
    try:
        stretched = argon2id.kdf(
            SecretBox.KEY_SIZE, secret.encode(), salt, opslimit=passes, memlimit=memory_bytes
        )
    except (CryptoError, ValueError) as error:
        raise KeyringError("the keyring's key cannot be derived; is memory free?") from error
    return hashlib.blake2b(
        header, key=stretched, person=_PERSON, digest_size=SecretBox.KEY_SIZE
    ).digest()


def _read_limited(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            raw = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise KeyringError(f"{path.name} cannot be read ({error.strerror})") from error
    if len(raw) > MAX_FILE_BYTES:
        raise KeyringError(f"{path.name} is larger than any keyring or secret")
    return raw
