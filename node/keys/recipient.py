"""The key that opens backups: sealed into a file of its own, away from the node."""

import base64
import json
from pathlib import Path

from nacl.public import PrivateKey

from node.domain.errors import KeyringError
from node.keys.sealedfile import SealedFile, Stretch
from node.keys.sealedstream import recipient_text

_SCHEMA = "heliograph.recipient-key.v1"


def make_recipient(path: Path, secret: str, *, stretch: Stretch | None = None) -> str:
    """Make a key, seal it into a file and return the recipient that belongs to it.

    Raises:
        KeyringError: The file exists or cannot be written, or the secret is too short.
    """
    key = PrivateKey.generate()
    file = SealedFile.new(path, secret, stretch=stretch or Stretch())
    document = {"schema": _SCHEMA, "key": base64.b64encode(bytes(key)).decode()}
    file.write(json.dumps(document).encode())
    return recipient_text(bytes(key.public_key))


def open_recipient(path: Path, secret: str) -> bytes:
    """Return the secret X25519 key in a file, 32 bytes.

    Raises:
        KeyringError: The file holds none, or this secret does not open it.
    """
    _, clear = SealedFile.read(path, secret)
    try:
        document = json.loads(clear)
        key = base64.b64decode(document["key"], validate=True)
    except (ValueError, KeyError, TypeError) as error:
        raise KeyringError(f"{path.name} is no recipient's key") from error
    if document.get("schema") != _SCHEMA or len(key) != PrivateKey.SIZE:
        raise KeyringError(f"{path.name} is no recipient's key")
    return key
