"""What has been kept long enough goes, and the journal vouches for it."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from matching.subject import EntityType
from node import config
from node.domain.journal import Event
from node.domain.quota import Spending
from tests.factories import TARGET, VESSEL, asked, people
from tests.node.federation import OFFICER, Member, make_folder, opened
from tests.node.questions import a_query, told


@pytest.fixture
def owner(tmp_path: Path) -> Iterator[Member]:
    """Open a node that has answered one query of a peer."""
    with (
        opened(make_folder(tmp_path / "a", "customs-es")) as asker,
        opened(make_folder(tmp_path / "b", "fiu-nl")) as owner,
    ):
        owner.knows(asker)
        owner.load("persons", [*people(5), TARGET])
        told(owner, asker, a_query(owner, asked(TARGET)))
        yield owner


def test_a_young_node_has_nothing_to_tidy(owner: Member) -> None:
    """On the same day everything stays."""
    tidied = owner.node.housekeeping.tidy()

    assert (tidied.answers, tidied.counts, tidied.entries) == (0, 0, 0)


def test_given_answers_and_counts_go_after_a_day(owner: Member) -> None:
    """The answer and the day's counts are gone; the journal stays."""
    stores = owner.node.ground.stores
    today = owner.clock.now().date()
    owner.clock.ahead += timedelta(days=1, hours=1)

    tidied = owner.node.housekeeping.tidy()

    assert (tidied.answers, tidied.counts, tidied.entries) == (1, 1, 0)
    spending = Spending(next(iter(stores.peers.all())).id, OFFICER, "", today)
    assert stores.quota.spent(spending) == (0, 0)
    assert len(owner.entries(Event.QUERY_IN)) == 1


def test_message_ids_go_when_they_have_expired(owner: Member) -> None:
    """An id is remembered as long as its message could be let in, and no longer."""
    replay = owner.node.ground.stores.replay
    replay.first_seen(b"young", datetime.now(UTC) + timedelta(days=9))
    replay.first_seen(b"old", datetime.now(UTC) - timedelta(minutes=1))

    assert owner.node.housekeeping.tidy().messages == 1
    assert not replay.first_seen(b"young", datetime.now(UTC) + timedelta(days=9))


def test_entries_are_erased_after_their_retention(owner: Member) -> None:
    """What was kept long enough is a tombstone for which an entry vouches; the journal verifies."""
    owner.clock.ahead += timedelta(days=owner.node.settings.retention.journal_days + 2)

    tidied = owner.node.housekeeping.tidy()

    assert tidied.entries > 0
    assert owner.entries(Event.QUERY_IN, Event.DISCLOSE) == []
    [erasing] = owner.entries(Event.ERASE)
    assert (erasing.officer, erasing.detail["count"]) == ("node", tidied.entries)
    report = owner.application.verify()
    assert (report.is_intact, report.tombstones) == (True, tidied.entries)


def test_tidying_twice_erases_once(owner: Member) -> None:
    """Where nothing is due, nothing is written."""
    owner.clock.ahead += timedelta(days=owner.node.settings.retention.journal_days + 2)
    owner.node.housekeeping.tidy()

    assert owner.node.housekeeping.tidy().entries == 0
    assert len(owner.entries(Event.ERASE)) == 1


def test_old_generations_go_and_the_last_two_stay(owner: Member) -> None:
    """Of each register as many generations stay as the settings say, the present one included."""
    loaded = [owner.load("persons", people(3)).generation for _ in range(3)]
    vessels = owner.load("vessels", [VESSEL], kind=EntityType.VESSEL).generation

    owner.node.housekeeping.tidy()

    folder = owner.node.settings.folder / config.GENERATIONS
    assert {path.name for path in folder.iterdir()} == {*loaded[-2:], vessels}


def test_what_still_answers_is_not_tidied(owner: Member) -> None:
    """A register that was removed answers until the next start, so its files stay until then."""
    settings = owner.node.settings
    [generation] = owner.application.records.registers.all()
    entry = owner.entries(Event.LOAD)[0]
    owner.application.records.registers.remove("persons", entry=entry)

    owner.node.housekeeping.tidy()

    assert (settings.folder / config.GENERATIONS / generation.id).exists()


async def test_a_failure_waits_for_the_next_time(
    owner: Member, capfd: pytest.CaptureFixture[str]
) -> None:
    """A node that cannot tidy goes on, and its log says so without repeating what failed."""
    ground = owner.node.ground
    folder = owner.node.settings.folder / config.GENERATIONS
    folder.rename(folder.with_name("away"))
    tidying = asyncio.create_task(owner.node.housekeeping.run(interval_s=0.01))
    while "housekeeping failed" not in (said := capfd.readouterr().err):  # noqa: ASYNC110 - its log tells
        await asyncio.sleep(0.01)
    folder.with_name("away").rename(folder)
    while "housekeeping done" not in (said := said + capfd.readouterr().err):  # noqa: ASYNC110 - its log
        await asyncio.sleep(0.01)
    tidying.cancel()

    assert "FileNotFoundError" in said
    assert len(ground.shelf.all()) == 1
