"""Somebody has decided, for every error, what a caller may know of it."""

import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest

from matching.errors import MatchingError
from node.domain.errors import (
    AgreementError,
    EnvelopeError,
    EnvelopeFault,
    LedgerError,
    NodeError,
    RefusedError,
    UnknownPeerError,
)
from node.domain.exchange import Refusal
from node.wire.status import is_foreseen, public, reason_of

ROOT = Path(__file__).resolve().parents[3]
# Their errors cannot pass the wire: it may not be imported from there, nor they from it.
BESIDE_OR_OUTSIDE = {"operator", "console", "assemble", "cli", "demo"}
DEFINES_ERROR = re.compile(r"^class \w+Error\(", re.MULTILINE)


def every_error() -> Iterator[type[NodeError | MatchingError]]:
    """Yield every class of both trees that can pass the wire, wherever it is defined."""
    for package in ("matching", "node"):
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if BESIDE_OR_OUTSIDE.isdisjoint(parts) and DEFINES_ERROR.search(path.read_text()):
                importlib.import_module(".".join(parts))
    found: list[type[NodeError | MatchingError]] = [NodeError, MatchingError]
    for kind in found:
        found.extend(kind.__subclasses__())
    for kind in dict.fromkeys(found[2:]):
        if kind.__module__.split(".")[1] not in BESIDE_OR_OUTSIDE:
            yield kind


def test_every_error_is_foreseen() -> None:
    """No class of errors is left to the sentence for unforeseen ones."""
    assert [kind.__name__ for kind in every_error() if not is_foreseen(kind)] == []


@pytest.mark.parametrize("fault", EnvelopeFault)
def test_every_fault_of_an_envelope_has_a_sentence(fault: EnvelopeFault) -> None:
    """Each reason for not opening a message has a status and a sentence of its own."""
    told = public(EnvelopeError(fault, "inner words"))

    assert told.code is not grpc.StatusCode.OK
    assert "inner words" not in told.sentence


def test_unknown_is_not_told_from_not_permitted() -> None:
    """A stranger, a member without agreement and a forged sender are told the same."""
    told = {
        public(UnknownPeerError("no such peer")),
        public(AgreementError("expired")),
        public(EnvelopeError(EnvelopeFault.SENDER, "not awaited")),
    }

    assert len(told) == 1


def test_own_failures_are_not_told_from_bugs() -> None:
    """What breaks inside looks the same to a caller, whatever it is."""
    assert public(LedgerError("disk full")) == public(ZeroDivisionError())


@pytest.mark.parametrize("refusal", [reason for reason in Refusal if reason])
def test_a_coded_refusal_keeps_its_code(refusal: Refusal) -> None:
    """A refusal leaves with its coded reason, and none of its words."""
    told = public(RefusedError(refusal, "officer-7 did this and that"))

    assert (told.reason, told.sentence) == (refusal.value, "The query is refused.")


def test_a_reason_survives_the_trailer() -> None:
    """The coded reason goes through gRPC's status details and back."""
    told = public(EnvelopeError(EnvelopeFault.KEY, ""))

    assert reason_of(told.trailer()) == "stale-key"


@pytest.mark.parametrize(
    "trailer",
    [
        (),
        (("other", "text"),),
        (("grpc-status-details-bin", b"\xff\xff"),),
        (("grpc-status-details-bin", b"\x1a\x04\x0a\x02\xff\xff"),),
    ],
    ids=["empty", "other", "garbage", "garbage detail"],
)
def test_a_trailer_without_a_reason_gives_none(trailer: tuple[tuple[str, bytes], ...]) -> None:
    """Trailing metadata of another making, or damaged, holds no reason."""
    assert reason_of(trailer) == ""
