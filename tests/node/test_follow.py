"""Following the directory: peers come and go with it, and without it nothing is exchanged."""

import asyncio
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from node.diagnose import diagnose
from node.domain.case import CellState
from node.domain.errors import DirectoryError, DirectoryFault, LedgerError
from node.domain.journal import Event
from node.domain.peer import NodeId, Pause
from node.follow import Follower
from node.operator.client import OperatorClient
from node.operator.errors import OperatorError
from tests.factories import TARGET, a_register_of_people
from tests.node.directory.publisher import AGREEMENT, Publisher, an_entry
from tests.node.federation import OFFICER, Member, make_folder, opened, running

T = TypeVar("T")
OWN = "customs-es"
DAY = timedelta(days=1)
SETTINGS = """
[directory]
path = "{path}"
refresh_s = 3600.0
grace_s = 7200.0
"""


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    """Publish a directory in which this node has an agreement with two others."""
    publisher = Publisher(tmp_path)
    publisher.found(OWN, "coast-pt", "fiu-nl")
    return publisher


@contextmanager
def a_node(publisher: Publisher, name: str = OWN) -> Iterator[Member]:
    """Open a node that trusts the directory and has refreshed once."""
    extra = SETTINGS.format(path=publisher.public)
    with opened(make_folder(publisher.folder / name, name, extra=extra)) as member:
        follower_of(member).trust(publisher.root, replaces=False, officer=OFFICER)
        follower_of(member).refresh()
        yield member


def follower_of(member: Member) -> Follower:
    """Return what follows the directory in a node that does."""
    follower = member.application.follower
    assert follower is not None
    return follower


def peers_of(member: Member) -> list[str]:
    """Return the node's peers by name."""
    return [peer.id for peer in member.application.records.peers.all()]


def actions(member: Member) -> list[tuple[object, object]]:
    """Return what was done about members, with whom, in order."""
    entries = member.entries(Event.ADMIN)
    return [(entry.detail["action"], entry.peer) for entry in entries]


def test_members_with_an_agreement_become_peers(publisher: Publisher) -> None:
    """The first list that is accepted says who the peers are, and the journal says so."""
    with a_node(publisher) as member:
        assert peers_of(member) == ["coast-pt", "fiu-nl"]
        assert actions(member) == [
            ("trust-root", None),
            ("admit-peer", "coast-pt"),
            ("admit-peer", "fiu-nl"),
        ]


def test_refreshing_again_changes_nothing(publisher: Publisher) -> None:
    """A list without news leaves no trace."""
    with a_node(publisher) as member:
        before = actions(member)

        follower_of(member).refresh()

        assert actions(member) == before


def test_a_removed_member_is_no_peer_any_more(publisher: Publisher) -> None:
    """A revocation reaches a running node at its next refresh."""
    with a_node(publisher) as member:
        publisher.authority.remove(["fiu-nl"], now=datetime.now(UTC))
        publisher.publish()

        follower_of(member).refresh()

        assert peers_of(member) == ["coast-pt"]
        assert actions(member)[-1] == ("revoke-peer", "fiu-nl")


def test_a_changed_entry_is_taken_over(publisher: Publisher) -> None:
    """A member that moves is found at its new address, and stays paused if it was."""
    with a_node(publisher) as member:
        peers, name = member.application.records.peers, NodeId("fiu-nl")
        peers.revoke(name, revoked=True, entry=member.entries(Event.ADMIN)[0])
        peers.pause(name, Pause("moved"), entry=member.entries(Event.ADMIN)[0])
        address = "fiu.example.org:7400"
        publisher.authority.admit(an_entry("fiu-nl", address=address), now=datetime.now(UTC))
        publisher.publish()

        follower_of(member).refresh()

        peer = peers.get(name)
        assert (peer.entry.address, peer.revoked, peer.pause) == (address, True, Pause("moved"))
        assert actions(member)[-1] == ("change-peer", "fiu-nl")


def test_a_member_with_another_identity_is_admitted_anew(publisher: Publisher) -> None:
    """Only the authority's threshold can put another key in a member's place."""
    with a_node(publisher) as member:
        publisher.authority.admit(an_entry("fiu-nl", seed=7), now=datetime.now(UTC))
        publisher.publish()

        follower_of(member).refresh()

        assert actions(member)[-2:] == [("revoke-peer", "fiu-nl"), ("readmit-peer", "fiu-nl")]


def test_a_changed_agreement_is_taken_over(publisher: Publisher) -> None:
    """What a peer may ask follows the agreement in the list."""
    with a_node(publisher) as member:
        shorter = AGREEMENT.replace(b'"person", "vessel"', b'"vessel"')
        publisher.authority.agree(shorter, (OWN, "fiu-nl"), now=datetime.now(UTC))
        publisher.publish()

        follower_of(member).refresh()

        agreement = member.application.records.peers.get(NodeId("fiu-nl")).agreement
        assert agreement.entity_types == {"vessel"}


def test_a_node_that_is_no_member_has_no_peers(publisher: Publisher) -> None:
    """An expelled node knows nobody any more."""
    with a_node(publisher) as member:
        publisher.authority.remove([OWN], now=datetime.now(UTC))
        publisher.publish()

        follower_of(member).refresh()

        assert peers_of(member) == []


def test_a_refused_list_changes_nothing(publisher: Publisher) -> None:
    """Peers stay as they were, and what is wrong is shown."""
    with a_node(publisher) as member:
        past = publisher.snapshot_of_everything()
        publisher.authority.remove(["fiu-nl"], now=datetime.now(UTC))
        publisher.publish()
        follower_of(member).refresh()
        publisher.show(past)

        with pytest.raises(DirectoryError):
            follower_of(member).refresh()

        assert peers_of(member) == ["coast-pt"]
        assert follower_of(member).standing.fault is DirectoryFault.ROLLBACK
        follower_of(member).require()


def test_a_silent_publisher_is_borne_for_the_grace_time(publisher: Publisher) -> None:
    """The node goes on after the list has expired, and stops with a reason when grace is over."""
    with a_node(publisher) as member:
        follower = follower_of(member)
        shutil.rmtree(publisher.public)

        follower.attempt()
        member.clock.ahead = timedelta(hours=2, minutes=50)
        follower.require()
        assert not follower.standing.is_current(member.clock.now())

        member.clock.ahead = timedelta(hours=3, minutes=10)
        with pytest.raises(DirectoryError, match="nothing is exchanged") as caught:
            follower.require()
        assert caught.value.fault is DirectoryFault.UNREACHABLE


def test_a_list_that_comes_back_is_in_force_again(publisher: Publisher) -> None:
    """One accepted list ends the standstill."""
    with a_node(publisher) as member:
        member.clock.ahead = timedelta(hours=4)
        with pytest.raises(DirectoryError):
            follower_of(member).require()
        publisher.publish(life=timedelta(hours=6))

        follower_of(member).refresh()

        follower_of(member).require()


def test_a_restart_remembers_the_list(publisher: Publisher) -> None:
    """A node that starts while the publisher is down goes on for what is left of the time."""
    with a_node(publisher) as member:
        settings = member.node.settings
    shutil.rmtree(publisher.public)

    with opened(settings) as member:
        follower_of(member).attempt()
        follower_of(member).require()
        assert peers_of(member) == ["coast-pt", "fiu-nl"]


def test_a_node_without_root_exchanges_nothing(publisher: Publisher) -> None:
    """A directory in the settings is not a reason to believe it."""
    extra = SETTINGS.format(path=publisher.public)
    with opened(make_folder(publisher.folder / OWN, OWN, extra=extra)) as member:
        follower_of(member).attempt()

        with pytest.raises(DirectoryError, match="no directory was accepted") as caught:
            follower_of(member).require()

        assert caught.value.fault is DirectoryFault.UNTRUSTED


def test_a_ledger_that_refuses_changes_no_peer(publisher: Publisher) -> None:
    """Changes are all in or none: half a list is nobody's decision."""
    with a_node(publisher) as member:
        publisher.authority.remove(["fiu-nl"], now=datetime.now(UTC))
        publisher.authority.admit(an_entry("coast-pt", country="PT"), now=datetime.now(UTC))
        publisher.publish()
        ledger = member.node.ground.stores.ledger
        with ledger.transaction() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER refuse BEFORE UPDATE ON peer BEGIN SELECT RAISE(ABORT, 'no'); END"
            )

        with pytest.raises(LedgerError):
            follower_of(member).refresh()

        assert peers_of(member) == ["coast-pt", "fiu-nl"]


@pytest.mark.parametrize(
    ("ahead", "result"),
    [(timedelta(), "ok"), (timedelta(hours=2), "ok"), (timedelta(hours=4), "fail")],
    ids=["in-force", "grace", "over"],
)
async def test_doctor_shows_the_directory(
    publisher: Publisher, ahead: timedelta, result: str
) -> None:
    """An administrator sees which list is in force and until when."""
    with a_node(publisher) as member:
        member.clock.ahead = ahead

        checks = {check.name: check for check in await diagnose(member.application)}

        assert checks["directory"].result == result


async def test_doctor_shows_why_a_list_was_refused(publisher: Publisher) -> None:
    """While an older list is in force, a refused one is a warning."""
    with a_node(publisher) as member:
        (publisher.metadata / "timestamp.json").write_bytes(b"{}")
        follower_of(member).attempt()

        checks = {check.name: check for check in await diagnose(member.application)}

        assert checks["directory"].result == "warn"
        assert "cannot be read" in checks["directory"].remedy


class Trio:
    """Two real nodes and the authority that brings them together."""

    def __init__(self, publisher: Publisher, asker: Member, owner: Member) -> None:
        """Keep them."""
        self.publisher, self.asker, self.owner = publisher, asker, owner

    def enrol(self) -> None:
        """Publish both nodes' present entries."""
        for member in (self.asker, self.owner):
            self.publisher.authority.admit(member.application.signed_entry(), now=datetime.now(UTC))
        pair = (self.asker.id, self.owner.id)
        self.publisher.authority.agree(AGREEMENT, pair, now=datetime.now(UTC))
        self.publisher.publish()

    def refresh(self) -> None:
        """Have both nodes follow."""
        for member in (self.asker, self.owner):
            follower = follower_of(member)
            follower.trust(self.publisher.root, replaces=False, officer=OFFICER)
            follower.refresh()

    async def asked(self) -> tuple[CellState, str]:
        """Ask about a known person; return what came of it and the code of a failure."""
        (cell,) = await self.asker.ask(TARGET, peers=(self.owner.id,))
        return cell.state, cell.error_code


async def test_two_nodes_meet_and_part_through_the_directory(tmp_path: Path) -> None:
    """Members exchange after one refresh, and a revoked one gets no answer after the next."""
    publisher = Publisher(tmp_path)
    publisher.found()
    extra = SETTINGS.format(path=publisher.public)
    folders = [make_folder(tmp_path / name, name, extra=extra) for name in ("asker-pa", "owner-es")]
    async with running(folders[0]) as asker, running(folders[1]) as owner:
        trio = Trio(publisher, asker, owner)
        trio.enrol()
        trio.refresh()
        owner.load("persons", a_register_of_people())
        assert await trio.asked() == (CellState.HIT, "")

        publisher.authority.remove([asker.id], now=datetime.now(UTC))
        publisher.publish()
        follower_of(owner).refresh()
        state, _ = await trio.asked()
        assert state is not CellState.HIT
        assert peers_of(owner) == []

        trio.enrol()
        trio.refresh()
        assert await trio.asked() == (CellState.HIT, "")

        asker.clock.ahead = 2 * DAY
        assert await trio.asked() == (CellState.FAILED, "DIRECTORY")


@pytest.mark.parametrize("renews", ["asker-pa", "owner-es"])
async def test_a_certificate_changes_without_an_outage(tmp_path: Path, renews: str) -> None:
    """Published beside the old one, then shown, then alone: no query fails, whoever renews it."""
    publisher = Publisher(tmp_path)
    publisher.found()
    extra = SETTINGS.format(path=publisher.public)
    folders = [make_folder(tmp_path / name, name, extra=extra) for name in ("asker-pa", "owner-es")]
    async with running(folders[0]) as asker, running(folders[1]) as owner:
        trio = Trio(publisher, asker, owner)
        trio.enrol()
        trio.refresh()
        owner.load("persons", a_register_of_people())
        renewing, other = (asker, owner) if renews == asker.id else (owner, asker)
        with OperatorClient(renewing.node.settings.folder) as told:
            keys = told.keys

            async def change(step: Callable[[], object]) -> None:
                await _in_thread(step)
                await asker.node.line.close()  # An open connection would hide a failing handshake.
                assert await trio.asked() == (CellState.HIT, "")

            await change(lambda: keys.renew_certificate(officer=OFFICER))
            with pytest.raises(OperatorError, match="does not list"):
                await _in_thread(lambda: keys.use_certificate(is_forced=False, officer=OFFICER))
            trio.enrol()
            await change(trio.refresh)
            await change(lambda: keys.use_certificate(is_forced=False, officer=OFFICER))
            trio.enrol()
            await change(trio.refresh)

        shown = other.application.records.peers.get(renewing.id).entry.certificate
        assert shown == renewing.application.keys.papers.current


async def test_the_socket_tells_and_commands(tmp_path: Path) -> None:
    """Officers trust a root and refresh over the node's socket; peers are not added by hand."""
    publisher = Publisher(tmp_path)
    publisher.found(OWN, "fiu-nl")
    extra = SETTINGS.format(path=publisher.public)
    async with running(make_folder(tmp_path / OWN, OWN, extra=extra)) as member:
        with OperatorClient(member.node.settings.folder) as told:
            before = await _in_thread(told.directory.get)
            after = await _in_thread(
                lambda: told.directory.trust(publisher.root, replaces=False, officer=OFFICER)
            )
            again = await _in_thread(lambda: told.directory.refresh(officer=OFFICER))
            with pytest.raises(OperatorError, match="follows a directory"):
                await _in_thread(
                    lambda: told.add_peer(an_entry("solo-pa"), agreement=AGREEMENT, officer=OFFICER)
                )

    assert (before.is_followed, before.is_in_force) == (True, False)
    assert (after.is_in_force, after.members, after.version) == (True, 2, 1)
    assert again.accepted_at is not None


async def test_a_node_without_directory_says_so(tmp_path: Path) -> None:
    """Two nodes that add each other by hand need no authority."""
    async with running(make_folder(tmp_path / OWN, OWN)) as member:
        with OperatorClient(member.node.settings.folder) as told:
            shown = await _in_thread(told.directory.get)
            with pytest.raises(OperatorError, match="follows no directory"):
                await _in_thread(lambda: told.directory.refresh(officer=OFFICER))

    assert (shown.is_followed, shown.is_in_force) == (False, True)


async def _in_thread(step: Callable[[], T]) -> T:
    """Run a blocking call beside the node that serves it."""
    return await asyncio.to_thread(step)
