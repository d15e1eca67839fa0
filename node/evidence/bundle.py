"""Read a bundle of evidence from a folder or a ZIP file; nothing in it is believed yet."""

import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from node.domain.errors import JournalError, SourceError
from node.domain.exchange import Receipt
from node.domain.journal import Entry, from_canonical
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
    files = _files(path)
    try:
        return _bundle(files)
    # A file from outside may be nested deeper than can be read; that is one more way to be wrong.
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise JournalError(
            f"{path.name} is no bundle of evidence", hint="Ask for it to be exported again."
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
    except (OSError, KeyError, zipfile.BadZipFile) as error:
        raise SourceError(
            f"{path.name} is no bundle of evidence, or a file of it is missing",
            hint="Make one with: heliograph audit export",
        ) from error


def _bundle(files: Mapping[str, bytes]) -> Bundle:
    about = json.loads(files[MANIFEST])
    if about["format"] != FORMAT:
        raise ValueError("the bundle is of another format")
    leaves = [line.split(" ") for line in files[LEAVES].decode().splitlines()]
    contents = dict(_contents(files[ENTRIES]))
    return Bundle(
        node=NodeId(about["node"]),
        identity_key=bytes.fromhex(about["identity_key"]),
        exported_at=datetime.fromisoformat(about["exported_at"]),
        selection=about["selection"],
        size=about["size"],
        leaves=tuple(bytes.fromhex(words[0]) for words in leaves),
        erased={index: int(words[1]) for index, words in enumerate(leaves) if len(words) > 1},
        contents=contents,
        entries={index: from_canonical(content) for index, content in contents.items()},
        heads=tuple(row["note"] for row in _rows(files[HEADS])),
        cosignatures=tuple(
            Cosignature(NodeId(row["peer"]), row["size"], row["line"])
            for row in _rows(files[COSIGNATURES])
        ),
        peers={
            NodeId(row["id"]): bytes.fromhex(row["identity_key"]) for row in _rows(files[PEERS])
        },
        peer_heads=tuple(
            PeerHead(NodeId(row["peer"]), row["note"], datetime.fromisoformat(row["received_at"]))
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


def _rows(raw: bytes) -> Iterator[dict[str, Any]]:
    # Not splitlines: JSON may hold line ends of Unicode that are none here.
    return (json.loads(line) for line in raw.split(b"\n") if line)


def _receipt(row: Mapping[str, Any]) -> KeptReceipt:
    signed = Receipt(
        bytes.fromhex(row["query_hash"]),
        bytes.fromhex(row["answer_hash"]),
        row["checkpoint"],
        bytes.fromhex(row["signature"]),
    )
    return KeptReceipt(
        ReceiptDirection(row["direction"]),
        NodeId(row["peer"]),
        row["query_id"],
        signed,
        datetime.fromisoformat(row["kept_at"]),
    )
