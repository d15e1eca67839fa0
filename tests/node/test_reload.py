"""A register that is loaded again holds the same records: alerts find them and do not double."""

import sqlite3
from pathlib import Path

import pytest

from matching.subject import EntityType
from node import config
from node.decide import Ruling
from node.domain.alert import AlertState, Direction
from node.domain.exchange import Outcome
from node.domain.reason import Verdict
from node.ingest import Load
from node.store.vault import FILE_NAME
from tests.factories import TARGET, Fields, a_justification, asked, people, rows
from tests.node.federation import OFFICER, Member, make_folder, opened
from tests.node.questions import a_query

REGISTER: list[Fields] = [{"id": ("R-7",), **TARGET}, *people(4)]


def tell(owner: Member, case: str) -> None:
    """Answer a peer that asks about somebody in the register."""
    [peer] = owner.application.records.peers.all()
    justification = a_justification(case_reference=case)
    query = a_query(owner, asked(TARGET), justification=justification)
    answer, _ = owner.answerer.ask(peer.id, query, query_hash=bytes(32), checkpoint="")
    assert answer.subjects[0].outcome is Outcome.HIT


def locators(owner: Member) -> set[bytes]:
    """Read under what the vault on the disk keeps its records."""
    current = owner.application.records.registers.current("persons")
    path = owner.node.settings.folder / config.GENERATIONS / current.id / FILE_NAME
    with sqlite3.connect(path) as connection:
        return {row[0] for row in connection.execute("SELECT locator FROM record")}


@pytest.mark.parametrize("numbered", [True, False], ids=["with an id", "without"])
def test_an_alert_finds_its_record_after_a_load(tmp_path: Path, *, numbered: bool) -> None:
    """What an analyst was alerted of can be opened when the register was loaded again."""
    register = REGISTER if numbered else [TARGET, *people(4)]
    with (
        opened(make_folder(tmp_path / "a", "customs-es")) as asker,
        opened(make_folder(tmp_path / "b", "fiu-nl")) as owner,
    ):
        owner.knows(asker)
        owner.load("persons", register)
        tell(owner, "CASE-RELOAD")
        [alert] = owner.alerts(Direction.INCOMING)
        before = locators(owner)

        owner.load("persons", list(reversed(register)))

        review = owner.application.review
        reviewed = review.get(alert.id, officer=OFFICER, with_record=True)
        assert reviewed.record["name"] == TARGET["name"]
        assert not before & locators(owner)


def test_the_same_pair_is_one_alert_across_loads(tmp_path: Path) -> None:
    """Nobody is alerted twice of one record; a dismissal stands while nothing has changed."""
    with (
        opened(make_folder(tmp_path / "a", "customs-es")) as asker,
        opened(make_folder(tmp_path / "b", "fiu-nl")) as owner,
    ):
        owner.knows(asker)
        owner.load("persons", REGISTER)
        tell(owner, "CASE-ONCE")
        [alert] = owner.alerts(Direction.INCOMING)
        other = Ruling(Verdict.DISMISSED, "different-subject")
        owner.application.desk.decider.decide(alert.id, other, officer=OFFICER)

        owner.load("persons", REGISTER)
        tell(owner, "CASE-ONCE")

        [again] = owner.alerts(Direction.INCOMING)
        assert (again.id, again.state, again.times) == (alert.id, AlertState.DISMISSED, 2)
        assert again.reference == alert.reference


def test_rows_that_say_the_same_are_records_of_their_own(tmp_path: Path) -> None:
    """Without ids nobody can say that two rows are one; neither is lost."""
    with opened(make_folder(tmp_path / "b", "fiu-nl")) as owner:
        wanted = Load("persons", EntityType.PERSON, "persons.csv", OFFICER)
        twice = rows(TARGET, TARGET, TARGET)

        loaded = owner.application.ingest.load(wanted, twice, progress=lambda *_: None)

        assert (loaded.records, loaded.rejected) == (3, 0)
        assert len(locators(owner)) == 3
