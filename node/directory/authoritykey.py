"""Keys of the directory's authority: each sealed into a file, with its public half beside it.

The keys of root and targets belong to people and stay offline; only the key of timestamp and
snapshot lies on the machine that publishes.
"""

import base64
import json
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from nacl.utils import random
from securesystemslib.signer import CryptoSigner, Key, SSlibKey

from node.domain.errors import KeyringError
from node.keys.sealedfile import SealedFile, Stretch

SECRET_SUFFIX, PUBLIC_SUFFIX = ".key", ".pub"
_SCHEMA = "heliograph.authority-key.v1"
_PUBLIC_SCHEMA = "heliograph.authority-public-key.v1"
_SEED_BYTES = 32


def make_key(path: Path, secret: str, *, stretch: Stretch | None = None) -> Path:
    """Make a key, seal it into a file and write its public half beside it; return the latter.

    Raises:
        KeyringError: One of the files exists or cannot be written, or the secret is too short.
    """
    public_path = path.with_suffix(PUBLIC_SUFFIX)
    if public_path.exists():
        raise KeyringError(f"{public_path.name} exists already")
    file = SealedFile.new(path, secret, stretch=stretch or Stretch())
    seed = random(_SEED_BYTES)
    document = {"schema": _SCHEMA, "seed": base64.b64encode(seed).decode()}
    file.write(json.dumps(document).encode())
    public = _signer(seed).public_key
    shown = {"schema": _PUBLIC_SCHEMA, "key": public.to_dict()}
    public_path.write_text(json.dumps(shown, indent=2) + "\n", encoding="ascii")
    return public_path


def open_key(path: Path, secret: str) -> CryptoSigner:
    """Open a key to sign with.

    Raises:
        KeyringError: The file is none of an authority's keys, or this secret does not open it.
    """
    _, clear = SealedFile.read(path, secret)
    try:
        document = _of_schema(json.loads(clear), _SCHEMA)
        return _signer(base64.b64decode(document["seed"], validate=True))
    except (ValueError, KeyError, TypeError) as error:
        raise KeyringError(f"{path.name} is no key of an authority") from error


def read_public_key(path: Path) -> Key:
    """Read the public half of a key.

    Its name is computed and never believed: a key with two names would count twice.

    Raises:
        KeyringError: The file cannot be read, or is none.
    """
    try:
        document = _of_schema(json.loads(path.read_bytes()), _PUBLIC_SCHEMA)
        raw = bytes.fromhex(document["key"]["keyval"]["public"])
        return SSlibKey.from_crypto(Ed25519PublicKey.from_public_bytes(raw))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise KeyringError(f"{path.name} is no public key of an authority") from error


def _of_schema(document: dict[str, Any], schema: str) -> dict[str, Any]:
    if document["schema"] != schema:
        raise ValueError("another kind of file")
    return document


def _signer(seed: bytes) -> CryptoSigner:
    return CryptoSigner(Ed25519PrivateKey.from_private_bytes(seed))
