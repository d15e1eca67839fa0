"""docs/protocol.md names everything that another implementation must know by its exact word."""

import re
from pathlib import Path

import pytest

from node.domain.errors import EnvelopeFault
from node.domain.exchange import Refusal
from node.domain.followup import FollowUp
from node.domain.notice import Change, NoticeRefusal, WithdrawalCause
from node.domain.retraction import LIFTED, Acknowledgement
from node.keys.identity import Label
from node.keys.sealing import SIZE_CLASSES
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.envelope import PayloadKind
from node.wire.status import STALE_KEY
from node.wire.version import VERSIONS

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
REASONS = {
    *(reason for reason in Refusal if reason),
    *(fault for fault in EnvelopeFault if fault not in {EnvelopeFault.KEY, EnvelopeFault.SENDER}),
    STALE_KEY,
    "busy",
    "deadline",
    "checkpoint",
}
CODES = {*NoticeRefusal, *WithdrawalCause, *Change, *Acknowledgement, *FollowUp, LIFTED}
"""What notices say and meet."""
METHODS = [method.name for method in pb.DESCRIPTOR.services_by_name["ExchangeService"].methods]


@pytest.mark.parametrize("word", sorted({*REASONS, *CODES, *Label, *METHODS}))
def test_every_reason_code_label_and_call_is_named(word: str) -> None:
    """What is sent as a word stands on the page as that word."""
    assert f"`{word}`" in PAGE


@pytest.mark.parametrize("kind", PayloadKind)
def test_every_kind_of_payload_has_its_row(kind: PayloadKind) -> None:
    """Number and name stand in one row."""
    assert f"| {kind} {kind.name.lower().replace('_', ' ')} |" in PAGE


def test_every_size_class_and_version_is_stated() -> None:
    """Sizes and versions are those of the code."""
    sizes = [str(size // 1024) for size in SIZE_CLASSES]

    assert f"{', '.join(sizes[:-1])} or {sizes[-1]} KiB" in PAGE
    for version in VERSIONS:
        assert f"\n| {version} |" in PAGE


def test_every_field_of_the_header_is_listed() -> None:
    """The header is what every implementation reads first: names and numbers are those sent."""
    listed = dict(re.findall(r"([a-z_]+) \((\d+)\)", PAGE))
    fields = {each.name: str(each.number) for each in pb.Header.DESCRIPTOR.fields}

    assert fields.items() <= listed.items()


def test_every_vector_is_referred_to() -> None:
    """No vector is left for a reader to find by chance."""
    named = re.findall(r"`([a-z0-9_*]+(?:\.json|\.txt|/))`", PAGE)
    vectors = ROOT / "tests" / "vectors"
    reached = {path for name in named for path in vectors.glob(name.rstrip("/"))}

    assert set(vectors.iterdir()) <= reached
