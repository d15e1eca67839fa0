"""Write the seeds of the corpus: for each target something that it accepts, or nearly.

    python -m tests.fuzz.seed

What fuzzing finds is added beside them by hand, under a name that says what it was.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from google.protobuf.message import Message

from matching.blind import pages_of
from node.directory.entry import entry_to_json
from node.domain.blind import SetHead, SetPage, digest_of
from node.domain.checkpoint import Checkpoint, origin_of, sign_note
from node.domain.cosignature import Submission, cosign, cosigned, witness_of
from node.domain.notice import Notice, WithdrawalCause, Withdrawn
from node.keys.identity import Label
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire import codec
from node.wire.announcement import sign_announcement
from node.wire.codec_blind import set_page_to_proto, set_request_to_proto
from node.wire.codec_notice import notice_to_proto
from node.wire.envelope import PayloadKind, Recipient, seal_request
from tests.fuzz.target import ASKER, ENTRY, PEER
from tests.node.directory.publisher import AGREEMENT, a_directory
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
