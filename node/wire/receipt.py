"""Sign an exchange as the answering node, and verify what a peer signed."""

import hashlib

from node.domain.errors import EnvelopeError, PeerAnswerError, SignatureError
from node.domain.exchange import Answer, Query, Receipt
from node.domain.peer import DirectoryEntry
from node.keys.identity import Label, verify
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec import answer_bytes, answer_from_proto, receipt_from_proto
from node.wire.codec import answer_hash as hash_of
from node.wire.strict import malformed, parse


def read_answer(
    payload: bytes, *, query: Query, query_hash: bytes, peer: DirectoryEntry
) -> tuple[Answer, Receipt]:
    """Return the answer to exactly this query, with the receipt that proves it.

    Raises:
        PeerAnswerError: It answers something else, holds more than an answer may hold, or the
            receipt does not prove it.
    """
    try:
        message = parse(pb.Answer, payload)
        receipt = receipt_from_proto(message.receipt)
        answer = _closed_answer(message)
    except EnvelopeError as error:
        raise PeerAnswerError(f"{peer.id} sent no valid answer") from error
    _require_match(answer, query, peer=peer)
    require_proof(receipt, query_hash=query_hash, answer_hash=hash_of(answer), peer=peer)
    return answer, receipt


def _closed_answer(message: pb.Answer) -> Answer:
    """Read an answer whose bytes hold nothing beside what was read: a closed answer is closed."""
    answer = answer_from_proto(message)
    message.ClearField("receipt")
    if message.SerializeToString(deterministic=True) != answer_bytes(answer):
        raise malformed("answer")
    return answer


def _require_match(answer: Answer, query: Query, *, peer: DirectoryEntry) -> None:
    """Refuse an answer to another query, or about other subjects or in another order."""
    answered = [subject.number for subject in answer.subjects]
    asked = [subject.number for subject in query.subjects]
    if answer.query_id != query.id or answered != asked:
        raise PeerAnswerError(f"{peer.id} answered another query")


def require_proof(
    receipt: Receipt, *, query_hash: bytes, answer_hash: bytes, peer: DirectoryEntry
) -> None:
    """Accept a receipt for this exchange that the peer has signed.

    Raises:
        PeerAnswerError: It is for another exchange, or the peer did not sign it.
    """
    if (receipt.query_hash, receipt.answer_hash) != (query_hash, answer_hash):
        raise PeerAnswerError(f"{peer.id} sent the receipt of another exchange")
    head = hashlib.sha256(receipt.checkpoint.encode()).digest()
    try:
        verify(
            peer.identity_key,
            Label.RECEIPT,
            *(query_hash, answer_hash, head),
            signature=receipt.signature,
        )
    except SignatureError as error:
        raise PeerAnswerError(f"{peer.id} did not sign its receipt") from error
