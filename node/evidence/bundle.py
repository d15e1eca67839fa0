"""Read a bundle of evidence from a folder or a ZIP file; nothing in it is believed yet."""

import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from node.domain.errors import JournalError, SourceError
from node.domain.exchange import Receipt
from node.domain.journal import Entry, from_canonical
from node.domain.merkle import HASH_BYTES
from node.domain.peer import NodeId
from node.evidence.layout import (
    CONTENT,
    COSIGNATURES,
    ENTRIES,
    FORMAT,
    HEADS,
    LEAVES,
    MANIFEST,
    PEER_HEADS,
    PEERS,
    RECEIPTS,
    SIGNATURE,
)
from node.keys.identity import PUBLIC_KEY_BYTES, SIGNATURE_BYTES
from node.store.evidence import Cosignature, PeerHead
from node.store.heads import KeptReceipt, ReceiptDirection

_MAX_BYTES = 1 << 31
"""Of all files together: a bundle comes from another agency, and a ZIP file unpacks to anything."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """What one node says of its journal."""

    node: NodeId
    identity_key: bytes
    exported_at: datetime
    selection: Mapping[str, str]
    hashes: Mapping[str, str]
    """What the manifest says of the files: SHA-256, hexadecimal, by name."""
    size: int
    leaves: tuple[bytes, ...]
    erased: Mapping[int, int]
    """Index of each tombstone to that of the entry that vouches for it."""
    contents: Mapping[int, bytes]
    """Selected entries as they were hashed."""
    entries: Mapping[int, Entry]
    """The same, read."""
    heads: tuple[str, ...]
    cosignatures: tuple[Cosignature, ...]
    peers: Mapping[NodeId, bytes]
    """Identity keys of the peers as the node knows them."""
    peer_heads: tuple[PeerHead, ...]
    receipts: tuple[KeptReceipt, ...]
    files: Mapping[str, bytes]
    """The files as they are."""


def read_bundle(path: Path) -> Bundle:
    """Read a bundle.

    Raises:
        SourceError: There is no such file or folder, or files of the bundle are missing.
        JournalError: A file is not what it must be.
    """
    return bundle_of(_files(path), name=path.name)


def bundle_of(files: Mapping[str, bytes], *, name: str) -> Bundle:
    """Read a bundle from the content of its files.

    Raises:
        JournalError: A file is not what it must be.
    """
    try:
        return _bundle(files)
    # A file from outside may be nested deeper than can be read; that is one more way to be wrong.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise JournalError(
            f"{name} is no bundle of evidence", hint="Ask for it to be exported again."
        ) from error


def _files(path: Path) -> dict[str, bytes]:
    names = (*CONTENT, MANIFEST, SIGNATURE)
    try:
        if path.is_dir():
            return {name: (path / name).read_bytes() for name in names}
        with zipfile.ZipFile(path) as archive:
            if sum(archive.getinfo(name).file_size for name in names) > _MAX_BYTES:
                raise SourceError(f"{path.name} is larger than a bundle may be")
            return {name: archive.read(name) for name in names}
    # Encryption and kinds of compression that Python does not know are errors of their own.
    except (
        *(OSError, KeyError, EOFError, RuntimeError, NotImplementedError),
        *(zipfile.BadZipFile, zlib.error, lzma.LZMAError),
    ) as error:
        raise SourceError(
            f"{path.name} is no bundle of evidence, or a file of it is missing",
            hint="Make one with: heliograph audit export",
        ) from error


def _bundle(files: Mapping[str, bytes]) -> Bundle:
    about = _table(json.loads(files[MANIFEST]))
    if about["format"] != FORMAT:
        raise ValueError("the bundle is of another format")
    leaves = [line.split(" ") for line in files[LEAVES].decode().splitlines()]
    contents = dict(_contents(files[ENTRIES]))
    return Bundle(
        node=NodeId(_text(about["node"])),
        identity_key=_bytes(about["identity_key"], PUBLIC_KEY_BYTES),
        exported_at=_moment(about["exported_at"]),
        selection=_texts(about["selection"]),
        hashes=_texts(about["files"]),
        size=_count(about["size"]),
        leaves=tuple(_bytes(words[0], HASH_BYTES) for words in leaves),
        erased={index: int(words[1]) for index, words in enumerate(leaves) if len(words) > 1},
        contents=contents,
        entries={index: from_canonical(content) for index, content in contents.items()},
        heads=tuple(_text(row["note"]) for row in _rows(files[HEADS])),
        cosignatures=tuple(
            Cosignature(NodeId(_text(row["peer"])), _count(row["size"]), _text(row["line"]))
            for row in _rows(files[COSIGNATURES])
        ),
        peers={
            NodeId(_text(row["id"])): _bytes(row["identity_key"], PUBLIC_KEY_BYTES)
            for row in _rows(files[PEERS])
        },
        peer_heads=tuple(
            PeerHead(NodeId(_text(row["peer"])), _text(row["note"]), _moment(row["received_at"]))
            for row in _rows(files[PEER_HEADS])
        ),
        receipts=tuple(_receipt(row) for row in _rows(files[RECEIPTS])),
        files=files,
    )


def _contents(raw: bytes) -> Iterator[tuple[int, bytes]]:
    for line in raw.split(b"\n"):
        if line:
            index, _, content = line.partition(b" ")
            yield int(index), content


def _rows(raw: bytes) -> Iterator[Mapping[str, object]]:
    # Not splitlines: JSON may hold line ends of Unicode that are none here.
    return (_table(json.loads(line)) for line in raw.split(b"\n") if line)


def _receipt(row: Mapping[str, object]) -> KeptReceipt:
    signed = Receipt(
        _bytes(row["query_hash"], HASH_BYTES),
        _bytes(row["answer_hash"], HASH_BYTES),
        _text(row["checkpoint"]),
        _bytes(row["signature"], SIGNATURE_BYTES),
    )
    return KeptReceipt(
        ReceiptDirection(_text(row["direction"])),
        NodeId(_text(row["peer"])),
        _text(row["query_id"]),
        signed,
        _moment(row["kept_at"]),
    )


def _table(value: object) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise TypeError("what should be an object is something else")
    return value


def _texts(value: object) -> Mapping[str, str]:
    return {name: _text(text) for name, text in _table(value).items()}


def _text(value: object) -> str:
    """Return a text that can be written as UTF-8: JSON may hold halves of letters."""
    if not isinstance(value, str):
        raise TypeError("what should be a text is something else")
    value.encode()
    return value


def _count(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise TypeError("what should be a number is something else")
    return value


def _bytes(value: object, size: int) -> bytes:
    raw = bytes.fromhex(_text(value))
    if len(raw) != size:
        raise ValueError("a key, hash or signature has another length")
    return raw


def _moment(value: object) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError("a time says no zone")
    return moment
