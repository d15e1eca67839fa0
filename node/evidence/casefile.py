"""The evidence of one case as one JSON document: its entries, each with its proof of inclusion.

A bundle has the hash of every entry of the journal; this has those of one case alone, with the
hashes that lead from each to the signed head, so that its size does not grow with the journal.
`docs/evidence.md` describes it, `deploy/verify/heliograph_verify.py` checks it.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from node.domain.checkpoint import Checkpoint, parse
from node.domain.cosignature import witness_of
from node.domain.journal import timestamp
from node.evidence.export import Own
from node.evidence.receipt import receipt_fields
from node.store.evidence import Cosignature, Evidence, Written
from node.store.heads import Heads
from node.store.journal import Journal
from node.store.peers import Peers

FORMAT = "heliograph-case/1"


@dataclass(frozen=True, slots=True)
class Proven:
    """Entries under one signed head."""

    checkpoint: str
    size: int
    entries: tuple[Written, ...]


class CaseEvidence:
    """Reads what proves a case, and writes it down."""

    def __init__(
        self, own: Own, journal: Journal, *, evidence: Evidence, heads: Heads, peers: Peers
    ) -> None:
        """Keep whose journal it is and where receipts, heads and peers are."""
        self._own = own
        self._journal = journal
        self._evidence = evidence
        self._heads = heads
        self._peers = peers

    def entries(self, case_reference: str) -> Proven:
        """Return the entries of a case, under the head as it is now.

        Raises:
            JournalError: The journal is damaged.
        """
        checkpoint = self._journal.head()
        size = int(checkpoint.split("\n")[1])
        return Proven(checkpoint, size, tuple(self._evidence.of_case(case_reference, size)))

    def document(
        self,
        proven: Proven,
        *,
        query_ids: Iterable[str],
        report: Mapping[str, object],
        created_at: datetime,
    ) -> bytes:
        """Return the document, in the bytes that are attached and hashed."""
        entry = self._own.entry()
        content = {
            "format": FORMAT,
            "node": entry.id,
            "identity_key": self._own.identity.public_key.hex(),
            "directory_entry": self._own.signed_entry().decode(),
            "created_at": timestamp(created_at),
            "checkpoint": proven.checkpoint,
            "entries": [self._entry(each, proven.size) for each in proven.entries],
            "receipts": list(self._receipts(query_ids)),
            "peers": list(self._peer_keys()),
            "cosignatures": list(self._cosignatures(proven.size)),
            "report": report,
        }
        return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()

    def _entry(self, written: Written, size: int) -> dict[str, object]:
        content = written.content.decode() if written.content is not None else None
        proof = self._journal.inclusion_proof(written.index, size)
        return {
            "index": written.index,
            "content": content,
            "leaf": written.leaf.hex(),
            "proof": [each.hex() for each in proof],
        }

    def _receipts(self, query_ids: Iterable[str]) -> Iterator[dict[str, object]]:
        for query_id in sorted(set(query_ids)):
            for each in self._heads.receipts(query_id):
                yield receipt_fields(each)

    def _peer_keys(self) -> Iterator[dict[str, str]]:
        for each in self._peers.all():
            yield {
                "id": each.id,
                "name": each.entry.name,
                "country": each.entry.country,
                "identity_key": each.entry.identity_key.hex(),
            }

    def _cosignatures(self, size: int) -> Iterator[dict[str, object]]:
        """Yield the newest cosignature of each peer, with the proof that the head continues it."""
        newest: dict[str, Cosignature] = {}
        for each in self._evidence.cosignatures(size):
            newest[each.peer] = each
        heads = {head.size: head for head in map(_head, self._evidence.own_heads(size))}
        for peer, each in sorted(newest.items()):
            head = heads.get(each.size)
            if head is None or not each.size:
                continue
            proof = self._journal.consistency_proof(each.size, size)
            yield {
                "peer": peer,
                "name": witness_of(each.peer),
                "size": each.size,
                "line": each.line,
                "root": head.root.hex(),
                "proof": [step.hex() for step in proof],
            }


def _head(note: str) -> Checkpoint:
    """Read one of our own heads, whose signature is ours."""
    return parse(note.rpartition("\n\n")[0] + "\n")
