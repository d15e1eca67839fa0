"""Two bundles tell what one side has and the other has not."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from node.domain.exchange import Outcome
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.evidence.bundle import Bundle, read_bundle
from node.evidence.check import check_bundle
from node.evidence.compare import Kind, compare, exchanges
from node.store.evidence import PeerHead
from tests.node.evidence.bundles import ASKER, OWNER, Exported, Files, put, resign

Pair = tuple[Bundle, Bundle]


@pytest.fixture
def pair(exported: Exported) -> Pair:
    """Return the bundles of the owner and of the asker."""
    return read_bundle(exported.path(OWNER)), read_bundle(exported.path(ASKER))


def _without(bundle: Bundle, *events: Event) -> Bundle:
    kept = {at: entry for at, entry in bundle.entries.items() if entry.event not in events}
    return replace(bundle, entries=kept)


def _found(one: Bundle, other: Bundle) -> list[tuple[Kind, str]]:
    return sorted({(each.kind, each.node) for each in compare(one, other)})


def test_honest_nodes_agree(pair: Pair) -> None:
    """Nothing is found between two nodes that journalled what they did."""
    assert compare(*pair) == []
    assert exchanges(*pair) == 3


def test_order_does_not_matter(pair: Pair) -> None:
    """Whoever compares names either bundle first."""
    owner, asker = pair

    assert _found(_without(owner, Event.QUERY_IN), asker) == _found(
        asker, _without(owner, Event.QUERY_IN)
    )


def _other_outcome(owner: Bundle, asker: Bundle) -> Pair:
    entries = {
        at: replace(entry, results=(str(Outcome.NO_HIT),))
        if entry.event is Event.QUERY_IN
        else entry
        for at, entry in owner.entries.items()
    }
    return replace(owner, entries=entries), asker


def _other_reason(owner: Bundle, asker: Bundle) -> Pair:
    entries = {
        at: replace(entry, case_reference="ANOTHER") if entry.event is Event.QUERY_IN else entry
        for at, entry in owner.entries.items()
    }
    return replace(owner, entries=entries), asker


def _other_head(owner: Bundle, asker: Bundle) -> Pair:
    """Have the owner's journal be another one than the one whose heads the asker holds."""
    return replace(owner, leaves=(bytes(32), *owner.leaves[1:])), asker


def _later_head(owner: Bundle, asker: Bundle) -> Pair:
    """Cut off the owner's newest entries, of which the asker holds a head from before."""
    return replace(owner, leaves=owner.leaves[:2], size=2), asker


CONTRADICTIONS: dict[str, tuple[Callable[[Bundle, Bundle], Pair], tuple[Kind, str]]] = {
    "owner lacks queries": (
        lambda owner, asker: (_without(owner, Event.QUERY_IN), asker),
        (Kind.MISSING, OWNER),
    ),
    "asker lacks queries": (
        lambda owner, asker: (owner, _without(asker, Event.QUERY_OUT, Event.EVALUATE_OUT)),
        (Kind.MISSING, ASKER),
    ),
    "asker lacks evaluations": (
        lambda owner, asker: (
            _without(owner, Event.QUERY_IN),
            _without(asker, Event.QUERY_OUT, Event.EVALUATE_OUT, Event.ANSWER),
        ),
        (Kind.MISSING, ASKER),
    ),
    "owner lacks a notice": (
        lambda owner, asker: (_without(owner, Event.NOTICE_OUT), asker),
        (Kind.MISSING, OWNER),
    ),
    "asker lacks a notice": (
        lambda owner, asker: (owner, _without(asker, Event.NOTICE_IN)),
        (Kind.MISSING, ASKER),
    ),
    "other outcome": (_other_outcome, (Kind.OUTCOME, OWNER)),
    "other reason": (_other_reason, (Kind.JUSTIFICATION, OWNER)),
    "owner shows no receipt": (
        lambda owner, asker: (replace(owner, receipts=()), asker),
        (Kind.RECEIPT, OWNER),
    ),
    "asker shows no receipt": (
        lambda owner, asker: (owner, replace(asker, receipts=())),
        (Kind.RECEIPT, ASKER),
    ),
    "rewritten journal": (_other_head, (Kind.HEAD, OWNER)),
    "journal cut off": (_later_head, (Kind.HEAD, OWNER)),
    "another key": (
        lambda owner, asker: (
            owner,
            replace(asker, peers={NodeId(OWNER): bytes(32)}),
        ),
        (Kind.IDENTITY, OWNER),
    ),
}


@pytest.mark.parametrize(("change", "expected"), CONTRADICTIONS.values(), ids=CONTRADICTIONS.keys())
def test_contradictions_are_found(
    pair: Pair, change: Callable[[Bundle, Bundle], Pair], expected: tuple[Kind, str]
) -> None:
    """Whatever one side hides or changes, the other side's bundle shows."""
    found = compare(*change(*pair))

    assert expected in {(each.kind, each.node) for each in found}
    assert found[0].is_contradiction


def test_a_query_that_failed_is_a_remark(pair: Pair) -> None:
    """What the asker journalled as not answered need not have arrived."""
    owner, asker = pair
    entries = {
        at: replace(entry, results=("failed:PEER_UNAVAILABLE",), detail={})
        if entry.event is Event.ANSWER
        else entry
        for at, entry in asker.entries.items()
    }
    asker = replace(asker, entries=entries, receipts=())

    found = compare(replace(_without(owner, Event.QUERY_IN), receipts=()), asker)

    assert {each.kind for each in found} == {Kind.UNANSWERED}
    assert not any(each.is_contradiction for each in found)


def test_what_came_after_the_export_is_not_missed(pair: Pair) -> None:
    """An older bundle need not have what was done since."""
    owner, asker = pair
    earlier = owner.exported_at - timedelta(days=1)
    old = replace(
        _without(owner, Event.QUERY_IN, Event.EVALUATE_IN),
        exported_at=earlier,
        leaves=(),
        receipts=(),
    )

    assert compare(old, asker) == []


def test_heads_sent_with_requests_count_as_well(pair: Pair) -> None:
    """The owner holds the asker to the heads that came with its queries."""
    owner, asker = pair
    assert owner.peer_heads
    assert all(isinstance(each, PeerHead) for each in owner.peer_heads)

    found = compare(owner, replace(asker, leaves=(bytes(32), *asker.leaves[1:])))

    assert {(each.kind, each.node) for each in found} == {(Kind.HEAD, ASKER)}


def test_a_journal_rewritten_and_signed_again_is_found_by_comparison(
    exported: Exported, tmp_path: Path, pair: Pair
) -> None:
    """A node that drops its newest part and all heads over it agrees with nobody but itself."""
    size = sorted(_size(note) for note in pair[1].heads)[1]
    files = _cut(exported.files(ASKER), size)
    cut = put(tmp_path / "cut", resign(files, exported.identities[ASKER], size=size))
    bundle = read_bundle(cut)

    check_bundle(bundle)

    assert Kind.MISSING in {each.kind for each in compare(pair[0], bundle)}
    assert Kind.HEAD in {each.kind for each in compare(pair[0], bundle)}


def _cut(files: Files, size: int) -> Files:
    """Leave the first entries and what belongs to them."""

    def rows(name: str) -> list[bytes]:
        return files[name].splitlines(keepends=True)

    heads = [row for row in rows("heads.jsonl") if _size(json.loads(row)["note"]) <= size]
    signed = [row for row in rows("cosignatures.jsonl") if json.loads(row)["size"] <= size]
    entries = rows("entries.txt")[:size]
    named = b"".join(entries).decode()
    receipts = [row for row in rows("receipts.jsonl") if json.loads(row)["query_id"] in named]
    return files | {
        "heads.jsonl": b"".join(heads),
        "cosignatures.jsonl": b"".join(signed),
        "entries.txt": b"".join(entries),
        "leaves.txt": b"".join(rows("leaves.txt")[:size]),
        "receipts.jsonl": b"".join(receipts),
    }


def _size(note: str) -> int:
    return int(note.split("\n")[1])
