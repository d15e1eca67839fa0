"""After retention contents go, and everything that was signed still verifies."""

from datetime import timedelta
from pathlib import Path

import pytest

from node.domain.errors import JustificationError
from node.domain.journal import Event
from node.domain.selection import Selection
from node.evidence.bundle import read_bundle
from node.evidence.check import check_bundle
from tests.factories import TARGET
from tests.node.evidence.bundles import ASKER, OWNER, export
from tests.node.federation import OFFICER, federation


async def test_erased_and_held_entries_verify(tmp_path: Path) -> None:
    """A node erases what it has kept for three years but for what a procedure holds."""
    async with federation(tmp_path, OWNER, ASKER) as (owner, asker):
        owner.load("persons", [TARGET])
        await asker.ask(TARGET)
        auditor = owner.application.auditor
        (query,) = auditor.search(Selection(event=Event.QUERY_IN), limit=9, officer=OFFICER)
        auditor.hold(query.index, "DPA  2026/17", officer=OFFICER)
        owner.clock.ahead = timedelta(days=1200)

        erased = auditor.erase(None, officer=OFFICER)
        bundle = read_bundle(export(owner, tmp_path / "out"))

        check_bundle(bundle)
        assert owner.application.verify().is_intact
        assert len(bundle.erased) == erased > 0
        assert bundle.entries[query.index] == query.entry
        auditor.hold(query.index, "", officer=OFFICER)
        assert auditor.erase(None, officer=OFFICER) > 0
        assert owner.application.verify().is_intact


async def test_a_selection_vouches_for_tombstones(tmp_path: Path) -> None:
    """A bundle about one case still shows who erased what, and hides the rest behind hashes."""
    async with federation(tmp_path, OWNER, ASKER) as (owner, asker):
        owner.load("persons", [TARGET])
        await asker.ask(TARGET)
        owner.clock.ahead = timedelta(days=1200)
        owner.application.auditor.erase(None, officer=OFFICER)
        wanted = Selection(case_reference="NO-SUCH-CASE")

        bundle = read_bundle(export(owner, tmp_path / "out", wanted))

    check_bundle(bundle)
    told = [entry.event for entry in bundle.entries.values()]
    assert told == [Event.ERASE, Event.READ]
    assert bundle.receipts == ()
    assert bundle.selection == {"case_reference": "NO-SUCH-CASE"}


async def test_nothing_is_erased_before_its_time(tmp_path: Path) -> None:
    """No day to come can be named."""
    async with federation(tmp_path, OWNER) as (owner,):
        tomorrow = owner.clock.now().date() + timedelta(days=1)

        with pytest.raises(JustificationError, match="before its time"):
            owner.application.auditor.erase(tomorrow, officer=OFFICER)
