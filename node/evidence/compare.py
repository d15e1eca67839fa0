"""Compare the bundles of two nodes: every exchange that one has and the other has not.

Findings are either contradictions, of which at least one side must give an account, or remarks,
which have an innocent explanation that the bundles themselves show.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from node.domain.journal import Entry, Event
from node.domain.peer import NodeId
from node.evidence.bundle import Bundle
from node.evidence.check import head_of, roots_at
from node.store.evidence import PeerHead
from node.store.heads import KeptReceipt, ReceiptDirection


class Kind(StrEnum):
    """What was found; the words are in reports and are never renamed."""

    MISSING = "missing"
    """One side has journalled an exchange of which the other has no entry."""
    OUTCOME = "outcome"
    """Both have the query, with other outcomes."""
    JUSTIFICATION = "justification"
    """Both have the query, with another reason, case or officer."""
    RECEIPT = "receipt"
    """The receipt that one side holds is not one that the other has given."""
    HEAD = "head"
    """One side holds a signed head that the other's journal does not have."""
    IDENTITY = "identity"
    """One side knows the other under another key."""
    UNANSWERED = "unanswered"
    """A query or its answer did not arrive, and the asker has journalled that it failed."""
    ERASED = "erased"
    """Entries were erased after retention, so that exchanges cannot be compared."""
    SELECTED = "selected"
    """A bundle holds a selection: what it lacks may be in the journal."""


_REMARKS = frozenset({Kind.UNANSWERED, Kind.ERASED, Kind.SELECTED})


@dataclass(frozen=True, slots=True)
class Difference:
    """One finding."""

    kind: Kind
    node: NodeId
    """Whose bundle lacks it or is contradicted."""
    query_id: str
    sentence: str

    @property
    def is_contradiction(self) -> bool:
        """Whether somebody must give an account of it."""
        return self.kind not in _REMARKS


def compare(one: Bundle, other: Bundle) -> list[Difference]:
    """Return everything in which two checked bundles differ; contradictions first."""
    found = [
        *_directed(asker=one, owner=other),
        *_directed(asker=other, owner=one),
        *_notices(one, other),
        *_notices(other, one),
        *(each for pair in ((one, other), (other, one)) for each in _about(*pair)),
    ]
    return sorted(found, key=lambda each: not each.is_contradiction)


def exchanges(one: Bundle, other: Bundle) -> int:
    """Return how many queries between the two at least one of them has journalled."""
    return sum(
        len({*_queries(asker, owner.node, event=Event.QUERY_OUT), *_answered(owner, asker.node)})
        for asker, owner in ((one, other), (other, one))
    )


def _about(bundle: Bundle, witness: Bundle) -> Iterator[Difference]:
    """Yield what one bundle says against the other as a whole."""
    known = witness.peers.get(bundle.node)
    if known is not None and known != bundle.identity_key:
        sentence = f"{witness.node} knows {bundle.node} under another key"
        yield Difference(Kind.IDENTITY, bundle.node, "", sentence)
    if bundle.selection:
        sentence = f"the bundle of {bundle.node} holds a selection of its entries"
        yield Difference(Kind.SELECTED, bundle.node, "", sentence)
    if bundle.erased:
        sentence = f"{bundle.node} has erased {len(bundle.erased)} entries after retention"
        yield Difference(Kind.ERASED, bundle.node, "", sentence)
    yield from _heads(bundle, witness)


def _heads(bundle: Bundle, witness: Bundle) -> Iterator[Difference]:
    """Yield the heads that the witness holds and the journal of the bundle does not have."""
    kept = [each for each in witness.peer_heads if each.peer == bundle.node]
    kept += [
        PeerHead(each.peer, each.receipt.checkpoint, each.kept_at)
        for each in witness.receipts
        if each.direction is ReceiptDirection.RECEIVED and each.peer == bundle.node
    ]
    held = {
        head_of(each.note, bundle.node, key=bundle.identity_key): each.received_at for each in kept
    }
    roots = roots_at(bundle.leaves, (head.size for head in held))
    for head, received_at in held.items():
        # A head that came after the export may well be of entries that came after it too.
        if head.size not in roots and received_at > bundle.exported_at:
            continue
        if roots.get(head.size) != head.root:
            sentence = (
                f"{witness.node} holds a head of {head.size} entries, signed by {bundle.node}, "
                "that its journal does not have"
            )
            yield Difference(Kind.HEAD, bundle.node, "", sentence)


def _directed(*, asker: Bundle, owner: Bundle) -> Iterator[Difference]:
    """Yield the differences about queries of one side to the other."""
    sent = _queries(asker, owner.node, event=Event.QUERY_OUT)
    told = _queries(asker, owner.node, event=Event.ANSWER)
    answered = _answered(owner, asker.node)
    for query_id, entry in sent.items():
        if query_id in answered:
            yield from _contents(
                entry, answered[query_id], told=told.get(query_id), owner=owner.node
            )
        elif entry.time <= owner.exported_at:
            yield _not_arrived(entry, told.get(query_id), owner=owner.node, asker=asker.node)
    known = sent.keys() | _queries(asker, owner.node, event=Event.EVALUATE_OUT).keys()
    for event in (Event.QUERY_IN, Event.EVALUATE_IN):
        for query_id, entry in _queries(owner, asker.node, event=event).items():
            if query_id not in known and entry.time <= asker.exported_at:
                what = "a query" if event is Event.QUERY_IN else "tokens to evaluate"
                sentence = f"{asker.node} has no entry of {what} that {owner.node} has received"
                yield Difference(Kind.MISSING, asker.node, query_id, sentence)
    yield from _receipts(asker, owner)


def _not_arrived(sent: Entry, told: Entry | None, *, owner: NodeId, asker: NodeId) -> Difference:
    if told is not None and not _is_answer(told):
        sentence = f"a query of {asker} did not reach {owner}, as {asker} has journalled"
        return Difference(Kind.UNANSWERED, owner, sent.query_id, sentence)
    sentence = f"{owner} has no entry of a query that {asker} has sent"
    return Difference(Kind.MISSING, owner, sent.query_id, sentence)


def _contents(
    sent: Entry, answered: Entry, *, told: Entry | None, owner: NodeId
) -> Iterator[Difference]:
    reasons = [(each.justification, each.case_reference, each.officer) for each in (sent, answered)]
    if reasons[0] != reasons[1]:
        sentence = f"the reason that {owner} has journalled is another than the asker's"
        yield Difference(Kind.JUSTIFICATION, owner, sent.query_id, sentence)
    if told is None or not _is_answer(told):
        if answered.event is Event.QUERY_IN:
            sentence = f"an answer of {owner} did not reach the asker"
            yield Difference(Kind.UNANSWERED, owner, sent.query_id, sentence)
    elif told.results != answered.results:
        sentence = f"the outcomes that {owner} has journalled are not those that the asker was told"
        yield Difference(Kind.OUTCOME, owner, sent.query_id, sentence)


def _notices(sender: Bundle, receiver: Bundle) -> Iterator[Difference]:
    """Yield notices of one side that the other should have journalled and has not."""
    written = _messages(sender, receiver.node, event=Event.NOTICE_OUT)
    settled = _messages(sender, receiver.node, event=Event.NOTICE_ACKNOWLEDGED)
    heard = _messages(receiver, sender.node, event=Event.NOTICE_IN)
    for notice_id, entry in settled.items():
        if "receipt" in entry.detail and notice_id not in heard:
            sentence = f"{receiver.node} has no entry of a notice that it has acknowledged"
            yield Difference(Kind.MISSING, receiver.node, notice_id, sentence)
    for notice_id, entry in heard.items():
        if notice_id not in written and entry.time <= sender.exported_at:
            sentence = f"{sender.node} has no entry of a notice that {receiver.node} has received"
            yield Difference(Kind.MISSING, sender.node, notice_id, sentence)


def _receipts(asker: Bundle, owner: Bundle) -> Iterator[Difference]:
    """Yield receipts that the owner has not given, and answers for which no receipt is shown."""
    given = _by_hash(owner, asker.node, direction=ReceiptDirection.GIVEN)
    received = _by_hash(asker, owner.node, direction=ReceiptDirection.RECEIVED)
    for query_hash, kept in received.items():
        ours = given.get(query_hash)
        if kept.kept_at > owner.exported_at:
            continue
        if ours is None or ours.receipt.answer_hash != kept.receipt.answer_hash:
            sentence = f"{asker.node} holds a receipt that {owner.node} does not show as given"
            yield Difference(Kind.RECEIPT, owner.node, kept.query_id, sentence)
    proven = {kept.query_id for kept in received.values()}
    for query_id, told in _queries(asker, owner.node, event=Event.ANSWER).items():
        if _is_answer(told) and query_id not in proven:
            sentence = f"{asker.node} shows no receipt for an answer of {owner.node}"
            yield Difference(Kind.RECEIPT, asker.node, query_id, sentence)


def _by_hash(
    bundle: Bundle, peer: NodeId, *, direction: ReceiptDirection
) -> Mapping[bytes, KeptReceipt]:
    return {
        kept.receipt.query_hash: kept
        for kept in bundle.receipts
        if kept.peer == peer and kept.direction is direction
    }


def _queries(bundle: Bundle, peer: NodeId, *, event: Event) -> dict[str, Entry]:
    return {
        entry.query_id: entry
        for entry in bundle.entries.values()
        if entry.event is event and entry.peer == peer
    }


def _messages(bundle: Bundle, peer: NodeId, *, event: Event) -> dict[str, Entry]:
    return {
        entry.message_id: entry
        for entry in bundle.entries.values()
        if entry.event is event and entry.peer == peer
    }


def _answered(bundle: Bundle, peer: NodeId) -> dict[str, Entry]:
    """Return what a node has journalled of a peer's queries: answered, or refused as a whole."""
    refused = _queries(bundle, peer, event=Event.REFUSE)
    return {**refused, **_queries(bundle, peer, event=Event.QUERY_IN)}


def _is_answer(told: Entry) -> bool:
    """Tell an answer, which has a receipt, from the note that there is none."""
    return "receipt" in told.detail
