"""Policy, gate, guard and disclosure among real nodes: what the asker and the owner see."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from node.disclose import Proposal
from node.domain.alert import AlertMoveError, AlertState, Direction
from node.domain.case import Cell, CellState
from node.domain.disclosure import DecisionState
from node.domain.errors import JustificationError, NotFoundError, PolicyError, RefusedError
from node.domain.exchange import Handling, Refusal
from node.domain.guard import AlarmState, Sign
from node.domain.journal import Event
from tests.factories import (
    OWNERS_OWN,
    SHIELDED,
    STRANGER,
    TARGET,
    Fields,
    a_justification,
    a_register_of_people,
)
from tests.node.federation import Member, federation

KNOWN: Fields = {**TARGET, "name": ("Rosalba Iturmendi",), "id": ("R-17",), "passport": ("XY1",)}
CANARY: Fields = {**STRANGER, "id": ("C-1",), "disclosure": ("canary",)}
GATE = b"""
version = 1
senior_officers = ["officer-chief"]
[[gate]]
name = "death-penalty"
reason = "it may be"
offences = ["drugs.*"]
countries = ["ES"]
"""
POLICY_OF_DESKS = b"""
version = 1
[[protection]]
desk = "centre"
reason = "children first"
categories = ["minor"]
[[protection]]
desk = "protection"
reason = "women answer there"
categories = ["victim"]
genders = ["female"]
"""
LATER = date(2099, 1, 1)


class Pair:
    """An asker and an owner with a register."""

    def __init__(self, asker: Member, owner: Member) -> None:
        """Keep both."""
        self.asker = asker
        self.owner = owner
        self.safeguards = owner.application.safeguards

    def settle(self, document: bytes) -> None:
        """Put a policy in force at the owner."""
        self.safeguards.governor.put(document, officer="officer-chief")

    async def ask(
        self, fields: Fields, *, case: str = "CASE-1", officer: str = "o-1", **reasons: object
    ) -> Cell:
        """Ask the owner about one person; return its cell."""
        justification = a_justification(case_reference=case, **reasons)
        (cell,) = await self.asker.ask(fields, justification=justification, officer=officer)
        return cell


@pytest_asyncio.fixture
async def pair(tmp_path: Path) -> AsyncIterator[Pair]:
    """Run two nodes; one has a register with a canary in it."""
    async with federation(tmp_path, "customs-es", "fiu-nl") as (asker, owner):
        owner.load("persons", a_register_of_people(KNOWN, CANARY))
        yield Pair(asker, owner)


def asked(fields: Fields) -> Fields:
    """Return what an officer knows of a person: nothing of the register's own columns."""
    return {name: fields[name] for name in ("name", "birth_date", "passport") if name in fields}


async def test_a_policy_takes_effect_between_two_queries(pair: Pair) -> None:
    """Without a restart, and journalled by its digest."""
    before = await pair.ask(TARGET)
    pair.settle(b'version = 1\ndefault.disclosure = "centre"\ndefault.handling = "H2"\n')
    after = await pair.ask(TARGET)

    assert (before.contact_point, before.handling) == ("duty", Handling.H1)
    assert (after.contact_point, after.handling) == ("centre", Handling.H2)
    (entry,) = [e for e in pair.owner.entries(Event.ADMIN) if "policy" in e.detail]
    assert entry.detail["policy"] == pair.safeguards.governor.digest


@pytest.mark.parametrize(
    ("rules", "refusal"),
    [
        ('purposes = ["corruption"]', Refusal.PURPOSE),
        ('offences = ["laundering"]', Refusal.OFFENCE),
        ('entity_types = ["vessel"]', Refusal.ENTITY_TYPE),
        ('categories = ["convicted"]', Refusal.CATEGORY),
        ("quotas.officer.subjects = 0", Refusal.QUOTA),
    ],
)
async def test_each_refusal_reaches_the_asker_by_its_code(
    pair: Pair, rules: str, refusal: Refusal
) -> None:
    """The asker sees why in one word, and both sides have it in their journals."""
    pair.settle(f"version = 1\n[peer.customs-es]\n{rules}\n".encode())

    cell = await pair.ask(TARGET)

    assert (cell.state, cell.refusal) == (CellState.REFUSED, refusal)
    assert pair.owner.entries(Event.REFUSE)[-1].results == (f"refused:{refusal}",)


async def test_a_wrong_policy_changes_nothing(pair: Pair) -> None:
    """Neither what is in force nor the journal."""
    with pytest.raises(PolicyError):
        pair.settle(b'version = 1\nprotection_desk = "nowhere"\n')

    assert pair.safeguards.governor.document == b""
    assert [e for e in pair.owner.entries(Event.ADMIN) if "policy" in e.detail] == []


async def test_a_draft_is_tried_on_what_was_asked(pair: Pair) -> None:
    """Each request of the past is judged anew."""
    await pair.ask(TARGET)

    tried = pair.safeguards.governor.rehearse(b"version = 1\ndefault.purposes = []\n")

    (change,) = tried.changes
    assert (change.peer, change.was, change.would_be) == (
        "customs-es",
        "answered",
        Refusal.PURPOSE,
    )
    assert tried.requests == change.count > 0


async def test_a_held_hit_is_no_hit_until_an_assurance_covers_its_case(pair: Pair) -> None:
    """The owner sees it held; after the assurance the same question is answered."""
    pair.settle(GATE)

    held = await pair.ask(TARGET)
    (alert,) = pair.owner.alerts(Direction.INCOMING)
    opened = pair.safeguards.assurer.assure(
        alert.id, statement="MoJ 2026/114", officer="officer-chief"
    )
    told = await pair.ask(TARGET)
    elsewhere = await pair.ask(TARGET, case="CASE-2")

    assert (held.state, alert.state, alert.hold) == (
        CellState.NO_HIT,
        AlertState.HELD,
        "death-penalty",
    )
    assert (opened.state, told.state) == (AlertState.OPEN, CellState.HIT)
    assert elsewhere.state is CellState.NO_HIT
    (entry,) = pair.owner.entries(Event.ASSURE)
    assert (entry.officer, entry.detail["reason"]) == ("officer-chief", "MoJ 2026/114")


async def test_an_assurance_is_for_senior_officers_and_held_alerts(pair: Pair) -> None:
    """Nobody else opens the gate, and nothing else is opened by it."""
    await pair.ask(TARGET)
    (free,) = pair.owner.alerts(Direction.INCOMING)
    assurer = pair.safeguards.assurer
    with pytest.raises(AlertMoveError):
        assurer.assure(free.id, statement="MoJ 1", officer="officer-chief")

    pair.settle(GATE)
    await pair.ask(KNOWN, case="CASE-2")
    (held,) = pair.owner.alerts(Direction.INCOMING, case="CASE-2")
    with pytest.raises(RefusedError, match="senior"):
        assurer.assure(held.id, statement="MoJ 1", officer="officer-7")
    with pytest.raises(AlertMoveError, match="not decided"):
        pair.owner.application.desk.aside.reopen(
            held.id, reason="new-information", officer="officer-chief"
        )

    assert (await pair.ask(KNOWN, case="CASE-2")).state is CellState.NO_HIT
    assert pair.owner.entries(Event.ASSURE) == []


async def test_a_canary_is_never_told_and_stops_its_officer(pair: Pair) -> None:
    """Both data-protection officers hear of it; colleagues go on asking."""
    told = await pair.ask(asked(CANARY), officer="o-9")
    refused = await pair.ask(TARGET, officer="o-9")
    colleague = await pair.ask(TARGET, officer="o-1")

    assert told.state is CellState.NO_HIT
    assert (refused.state, refused.refusal) == (CellState.REFUSED, Refusal.GUARD)
    assert colleague.state is CellState.HIT
    (own,) = pair.safeguards.guard.alarms.all()
    (theirs,) = pair.asker.application.safeguards.guard.alarms.all()
    assert (own.sign, own.asker.officer) == (Sign.CANARY, "o-9")
    assert (theirs.sign, theirs.asker.peer) == (Sign.TOLD_BY_PEER, pair.owner.id)
    assert len(pair.owner.entries(Event.ALARM)) == len(pair.asker.entries(Event.ALARM)) == 1
    assert [a.reference for a in pair.owner.alerts(Direction.INCOMING)] == [colleague.reference]


async def test_guessing_is_stopped_and_goes_on_when_it_is_lifted(pair: Pair) -> None:
    """An enumeration of names by one officer ends at the threshold that the policy names."""
    pair.settle(b"version = 1\ndefault.guard.officer.misses_in_row = 3\n")
    guesses = [{"name": (f"Ysolde Varnhagen {n}",), "birth_date": ("1984-05-17",)} for n in "abcd"]

    cells = [await pair.ask(guess) for guess in guesses]
    (alarm,) = pair.safeguards.guard.alarms.all(AlarmState.OPEN)
    pair.safeguards.guard.close(alarm.id, reason="training", lift=True, officer="dpo")

    assert [cell.state for cell in cells] == [*[CellState.NO_HIT] * 3, CellState.REFUSED]
    assert alarm.sign is Sign.MISSES_IN_ROW
    assert (await pair.ask(TARGET)).state is CellState.HIT


async def test_a_throttle_ends_by_itself(pair: Pair) -> None:
    """The time that the policy states, not a minute more."""
    pair.settle(b"version = 1\ndefault.guard.throttle_hours = 2\n")
    await pair.ask(asked(CANARY))
    (alarm,) = pair.safeguards.guard.alarms.all()

    assert alarm.until is not None
    assert (alarm.until - alarm.raised_at).total_seconds() == pytest.approx(7200, abs=5)


async def test_protected_persons_go_to_the_desk_that_the_policy_names(pair: Pair) -> None:
    """The asker hears no hit, the desk has an alert."""
    before = await pair.ask(asked(SHIELDED))
    pair.settle(b'version = 1\nprotection_desk = "centre"\n')
    after = await pair.ask(asked(SHIELDED), case="CASE-2")

    desks = [alert.contact_point for alert in pair.owner.alerts(Direction.INCOMING)]
    assert (before.state, after.state) == (CellState.NO_HIT, CellState.NO_HIT)
    assert sorted(desks) == ["centre", "protection"]


async def test_who_meets_a_protected_person_depends_on_the_case(pair: Pair) -> None:
    """A rule for the offence goes before the usual protection desk; another offence has that."""
    rule = '[[protection]]\ndesk = "duty"\nreason = "trained"\noffences = ["drugs.*"]\n'
    pair.settle(f'version = 1\nprotection_desk = "centre"\n{rule}'.encode())

    await pair.ask(asked(SHIELDED))
    await pair.ask(asked(SHIELDED), case="CASE-2", offence="laundering")

    desks = {a.case_reference: a.contact_point for a in pair.owner.alerts(Direction.INCOMING)}
    assert desks == {"CASE-1": "duty", "CASE-2": "centre"}


async def test_a_child_is_protected_until_of_age_whatever_the_register_says(pair: Pair) -> None:
    """By the date of birth: the desk for minors hears, and nobody is told; then it is a hit."""
    day = datetime.now(UTC).date()
    child: Fields = {
        "name": ("Ilidio Fontainhas",),
        "birth_date": (day.replace(year=day.year - 17, day=1).isoformat(),),
        "passport": ("CH5540",),
        "category": ("suspect",),
    }
    pair.owner.load("persons", a_register_of_people(child))
    pair.settle(POLICY_OF_DESKS)

    young = await pair.ask(asked(child))
    pair.asker.clock.ahead = pair.owner.clock.ahead = timedelta(days=366)
    grown = await pair.ask(asked(child), case="CASE-2")

    assert (young.state, grown.state) == (CellState.NO_HIT, CellState.HIT)
    assert grown.contact_point == "duty"
    desks = {a.case_reference: a.contact_point for a in pair.owner.alerts(Direction.INCOMING)}
    assert desks == {"CASE-1": "centre", "CASE-2": "duty"}


async def test_whoever_is_asked_about_as_a_victim_is_met_by_the_desk_for_her(pair: Pair) -> None:
    """The hit names it, and our alert goes there; as a suspect she has the usual one."""
    woman: Fields = {**KNOWN, "gender": ("female",)}
    pair.owner.load("persons", a_register_of_people(woman))
    pair.settle(POLICY_OF_DESKS)

    victim = await pair.ask(asked(woman), category="victim")
    suspect = await pair.ask(asked(woman), case="CASE-2")

    assert (victim.state, victim.contact_point) == (CellState.HIT, "protection")
    assert (suspect.state, suspect.contact_point) == (CellState.HIT, "duty")
    desks = {a.case_reference: a.contact_point for a in pair.owner.alerts(Direction.INCOMING)}
    assert desks == {"CASE-1": "protection", "CASE-2": "duty"}


async def test_what_the_register_keeps_to_its_owner_waits_for_approval(pair: Pair) -> None:
    """It is never told either way, and loading it again does not ask again."""
    waiting = pair.safeguards.discloser.all()
    pair.owner.load("persons", a_register_of_people(KNOWN, CANARY))

    assert [(each.state, each.decision.wished) for each in waiting] == [
        (DecisionState.PROPOSED, "owner")
    ]
    assert pair.safeguards.discloser.all() == waiting
    assert (await pair.ask(asked(OWNERS_OWN))).state is CellState.NO_HIT


async def test_two_officers_keep_a_record_to_its_owner(pair: Pair) -> None:
    """It holds from the proposal on, through a load, and until two decide otherwise."""
    discloser = pair.safeguards.discloser
    keep = Proposal("persons", "R-17", "owner", "operation under way", LATER)
    tell = Proposal("persons", "R-17", "contact", "operation is over")

    first = await pair.ask(asked(KNOWN))
    discloser.propose(keep, officer="o-a")
    proposed = await pair.ask(asked(KNOWN))
    approved = discloser.approve("persons", "R-17", review_on=None, officer="o-b")
    pair.owner.load("persons", a_register_of_people(KNOWN))
    reloaded = await pair.ask(asked(KNOWN))
    discloser.propose(tell, officer="o-b")
    half = await pair.ask(asked(KNOWN))
    discloser.approve("persons", "R-17", review_on=None, officer="o-a")
    last = await pair.ask(asked(KNOWN))

    hidden = [proposed.state, reloaded.state, half.state]
    assert hidden == [CellState.NO_HIT] * 3
    assert (first.state, last.state) == (CellState.HIT, CellState.HIT)
    assert (approved.state, approved.record_id) == (DecisionState.APPROVED, "R-17")
    actions = [entry.detail.get("action") for entry in pair.owner.entries(Event.ADMIN)]
    assert actions.count("propose-disclosure") == actions.count("approve-disclosure") == 2


async def test_one_officer_alone_decides_nothing(pair: Pair) -> None:
    """Nor without a date of review, nor about a record that is not there."""
    discloser = pair.safeguards.discloser
    keep = Proposal("persons", "R-17", "owner", "operation under way", LATER)

    discloser.propose(keep, officer="o-a")
    with pytest.raises(JustificationError, match="second officer"):
        discloser.approve("persons", "R-17", review_on=None, officer="o-a")
    for proposal in (
        Proposal("persons", "R-17", "owner", "because"),
        Proposal("persons", "R-17", "owner", "because", date(2020, 1, 1)),
        Proposal("persons", "R-17", "owner", " ", LATER),
        Proposal("persons", "R-17", "canary", "because", LATER),
    ):
        with pytest.raises(JustificationError):
            discloser.propose(proposal, officer="o-a")
    for register, record in (("persons", "R-18"), ("vessels", "R-17")):
        with pytest.raises(NotFoundError):
            discloser.propose(Proposal(register, record, "centre", "because"), officer="o-a")
        with pytest.raises(NotFoundError):
            discloser.approve(register, record, review_on=None, officer="o-b")


async def test_a_record_without_an_id_is_approved_by_its_key(pair: Pair) -> None:
    """With a date of review, which no register states."""
    discloser = pair.safeguards.discloser
    (waiting,) = discloser.all()
    key = waiting.decision.record_key
    with pytest.raises(JustificationError, match="date of review"):
        discloser.approve("persons", key, review_on=None, officer="o-b")

    approved = discloser.approve("persons", key, review_on=LATER, officer="o-b")

    assert (waiting.record_id, approved.state) == ("", DecisionState.APPROVED)
    assert (await pair.ask(asked(OWNERS_OWN))).state is CellState.NO_HIT
