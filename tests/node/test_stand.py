"""Standing queries between real nodes: kept, matched when a register changes, told once, ended."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from matching.subject import EntityType
from node.casework import NewSubject
from node.decide import Ruling
from node.domain.alert import Direction
from node.domain.case import Cell, CellState, Closing
from node.domain.errors import JustificationError, NotFoundError, UnknownPeerError
from node.domain.exchange import Refusal
from node.domain.journal import Event
from node.domain.reason import Verdict
from node.domain.standing import Held, StandingQuery, StandingState
from node.stand import Wish
from tests.factories import (
    SHIELDED,
    STRANGER,
    TARGET,
    Fields,
    a_justification,
    an_agreement,
    people,
)
from tests.node.federation import OFFICER, Member, federation

pytestmark = pytest.mark.asyncio(loop_scope="module")

AGREED = an_agreement(standing=True, standing_days=60, overlap=True)


class Pair:
    """One whose queries stand, and one that keeps them."""

    def __init__(self, asker: Member, owner: Member) -> None:
        """Keep both."""
        self.asker = asker
        self.owner = owner

    def case(self, reference: str, *subjects: Fields) -> None:
        """Open a case of some persons at the asker."""
        casework = self.asker.application.casework
        casework.open(a_justification(case_reference=reference), officer=OFFICER)
        new = [
            NewSubject(f"S{number}", "courier", EntityType.PERSON, fields)
            for number, fields in enumerate(subjects, 1)
        ]
        casework.add(reference, new, officer=OFFICER)

    async def stand(self, reference: str, **wish: object) -> list[Cell]:
        """Let the subjects of a case stand."""
        stander = self.asker.application.standing.stander
        return await stander.create(reference, Wish(**wish), officer=OFFICER)  # type: ignore[arg-type] # a test says what it wishes

    async def load(self, *records: Fields) -> int:
        """Load the owner's register anew, watch, and let what is to be told arrive."""
        await asyncio.to_thread(self.owner.load, "persons", [*people(5), *records])
        return await self.watch()

    async def watch(self) -> int:
        """Watch, and let what is to be told arrive; return how many alerts arose."""
        found = await asyncio.to_thread(self.owner.node.watcher.look)
        await self.owner.node.notifier.deliver()
        return found

    def held(self) -> list[Held]:
        """Return what the owner keeps."""
        return self.owner.application.standing.book.held.all()

    def ours(self, **wanted: object) -> list[StandingQuery]:
        """Return what stands for the asker."""
        return self.asker.application.standing.queries.all(**wanted)  # type: ignore[arg-type] # a test says what it wants

    def hits(self, case: str) -> list[str]:
        """Return the references of the hits that the asker has heard of."""
        return [alert.reference for alert in self.asker.alerts(Direction.OUTGOING, case=case)]

    async def tell(self) -> None:
        """Let what the asker has to say arrive."""
        await self.asker.node.notifier.deliver()


@asynccontextmanager
async def agreed(folder: Path) -> AsyncIterator[Pair]:
    """Run two nodes whose agreement lets queries stand; the owner holds nobody of note."""
    async with federation(folder, "customs-es", "fiu-nl") as (asker, owner):
        asker.knows(owner, AGREED)
        owner.knows(asker, AGREED)
        owner.load("persons", people(5))
        yield Pair(asker, owner)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shared(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Pair]:
    """Run a pair for all tests that leave keys, clocks and agreements as they are."""
    async with agreed(tmp_path_factory.mktemp("stand")) as pair:
        yield pair


@pytest_asyncio.fixture(loop_scope="module")
async def pair(shared: Pair) -> Pair:
    """Return the shared pair with nothing standing, and nobody of note in the register."""
    book = shared.owner.application.standing.book
    for held in shared.held():
        book.cancel(held.peer, held.id)
    await shared.load()
    return shared


@pytest_asyncio.fixture(loop_scope="module")
async def fresh(tmp_path: Path) -> AsyncIterator[Pair]:
    """Run a pair for one test that changes more."""
    async with agreed(tmp_path) as pair:
        yield pair


async def test_a_record_that_is_loaded_later_is_told_once(pair: Pair) -> None:
    """The asker hears of it without asking, its matrix shows it, and never a second time."""
    pair.case("STAND-1", TARGET, STRANGER)
    async for _ in pair.asker.application.investigator.run("STAND-1", peers=(), officer=OFFICER):
        pass
    cells = await pair.stand("STAND-1")
    assert [cell.state for cell in cells] == [CellState.NO_HIT, CellState.NO_HIT]
    assert await pair.watch() == 0

    assert await pair.load(TARGET) == 1
    assert len(pair.hits("STAND-1")) == 1
    [incoming] = pair.owner.alerts(Direction.INCOMING, case="STAND-1")
    assert incoming.reference in pair.hits("STAND-1")

    assert await pair.load(TARGET) == 0
    assert await pair.watch() == 0
    assert len(pair.hits("STAND-1")) == 1
    assert pair.owner.alerts(Direction.INCOMING, case="STAND-1")[0].times == 1
    records = pair.asker.application.records
    (run,) = records.runs.of_case("STAND-1")
    turned = {cell.subject: cell.state for cell in records.runs.cells(run.id)}
    assert turned == {"S1": CellState.HIT, "S2": CellState.NO_HIT}
    combined = [
        entry
        for entry in pair.owner.entries(Event.COMBINE)
        if entry.detail.get("action") and entry.case_reference == "STAND-1"
    ]
    assert [entry.match_count for entry in combined] == [1, 0]


async def test_what_was_told_in_the_answer_is_not_told_again(pair: Pair) -> None:
    """A hit of the first answer is no news when the register is loaded again."""
    await pair.load(TARGET)
    pair.case("STAND-2", TARGET)
    (cell,) = await pair.stand("STAND-2")
    assert cell.state is CellState.HIT

    assert await pair.load(TARGET) == 0
    assert len(pair.hits("STAND-2")) == 1


async def test_a_possible_match_waits_for_the_analyst(pair: Pair) -> None:
    """What a changed register makes possible is decided by the owner first, and told then."""
    pair.case("STAND-3", {"name": TARGET["name"]})
    await pair.stand("STAND-3")

    assert await pair.load(TARGET) == 1
    assert pair.hits("STAND-3") == []

    [alert] = pair.owner.alerts(Direction.INCOMING, case="STAND-3")
    same = Ruling(Verdict.CONFIRMED, "same-subject-verified")
    decider = pair.owner.application.desk.decider
    await asyncio.to_thread(decider.decide, alert.id, same, officer="officer-2")
    await pair.owner.node.notifier.deliver()
    assert pair.hits("STAND-3") == [alert.reference]


async def test_a_witness_is_never_told(pair: Pair) -> None:
    """A record that is protected raises an alert of its owner alone."""
    pair.case("STAND-4", {name: SHIELDED[name] for name in ("name", "birth_date", "passport")})
    await pair.stand("STAND-4")

    assert await pair.load(SHIELDED) == 1
    assert pair.hits("STAND-4") == []
    assert len(pair.owner.alerts(Direction.INCOMING, case="STAND-4")) == 1


async def test_the_desk_of_a_rule_hears_of_who_is_loaded_later(fresh: Pair) -> None:
    """What stands is routed as what is asked: by the rules of the policy, not the usual desk."""
    rule = b'version = 1\n[[protection]]\ndesk = "centre"\nreason = "r"\noffences = ["drugs.*"]\n'
    fresh.owner.application.safeguards.governor.put(rule, officer=OFFICER)
    fresh.case("STAND-5", {name: SHIELDED[name] for name in ("name", "birth_date", "passport")})
    await fresh.stand("STAND-5")
    await fresh.load(SHIELDED)

    [alert] = fresh.owner.alerts(Direction.INCOMING, case="STAND-5")
    assert alert.contact_point == "centre"


async def test_without_the_agreement_nothing_stands(fresh: Pair) -> None:
    """Neither side keeps anything that the agreement does not let stand, whoever forgot it."""
    fresh.case("STAND-5", TARGET)
    fresh.owner.knows(fresh.asker)
    (cell,) = await fresh.stand("STAND-5")
    assert (cell.state, cell.refusal) == (CellState.REFUSED, Refusal.STANDING)
    assert fresh.owner.entries(Event.REFUSE)[-1].results == (f"refused:{Refusal.STANDING}",)

    fresh.asker.knows(fresh.owner)
    asked = len(fresh.owner.entries())
    with pytest.raises(UnknownPeerError):
        await fresh.stand("STAND-5")
    (cell,) = await fresh.stand("STAND-5", peers=("fiu-nl",))
    assert (cell.state, cell.refusal) == (CellState.REFUSED, Refusal.STANDING)
    assert len(fresh.owner.entries()) == asked
    assert (fresh.held(), fresh.ours()) == ([], [])


async def test_an_ordinary_query_leaves_nothing(pair: Pair) -> None:
    """Nothing is kept of traffic that did not ask for it, whatever the agreement would allow."""
    await pair.asker.ask(TARGET)

    assert pair.held() == []


async def test_what_is_kept_is_sealed(pair: Pair) -> None:
    """On the disk lie neither names nor the pseudonyms that were sent, only ciphertext."""
    pair.case("STAND-6", TARGET)
    await pair.stand("STAND-6")

    [held] = pair.held()
    book = pair.owner.application.standing.book
    [asked] = book.subjects(held)
    files = [path.read_bytes() for path in pair.owner.node.settings.folder.glob("ledger*")]
    leaves = [leaf.raw for leaf in asked.subject.leaves()]
    assert leaves
    assert not any(leaf in content for content in files for leaf in leaves)


async def test_it_ends_with_its_case(pair: Pair) -> None:
    """When the case is closed, the holder deletes what it kept, and finds nothing more."""
    pair.case("STAND-7", TARGET)
    await pair.stand("STAND-7")

    closing = Closing.SOLVED
    work = pair.asker.application.casework
    await asyncio.to_thread(work.close, "STAND-7", closing, officer=OFFICER)
    await pair.tell()

    assert pair.held() == []
    [ended] = pair.ours(case_reference="STAND-7")
    assert ended.state is StandingState.CASE_CLOSED
    assert await pair.load(TARGET) == 0
    assert pair.owner.entries(Event.STAND_IN)[-1].detail["action"] == "case-closed"


async def test_the_holder_ends_it_and_says_so(pair: Pair) -> None:
    """A holder may end what it keeps, and its asker sees that it stands no longer."""
    pair.case("STAND-8", TARGET)
    await pair.stand("STAND-8")
    [held] = pair.held()
    book = pair.owner.application.standing.book

    assert book.cancel(held.peer, held.id, officer="officer-9")
    await pair.owner.node.notifier.deliver()

    [ended] = pair.ours(case_reference="STAND-8")
    assert ended.state is StandingState.CANCELLED
    assert not book.cancel(held.peer, held.id)


async def test_it_ends_with_the_agreement(fresh: Pair) -> None:
    """What no agreement lets stand any more is deleted before the next look, and the asker told."""
    fresh.case("STAND-9", TARGET)
    await fresh.stand("STAND-9")
    fresh.owner.knows(fresh.asker)

    assert await fresh.load(TARGET) == 0
    assert fresh.held() == []
    assert [each.state for each in fresh.ours()] == [StandingState.CANCELLED]


async def test_it_expires_on_both_sides(fresh: Pair) -> None:
    """Its life is that of the agreement where that is shorter; then it is gone by itself."""
    fresh.case("STAND-10", TARGET)
    await fresh.stand("STAND-10")
    [held] = fresh.held()
    assert held.until - held.begun_at < timedelta(days=61)

    for member in (fresh.owner, fresh.asker):
        member.clock.ahead += timedelta(days=60, minutes=1)
    assert await fresh.load(TARGET) == 0
    await fresh.asker.application.standing.stander.keep_up()

    assert fresh.held() == []
    assert [each.state for each in fresh.ours()] == [StandingState.EXPIRED]


async def test_a_run_leaves_what_it_did_not_find(pair: Pair) -> None:
    """What a peer has found stands nowhere; the reason is journalled; again adds nothing."""
    await pair.load(TARGET)
    pair.case("STAND-15", TARGET, STRANGER)
    stander = pair.asker.application.standing.stander
    async for _ in pair.asker.application.investigator.run("STAND-15", peers=(), officer=OFFICER):
        pass
    wish = Wish(reason="second container expected")

    [left] = await stander.leave("STAND-15", wish, officer=OFFICER)
    again = await stander.leave("STAND-15", wish, officer=OFFICER)

    assert (left.subject, left.state, again) == ("S2", CellState.NO_HIT, [])
    [standing] = pair.ours(case_reference="STAND-15")
    assert standing.subjects == ("S2",)
    assert pair.owner.entries(Event.STAND_IN)[-1].detail["reason"] == wish.reason
    with pytest.raises(NotFoundError):
        await stander.leave("STAND-15", wish, officer="officer-of-no-team")


async def test_a_peer_that_has_not_agreed_keeps_nothing_of_a_run(fresh: Pair) -> None:
    """It is not asked again, and the officer hears why."""
    fresh.case("STAND-16", STRANGER)
    async for _ in fresh.asker.application.investigator.run("STAND-16", peers=(), officer=OFFICER):
        pass
    fresh.asker.knows(fresh.owner, an_agreement())
    stander = fresh.asker.application.standing.stander

    [cell] = await stander.leave("STAND-16", Wish(), officer=OFFICER)

    assert (cell.state, cell.refusal) == (CellState.NOT_ASKED, Refusal.STANDING)
    assert not fresh.ours(case_reference="STAND-16")
    assert not fresh.held()


async def test_it_is_renewed_for_a_reason(pair: Pair) -> None:
    """Another life needs another reason, which both sides journal."""
    pair.case("STAND-11", TARGET)
    await pair.stand("STAND-11", days=10)
    stander = pair.asker.application.standing.stander
    [before] = pair.held()

    with pytest.raises(JustificationError):
        await stander.renew("STAND-11", Wish(reason=" "), officer=OFFICER)
    wish = Wish(days=30, reason="second container")
    with pytest.raises(NotFoundError):
        await stander.renew("STAND-11", wish, officer="officer-of-no-team")
    await stander.renew("STAND-11", wish, officer=OFFICER)

    [after] = pair.held()
    assert (after.id, after.begun_at) == (before.id, before.begun_at)
    assert after.until - before.until > timedelta(days=19)
    for member, event in ((pair.asker, Event.STAND_OUT), (pair.owner, Event.STAND_IN)):
        entry = member.entries(event)[-1]
        assert (entry.officer, entry.detail["action"]) == (OFFICER, "renew")
        assert entry.detail["reason"] == "second container"
    with pytest.raises(NotFoundError):
        await stander.renew("STAND-none", wish, officer=OFFICER)


async def test_it_follows_the_holders_keys(fresh: Pair) -> None:
    """After a rotation the asker sends it again by itself, and it goes on matching."""
    fresh.case("STAND-12", TARGET)
    await fresh.stand("STAND-12")
    rotation = fresh.owner.application.keys.rotation
    await asyncio.to_thread(rotation.rotate, EntityType.PERSON, officer=OFFICER)
    for member in (fresh.owner, fresh.asker):
        # The announcement that the asker has heard names the old keys alone.
        member.clock.ahead += timedelta(minutes=45)

    assert await fresh.asker.application.standing.stander.keep_up() == 1

    [held] = fresh.held()
    assert held.epoch == 2
    assert [each.epoch for each in fresh.ours()] == [2]
    assert await fresh.load(TARGET) == 1
    assert len(fresh.hits("STAND-12")) == 1
    assert await fresh.asker.application.standing.stander.keep_up() == 0


async def test_what_stands_is_not_asked_twice(pair: Pair) -> None:
    """Letting a case stand again sends only what is new in it."""
    pair.case("STAND-13", TARGET)
    await pair.stand("STAND-13")
    new = [NewSubject("S2", "courier", EntityType.PERSON, STRANGER)]
    pair.asker.application.casework.add("STAND-13", new, officer=OFFICER)

    cells = await pair.stand("STAND-13")

    assert [cell.subject for cell in cells] == ["S2"]
    standing = pair.ours(case_reference="STAND-13")
    assert [each.subjects for each in standing] == [("S1",), ("S2",)]
    assert await pair.stand("STAND-13") == []
