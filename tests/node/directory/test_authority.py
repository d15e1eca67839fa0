"""The authority's folder: nothing is published that too few have signed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from node.directory.authority import Authority, Signing
from node.directory.listing import agreement_path
from node.domain.errors import (
    AgreementError,
    DirectoryError,
    DirectoryFault,
    NodeError,
    UnknownPeerError,
)
from node.domain.peer import NodeId
from tests.node.directory.publisher import (
    AGREEMENT,
    Publisher,
    a_directory,
    a_signer,
    an_entry,
)

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
KEYS = [a_signer(number).public_key for number in (1, 2, 3)]
ONLINE = a_signer(9)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    """Draft a directory with three keys, of which two must sign."""
    authority = Authority(tmp_path / "authority")
    authority.found(KEYS, ONLINE.public_key, threshold=2, now=NOW)
    return authority


def test_each_signature_is_counted(authority: Authority) -> None:
    """Everybody sees how many have signed and how many must."""
    authority.sign(a_signer(1))

    assert authority.pending() == [Signing("root", 1, 1, 2), Signing("targets", 1, 1, 2)]


def test_signing_again_does_not_count(authority: Authority) -> None:
    """One person's key signs once."""
    authority.sign(a_signer(1))
    authority.sign(a_signer(1))

    assert [signing.signed for signing in authority.pending()] == [1, 1]


def test_too_few_signatures_publish_nothing(authority: Authority) -> None:
    """The first directory waits until enough have signed."""
    authority.sign(a_signer(1))

    with pytest.raises(DirectoryError) as caught:
        authority.publish(ONLINE, now=NOW)

    assert caught.value.fault is DirectoryFault.SIGNATURES
    assert not (authority.public / "metadata" / "timestamp.json").exists()


def test_a_waiting_draft_does_not_stop_the_timestamp(tmp_path: Path) -> None:
    """The list in force stays fresh while a change to it waits for signatures."""
    publisher = a_directory(tmp_path)
    publisher.authority.remove(["fiu-nl"], now=datetime.now(UTC))
    publisher.authority.sign(publisher.people[0])

    waiting = publisher.authority.publish(publisher.online, now=datetime.now(UTC))

    assert waiting == [Signing("targets", 2, 1, 2)]
    assert "fiu-nl" in publisher.mirror().refresh().members


def test_a_change_drops_signatures(authority: Authority) -> None:
    """Nobody's signature stands under what he has not seen."""
    authority.sign(a_signer(1))
    authority.admit(an_entry("customs-es"), now=NOW)

    assert [signing.signed for signing in authority.pending()] == [1, 0]


def test_a_stranger_signs_nothing(authority: Authority) -> None:
    """A key that has no part is told so."""
    with pytest.raises(DirectoryError) as caught:
        authority.sign(a_signer(8))

    assert caught.value.fault is DirectoryFault.KEYS


def test_only_the_online_key_publishes(authority: Authority) -> None:
    """The root says who makes timestamps."""
    authority.sign(a_signer(1))
    authority.sign(a_signer(2))

    with pytest.raises(DirectoryError) as caught:
        authority.publish(a_signer(3), now=NOW)

    assert caught.value.fault is DirectoryFault.KEYS


@pytest.mark.parametrize("threshold", [0, 4, -1])
def test_a_threshold_must_be_reachable(tmp_path: Path, threshold: int) -> None:
    """Neither nobody nor more than all can be asked to sign."""
    with pytest.raises(DirectoryError):
        Authority(tmp_path / "a").found(KEYS, ONLINE.public_key, threshold=threshold, now=NOW)


def test_an_offline_key_does_not_publish(tmp_path: Path) -> None:
    """The key that lies on a machine must not be one that decides who is a member."""
    with pytest.raises(DirectoryError, match="offline"):
        Authority(tmp_path / "a").found(KEYS, KEYS[0], threshold=2, now=NOW)


def test_removing_a_member_removes_its_agreements(tmp_path: Path) -> None:
    """No agreement is left with somebody who is not there."""
    publisher = a_directory(tmp_path)

    gone = publisher.authority.remove(["customs-es"], now=NOW)

    assert gone == (
        agreement_path((NodeId("coast-pt"), NodeId("customs-es"))),
        "members/customs-es.json",
    )


def test_removing_an_agreement_leaves_its_members(tmp_path: Path) -> None:
    """Two members may part without leaving."""
    publisher = a_directory(tmp_path)
    publisher.authority.remove(["fiu-nl", "coast-pt"], now=datetime.now(UTC))
    publisher.publish()

    listing = publisher.mirror().refresh()

    assert "fiu-nl" in listing.members
    assert listing.peers_of(NodeId("fiu-nl")) == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (lambda a: a.admit(b"{}", now=NOW), UnknownPeerError),
        (lambda a: a.agree(b"x = 1", ("coast-pt", "fiu-nl"), now=NOW), AgreementError),
        (lambda a: a.agree(AGREEMENT, ("coast-pt", "coast-pt"), now=NOW), UnknownPeerError),
        (lambda a: a.agree(AGREEMENT, ("coast-pt", "nobody"), now=NOW), UnknownPeerError),
        (lambda a: a.remove(["nobody"], now=NOW), UnknownPeerError),
    ],
    ids=["entry", "agreement", "with-itself", "stranger", "removal"],
)
def test_what_cannot_be_is_not_drafted(
    tmp_path: Path, change: object, error: type[NodeError]
) -> None:
    """A mistake is told at once and leaves the draft as it was."""
    publisher = a_directory(tmp_path)

    with pytest.raises(error):
        change(publisher.authority)  # type: ignore[operator] # a function of the table above

    assert publisher.authority.pending() == []


def test_a_snapshot_is_made_when_it_is_due(tmp_path: Path) -> None:
    """Renewing the timestamp makes a new snapshot only when the one there ages."""
    publisher = a_directory(tmp_path)
    now = datetime.now(UTC)

    publisher.publish(now=now)
    assert not (publisher.metadata / "2.snapshot.json").exists()

    publisher.publish(now=now + timedelta(days=5))
    assert (publisher.metadata / "2.snapshot.json").exists()


def test_a_root_that_changes_needs_both_sets_of_keys(tmp_path: Path) -> None:
    """Old keys hand over to new ones; either alone is not enough."""
    publisher: Publisher = a_directory(tmp_path)
    others = [a_signer(number) for number in (4, 5)]
    publisher.authority.found(
        [each.public_key for each in others], ONLINE.public_key, threshold=2, now=NOW
    )

    for person in others:
        publisher.authority.sign(person)
    assert publisher.authority.pending()[0].is_complete is False

    for person in publisher.people[:2]:
        publisher.authority.sign(person)
    assert publisher.authority.pending()[0].is_complete is True
