"""Write a bundle of evidence, file by file, from a journal that goes on growing.

Rules:
- The export is journalled before anything is read, and its own entry is in the bundle.
- What is not selected is there by its leaf hash alone, so that the tree can be recomputed.
- Entries that vouch for erasures are always selected: tombstones mean nothing without them.
- The manifest comes last; it has the hash of every file, and the node signs it.
"""

import hashlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from node.domain.cosignature import witness_of
from node.domain.errors import JournalError
from node.domain.journal import Entry, Event, from_canonical, timestamp
from node.domain.peer import DirectoryEntry, NodeId
from node.domain.ports import Clock
from node.domain.selection import Selection
from node.evidence.layout import (
    COSIGNATURES,
    DIRECTORY_ENTRY,
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
from node.evidence.receipt import receipt_fields
from node.keys.identity import Identity, Label
from node.store.evidence import Evidence, Written
from node.store.journal import Journal
from node.store.peers import Peers

_LINES = 500
"""Lines that are handed on at once: about a quarter of a megabyte of entries."""

Chunk = tuple[str, bytes]
"""Name of a file, and the next of its bytes."""


@dataclass(frozen=True, slots=True)
class Own:
    """Who exports."""

    identity: Identity
    entry: Callable[[], DirectoryEntry]
    signed_entry: Callable[[], bytes]


class Exporter:
    """Exports the journal of one node."""

    def __init__(
        self,
        own: Own,
        journal: Journal,
        *,
        evidence: Evidence,
        peers: Peers,
        clock: Clock,
        kept: timedelta,
    ) -> None:
        """Keep what is exported, who signs it, and how long the entry about it is kept."""
        self._own = own
        self._journal = journal
        self._evidence = evidence
        self._peers = peers
        self._clock = clock
        self._kept = kept

    def export(self, wanted: Selection, *, officer: str) -> Iterator[Chunk]:
        """Yield the files of a bundle, one after the other, in chunks.

        Raises:
            JournalError: The journal is damaged, or entries were erased in the meantime.
        """
        now = self._clock.now()
        self._journal.append(
            Entry(
                Event.READ,
                now,
                officer=officer,
                peer=NodeId(wanted.peer) if wanted.peer else None,
                case_reference=wanted.case_reference,
                retention_until=(now + self._kept).date(),
                detail={"action": "export", "format": FORMAT},
            )
        )
        size = int(self._journal.head().split("\n")[1])
        hashes: dict[str, str] = {}
        for name, lines in self._files(wanted, size):
            digest = hashlib.sha256()
            # Also a file without a line is there.
            yield name, b""
            while chunk := "".join(islice(lines, _LINES)).encode():
                digest.update(chunk)
                yield name, chunk
            hashes[name] = digest.hexdigest()
        about = self._about(wanted, size=size, officer=officer)
        manifest = _json(about | {"exported_at": timestamp(now), "files": hashes}).encode()
        yield MANIFEST, manifest
        signature = self._own.identity.sign(Label.EVIDENCE, manifest)
        yield SIGNATURE, f"{signature.hex()}\n".encode()

    def _files(self, wanted: Selection, size: int) -> Iterator[tuple[str, Iterator[str]]]:
        queries: set[str] = set()
        yield DIRECTORY_ENTRY, iter([self._own.signed_entry().decode()])
        yield PEERS, self._peer_lines(wanted.peer)
        yield LEAVES, (_leaf(each, size) for each in self._evidence.written(size))
        yield ENTRIES, self._entry_lines(wanted, size, queries=queries)
        yield HEADS, (_json({"note": note}) for note in self._evidence.own_heads(size))
        yield COSIGNATURES, self._cosignature_lines(size)
        yield PEER_HEADS, self._peer_head_lines(wanted.peer)
        yield RECEIPTS, self._receipt_lines(wanted, queries)

    def _about(self, wanted: Selection, *, size: int, officer: str) -> dict[str, object]:
        entry = self._own.entry()
        return {
            "format": FORMAT,
            "node": entry.id,
            "name": entry.name,
            "country": entry.country,
            "identity_key": self._own.identity.public_key.hex(),
            "officer": officer,
            "selection": dict(wanted.words()),
            "size": size,
        }

    def _entry_lines(self, wanted: Selection, size: int, *, queries: set[str]) -> Iterator[str]:
        """Yield the selected entries, and note the queries that they are about."""
        for written in self._evidence.written(size):
            _require_stable(written, size)
            if written.content is None:
                continue
            entry = from_canonical(written.content)
            if entry.event is Event.ERASE or wanted.covers(entry):
                queries.add(entry.query_id)
                yield f"{written.index} {written.content.decode()}\n"

    def _peer_lines(self, peer: str) -> Iterator[str]:
        for each in self._peers.all():
            if peer in {"", each.id}:
                about = {
                    "id": each.id,
                    "name": each.entry.name,
                    "country": each.entry.country,
                    "identity_key": each.entry.identity_key.hex(),
                }
                yield _json(about)

    def _cosignature_lines(self, size: int) -> Iterator[str]:
        for each in self._evidence.cosignatures(size):
            yield _json(
                {
                    "peer": each.peer,
                    "name": witness_of(each.peer),
                    "size": each.size,
                    "line": each.line,
                }
            )

    def _peer_head_lines(self, peer: str) -> Iterator[str]:
        for each in self._evidence.peer_heads(peer):
            received_at = timestamp(each.received_at)
            yield _json({"peer": each.peer, "note": each.note, "received_at": received_at})

    def _receipt_lines(self, wanted: Selection, queries: Collection[str]) -> Iterator[str]:
        for each in self._evidence.receipts(wanted.peer):
            if wanted.is_everything or each.query_id in queries:
                yield _json(receipt_fields(each))


def _leaf(written: Written, size: int) -> str:
    _require_stable(written, size)
    vouching = "" if written.erased_by is None else f" {written.erased_by}"
    return f"{written.leaf.hex()}{vouching}\n"


def _require_stable(written: Written, size: int) -> None:
    if written.erased_by is not None and written.erased_by >= size:
        raise JournalError(
            "entries were erased while the journal was exported", hint="Export it again."
        )


def _json(content: Mapping[str, object]) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
