"""An answer counts if its receipt proves it, and it answers what was asked."""

import hashlib
from collections.abc import Callable
from dataclasses import replace

import pytest

from node.domain.errors import PeerAnswerError
from node.domain.exchange import Receipt
from node.keys.identity import Label
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec import answer_hash, answer_to_proto, receipt_to_proto
from node.wire.receipt import read_answer
from tests.node.wire.exchange import a_hit, a_query, an_answer
from tests.node.wire.federation import Node
from tests.node.wire.members import a_member

PEER = Node("fiu-nl")
QUERY_HASH = b"q" * 32
QUERY = a_query(2)
ANSWER = an_answer(a_hit(0), a_hit(1))


def a_message() -> pb.Answer:
    """Return a valid answer with its receipt."""
    message = answer_to_proto(ANSWER)
    receipt = PEER.desk.receipt(ANSWER, QUERY_HASH)
    message.receipt.CopyFrom(receipt_to_proto(receipt))
    return message


def signed_again(message: pb.Answer) -> None:
    """Sign an altered answer as the peer itself would."""
    answered = hashlib.sha256(stripped(message)).digest()
    head = hashlib.sha256(message.receipt.checkpoint.encode()).digest()
    message.receipt.answer_hash = answered
    message.receipt.signature = PEER.member.identity.sign(
        Label.RECEIPT, message.receipt.query_hash, answered, head
    )


def stripped(message: pb.Answer) -> bytes:
    """Serialise an answer without its receipt."""
    bare = pb.Answer()
    bare.CopyFrom(message)
    bare.ClearField("receipt")
    return bare.SerializeToString(deterministic=True)


def read(message: pb.Answer) -> None:
    """Read a message as the answer to the query."""
    read_answer(message.SerializeToString(), query=QUERY, query_hash=QUERY_HASH, peer=PEER.entry)


def test_a_proven_answer_is_read() -> None:
    """The answer and its receipt come out as the peer gave them."""
    answer, receipt = read_answer(
        a_message().SerializeToString(), query=QUERY, query_hash=QUERY_HASH, peer=PEER.entry
    )

    assert answer == ANSWER
    assert receipt == PEER.desk.receipt(ANSWER, QUERY_HASH)
    assert receipt.answer_hash == answer_hash(ANSWER)


FALSE: dict[str, tuple[str, Callable[[pb.Answer], object]]] = {
    "another query": ("another query", lambda m: setattr(m, "query_id", "query-2")),
    "a subject missing": ("another query", lambda m: m.subjects.pop()),
    "a subject too many": ("another query", lambda m: m.subjects.append(m.subjects[0])),
    "another order": ("another query", lambda m: m.subjects.reverse()),
    "more than an answer holds": (
        "no valid answer",
        lambda m: m.subjects[0].MergeFromString(b"\x7a\x04name"),
    ),
    "an unknown outcome": (
        "no valid answer",
        lambda m: m.subjects[0].MergeFromString(b"\x10\x07"),
    ),
}


@pytest.mark.parametrize("case", FALSE)
def test_a_false_answer_is_refused_even_if_signed(case: str) -> None:
    """A peer's own signature does not make an answer out of what is none."""
    sentence, damage = FALSE[case]
    message = a_message()
    damage(message)
    signed_again(message)

    with pytest.raises(PeerAnswerError, match=sentence):
        read(message)


UNPROVEN: dict[str, Callable[[Receipt], Receipt]] = {
    "no receipt": lambda _: Receipt(b"", b"", "", b""),
    "of another query": lambda receipt: replace(receipt, query_hash=b"r" * 32),
    "of another answer": lambda receipt: replace(receipt, answer_hash=b"r" * 32),
    "with another head": lambda receipt: replace(receipt, checkpoint="head of nobody"),
    "with another signature": lambda receipt: replace(receipt, signature=bytes(64)),
    "by another node": lambda receipt: replace(
        receipt,
        signature=a_member("police-pt").identity.sign(
            Label.RECEIPT,
            receipt.query_hash,
            receipt.answer_hash,
            hashlib.sha256(receipt.checkpoint.encode()).digest(),
        ),
    ),
}


@pytest.mark.parametrize("case", UNPROVEN)
def test_an_unproven_answer_is_refused(case: str) -> None:
    """An answer without a receipt that the peer signed for this exchange is not used."""
    message = a_message()
    receipt = UNPROVEN[case](PEER.desk.receipt(ANSWER, QUERY_HASH))
    message.receipt.CopyFrom(receipt_to_proto(receipt))

    with pytest.raises(PeerAnswerError):
        read(message)
