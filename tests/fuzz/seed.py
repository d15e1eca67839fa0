"""Write the seeds of the corpus: for each target something that it accepts, or nearly.

    python -m tests.fuzz.seed

What fuzzing finds is added beside them by hand, under a name that says what it was; `cover-*` are
the fewest inputs of long runs that reach together all that those runs reached (`-set_cover_merge`).
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from google.protobuf.message import Message

from matching.blind import pages_of
from matching.subject import EntityType
from node.directory.entry import entry_to_json
from node.domain.blind import SetHead, SetPage, digest_of
from node.domain.checkpoint import Checkpoint, origin_of, sign_note
from node.domain.cosignature import Submission, cosign, cosigned, witness_of
from node.domain.exchange import Band
from node.domain.forum import (
    Act,
    ActionItem,
    Attendee,
    Call,
    Evaluate,
    Join,
    Look,
    Reply,
    RoomState,
    RoomView,
    SeatState,
    Shared,
    Step,
)
from node.domain.journal import Entry, Event, Scalar, canonical
from node.domain.merkle import leaf_hash
from node.domain.notice import Notice, WithdrawalCause, Withdrawn
from node.evidence.check import roots_at
from node.evidence.layout import CONTENT
from node.keys.identity import Label
from node.keys.sealedstream import seal_stream
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.store.journal import erasure_digest
from node.wire import codec
from node.wire.announcement import sign_announcement
from node.wire.codec_blind import set_page_to_proto, set_request_to_proto
from node.wire.codec_forum import call_to_proto, reply_to_proto
from node.wire.codec_notice import acknowledgement_bytes, notice_to_proto
from node.wire.envelope import PayloadKind, Recipient, seal_request
from tests.fuzz.target import ASKER, ENTRY, NOTICE_ID, PEER, manifest_of
from tests.node.directory.publisher import AGREEMENT, a_directory
from tests.node.store.factories import a_peer
from tests.node.wire.exchange import (
    NOON,
    a_query,
    a_set_request,
    an_announcement,
    an_answer,
    an_evaluation,
)

CORPUS = Path(__file__).parent / "corpus"


def _bytes(message: Message) -> bytes:
    return message.SerializeToString(deterministic=True)


def seeds() -> Iterator[tuple[str, bytes]]:
    """Yield pairs of target and bytes."""
    recipient = Recipient(PEER.id, bytes(PEER.box.public_key), PEER.box_id)
    query = codec.query_to_proto(a_query(), "head")
    sealed = seal_request(
        PayloadKind.QUERY, _bytes(query), sender=ASKER.sender, recipient=recipient, now=NOON
    )
    yield "envelope", _bytes(sealed.envelope)
    yield "route", _bytes(pb.AskRequest(envelope=sealed.envelope))
    yield "header", sealed.envelope.header
    evaluation = an_evaluation()
    yield "evaluation", _bytes(codec.evaluation_to_proto(evaluation, "head"))
    yield "evaluated", _bytes(pb.Evaluated(elements=codec.elements_to_bytes(evaluation.elements)))
    yield "query", _bytes(query)
    answer = codec.answer_to_proto(an_answer())
    answer.receipt.query_hash = answer.receipt.answer_hash = bytes(32)
    answer.receipt.signature = bytes(64)
    yield "answer", _bytes(answer)
    yield "receipt", _bytes(answer.receipt)
    told = Notice(
        "0197c2a0-0000-7000-8000-000000000000",
        NOON,
        Withdrawn("0197c2a0-0000-7000-8000-000000000001", WithdrawalCause.EXPIRED),
    )
    yield "notice", _bytes(notice_to_proto(told))
    yield "acknowledgement", _acknowledgement()
    yield from _rooms()
    yield "bundle", _bundle()
    yield "manifest", manifest_of(0, {})
    yield "sealed_stream", b"".join(seal_stream([b"content"], [bytes(PEER.box.public_key)]))
    wanted = a_set_request()
    yield "set_request", _bytes(set_request_to_proto(wanted, "head"))
    [tags] = pages_of(())
    head = SetHead(PEER.id, wanted.name, NOON, 1, digest_of(tags))
    signed = PEER.identity.sign(Label.IDENTIFIER_SET, head.signed())
    yield "set_page", _bytes(set_page_to_proto(SetPage(head, signed, 0, tags)))
    announcement = an_announcement()
    raw, signature = sign_announcement(announcement, PEER.identity)
    response = pb.AnnounceResponse(announcement=raw, signature=signature)
    yield "announcement", _bytes(response)
    yield "announced", raw
    yield from _notes()
    yield from _directory()


def _rooms() -> Iterator[tuple[str, bytes]]:
    steps: tuple[Step, ...] = (
        Look(),
        Join(),
        Evaluate(a_query().justification, EntityType.VESSEL, (bytes(32),) * 16),
        Act(PEER.id, "2026-12-04", "ask the bank about S03"),
    )
    for step in steps:
        yield "forum_call", _bytes(call_to_proto(Call("room-5f0c7a52", "officer-7", step), "head"))
    times = (NOON, NOON)
    view = RoomView(
        "room-5f0c7a52",
        PEER.id,
        "drug-trafficking",
        "JIT 4/2026",
        *times,
        RoomState.OPEN,
        bytes(16),
    )
    full = replace(
        view,
        attendees=(Attendee(ASKER.id, SeatState.DROPPED, a_peer().entry.contact_points[0]),),
        shared=(Shared(3, EntityType.PERSON, ASKER.id, Band.PROBABLE),),
        actions=(ActionItem("a-1", ASKER.id, "2026-12-04", "ask the bank", PEER.id),),
    )
    yield "forum_reply", _bytes(reply_to_proto(Reply((full,), (bytes(32),) * 16)))


def _acknowledgement() -> bytes:
    written, head = acknowledgement_bytes(NOTICE_ID), "head"
    parts = (bytes(32), hashlib.sha256(written).digest(), hashlib.sha256(head.encode()).digest())
    signature = PEER.identity.sign(Label.RECEIPT, *parts)
    receipt = pb.Receipt(
        query_hash=parts[0], answer_hash=parts[1], checkpoint=head, signature=signature
    )
    return _bytes(pb.Acknowledgement(notice_id=NOTICE_ID, receipt=receipt))


def _bundle() -> bytes:
    """Return the files of a bundle with two entries, one of them erased."""
    first = canonical(Entry(Event.READ, NOON, officer="officer-7"), bytes(16))
    detail: dict[str, Scalar] = {"count": 1, "digest": erasure_digest([0])}
    second = canonical(Entry(Event.ERASE, NOON, officer="node", detail=detail), bytes(16))
    leaves = [leaf_hash(first), leaf_hash(second)]
    root = roots_at(leaves, [2])[2]
    head = Checkpoint(origin_of(PEER.id), 2, root).text()
    note = sign_note(head, PEER.identity.note_signer(origin_of(PEER.id)))
    line = cosign(head, ASKER.identity.note_signer(witness_of(ASKER.id)), at=NOON)
    theirs = Checkpoint(origin_of(ASKER.id), 1, bytes(32)).text()
    other = sign_note(theirs, ASKER.identity.note_signer(origin_of(ASKER.id)))
    at = NOON.isoformat()
    files = {
        "entry.json": entry_to_json(ENTRY, PEER.identity),
        "peers.jsonl": _row(id=ASKER.id, identity_key=ASKER.identity.public_key.hex()),
        "leaves.txt": f"{leaves[0].hex()} 1\n{leaves[1].hex()}\n".encode(),
        "entries.txt": b"1 " + second + b"\n",
        "heads.jsonl": _row(note=note),
        "cosignatures.jsonl": _row(peer=ASKER.id, size=2, line=line),
        "peer_heads.jsonl": _row(peer=ASKER.id, note=other, received_at=at),
        "receipts.jsonl": b"",
    }
    return b"\0".join(files[name] for name in CONTENT)


def _row(**fields: object) -> bytes:
    return json.dumps(fields).encode() + b"\n"


def _notes() -> Iterator[tuple[str, bytes]]:
    head = Checkpoint(origin_of(PEER.id), 7, bytes(32)).text()
    note = sign_note(head, PEER.identity.note_signer(origin_of(PEER.id)))
    line = cosign(head, PEER.identity.note_signer(witness_of(PEER.id)), at=NOON)
    yield "checkpoint", head.encode()
    yield "head", note.encode()
    yield "submission", Submission(note, 3, (bytes(32), bytes(32))).text().encode()
    yield "cosigned", cosigned(7, [line]).encode()


def _directory() -> Iterator[tuple[str, bytes]]:
    entry = entry_to_json(ENTRY, PEER.identity)
    yield "entry", entry
    yield "listing", entry
    yield "agreement", AGREEMENT.lstrip()
    yield "certificate", ENTRY.certificate
    with TemporaryDirectory() as folder:
        publisher = a_directory(Path(folder), "customs-es", "fiu-nl")
        yield "root", publisher.root
        for role in ("targets", "snapshot", "timestamp"):
            yield "metadata", next(iter(publisher.metadata.glob(f"*{role}.json"))).read_bytes()


if __name__ == "__main__":
    counted: Counter[str] = Counter()
    for name, content in seeds():
        (CORPUS / name).mkdir(parents=True, exist_ok=True)
        (CORPUS / name / f"seed-{counted[name]}.bin").write_bytes(content)
        counted[name] += 1
