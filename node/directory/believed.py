"""What makes metadata believable, in this project's words: errors of python-tuf, and its keys."""

from collections.abc import Iterator
from contextlib import contextmanager

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
    UnsignedMetadataError,
)
from tuf.api.metadata import Metadata, Root
from tuf.api.serialization import DeserializationError

from node.domain.errors import DirectoryError, DirectoryFault

_FAULTS: tuple[tuple[type[Exception], DirectoryFault, str], ...] = (
    (ExpiredMetadataError, DirectoryFault.EXPIRED, "the directory shown is past its time"),
    (
        UnsignedMetadataError,
        DirectoryFault.SIGNATURES,
        "fewer authority keys than needed have signed the directory",
    ),
    (
        BadVersionNumberError,
        DirectoryFault.ROLLBACK,
        "the directory shown is older than the one accepted before",
    ),
    (LengthOrHashMismatchError, DirectoryFault.ALTERED, "a file of the directory was altered"),
    (
        DownloadLengthMismatchError,
        DirectoryFault.ALTERED,
        "a file of the directory is longer than its metadata says",
    ),
    (DownloadError, DirectoryFault.UNREACHABLE, "the directory cannot be reached"),
    (DeserializationError, DirectoryFault.MALFORMED, "the directory's metadata cannot be read"),
    (RepositoryError, DirectoryFault.MALFORMED, "the directory's metadata contradicts itself"),
    (OSError, DirectoryFault.STORAGE, "the directory cannot be kept on this node's volume"),
)
"""First match counts: subclasses stand before what they derive from."""


@contextmanager
def as_directory_error() -> Iterator[None]:
    """Raise what python-tuf finds as a `DirectoryError`."""
    try:
        yield
    except (RepositoryError, DownloadError, OSError) as error:
        fault, sentence = next((f, s) for kind, f, s in _FAULTS if isinstance(error, kind))
        raise DirectoryError(fault, sentence) from error


def root_of(document: bytes) -> Root:
    """Read root metadata that its own keys have signed, each role by keys that differ.

    Raises:
        DirectoryError: It is none, is signed by too few, or one key stands for several.
    """
    with as_directory_error():
        metadata = Metadata[Root].from_bytes(document)
        root = metadata.signed
        if not isinstance(root, Root):
            raise DirectoryError(DirectoryFault.MALFORMED, "the file is no root metadata")
        root.verify_delegate(Root.type, metadata.signed_bytes, metadata.signatures)
    require_distinct_keys(root)
    return root


def require_distinct_keys(root: Root) -> None:
    """Refuse a role in which one key has several names: it would sign several times.

    TUF counts names of keys, and a name may be anything.

    Raises:
        DirectoryError: There is such a role.
    """
    for name, role in root.roles.items():
        values = [str(root.keys[each].keyval) for each in role.keyids if each in root.keys]
        if len(set(values)) < len(values):
            raise DirectoryError(
                DirectoryFault.KEYS, f"one key has several names in the {name} role"
            )
