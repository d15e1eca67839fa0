"""The life of an alert under any order of what officers, peers and time do to it."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from matching.zone import Band, Zone
from node.decide import Ruling
from node.domain.alert import Alert, AlertState
from node.domain.disclosure import record_key
from node.domain.errors import NotFoundError
from node.domain.journal import Entry, Event
from node.domain.notice import Change
from node.domain.peer import NodeId
from node.domain.reason import REASONS, Verdict
from node.domain.record import record_reference
from node.domain.retraction import Lifting
from tests.factories import Fields, people
from tests.node.alertmodel import CHIEF, Expected, Model, Rules
from tests.node.federation import Member, StillClock, make_folder, opened
from tests.node.store.factories import an_alert

PEER = NodeId("customs-es")
REGISTER = "persons"
RECORDS: list[Fields] = list(people(2_000))
OFFICERS = st.sampled_from(["officer-1", "officer-2", CHIEF])
SHOWN = [(Zone.POSSIBLE, Band.NONE), (Zone.HIT, Band.PROBABLE), (Zone.HIT, Band.STRONG)]
"""Zone and band by strength."""
STEPS = 25
OF_ALERTS = frozenset(
    {
        Event.ANSWER,
        Event.ASSURE,
        Event.CLAIM,
        Event.CONFIRM,
        Event.DISMISS,
        Event.DOUBT,
        Event.FOLLOW_UP,
        Event.PROPOSE,
        Event.REOPEN,
        Event.SUPPRESS,
    }
)
"""What the journal says of an alert by its id, beside clocks, notices and retractions."""
POLICY = """
version = 1
senior_officers = ["officer-chief"]
"""
TWO = '[default.second_review]\noffences = ["drugs.*"]\n'
GATE = '[[gate]]\nname = "a-rule"\nreason = "it may be"\noffences = ["drugs.*"]\n'


@dataclass
class House:
    """The node whose officers work, and how many of its records are used up."""

    owner: Member
    used: Iterator[int]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Open a node with a register that knows a peer; nothing listens."""
    with (
        opened(make_folder(tmp_path / "a", PEER)) as asker,
        opened(make_folder(tmp_path / "b", "fiu-nl"), StillClock()) as owner,
    ):
        owner.knows(asker)
        owner.load(REGISTER, RECORDS)
        yield House(owner, count())


class AlertMachine(RuleBasedStateMachine):
    """Works on one alert at random, beside a model of what it should be."""

    def __init__(self, house: House) -> None:
        """Raise a possible match on a record of its own."""
        super().__init__()
        self._owner = house.owner
        self._app = house.owner.application
        self._number = next(house.used)
        self._record_id = RECORDS[self._number % len(RECORDS)]["id"][0]
        self._told: list[Event] = []
        self._revision = 0
        self._settle(Rules())
        self._model = Model(self._now, is_told=False, strength=0, shows="s0")
        self._id = self._raise(0, "s0", is_told=False).id

    @property
    def _now(self) -> datetime:
        return self._owner.clock.now()

    @property
    def _present(self) -> Alert:
        return self._app.records.alerts.get(self._id)

    def _settle(self, rules: Rules) -> None:
        document = POLICY + (GATE if rules.holds else "") + (TWO if rules.wants_two else "")
        self._app.safeguards.governor.put(document.encode(), officer=CHIEF)

    def _raise(self, strength: int, shows: str, *, is_told: bool) -> Alert:
        """Raise the alert as `node.answerbook` does when a query has touched the record."""
        key = self._owner.node.ground.keyring.reference_key
        name = b"id\0" + self._record_id.encode()
        zone, band = SHOWN[strength]
        is_held = self._model.rules.holds and not self._model.is_assured
        base = an_alert(
            id=f"alert-{self._number}-{self._model.times}",
            reference=f"REF-{self._number}",
            case_reference=f"CASE-{self._number}",
            peer=PEER,
            zone=zone,
            band=band,
            state=AlertState.HELD if is_held else AlertState.OPEN,
            hold="a-rule" if is_held else "",
            created_at=self._now,
            explanation="",
            offence="drugs.trafficking",
            category="suspect",
            shows=shows,
            record=record_reference(key, register=REGISTER, name=name).hex(),
            record_key=record_key(key, register=REGISTER, record_id=self._record_id),
        )
        told_at = self._now if is_told and not is_held else None
        alert = replace(base, work=replace(base.work, told_at=told_at))
        self._told.append(Event.ANSWER)
        entry = Entry(Event.ANSWER, self._now, peer=PEER, detail={"alert": self._id_or(alert)})
        (stored,) = self._app.records.alerts.add([alert], entry=entry)
        return stored

    def _id_or(self, alert: Alert) -> str:
        return getattr(self, "_id", alert.id)

    def _expect(self, expected: Expected, act: Callable[[], object]) -> None:
        """Do something; it ends as the model says, and the journal has it or nothing."""
        if isinstance(expected, Event):
            act()
            # What is taken back is journalled by the record, not by the alert.
            self._told += [expected] if expected in OF_ALERTS else []
            return
        assert expected is not None
        with pytest.raises(expected):
            act()

    @rule(officer=OFFICERS)
    def claim(self, officer: str) -> None:
        """Take it over."""
        act = self._app.desk.decider.claim
        self._expect(self._model.claim(officer), lambda: act(self._id, officer=officer))

    @rule(officer=OFFICERS)
    def release(self, officer: str) -> None:
        """Give it back."""
        act = self._app.desk.decider.release
        self._expect(self._model.release(officer), lambda: act(self._id, officer=officer))

    @rule(officer=OFFICERS, verdict=st.sampled_from(Verdict), is_stale=st.booleans())
    def decide(self, officer: str, verdict: Verdict, *, is_stale: bool) -> None:
        """Say what it is, looking at it as it stands or as it stood."""
        is_stale = is_stale and self._present.work.revision > 1
        revision = self._present.work.revision - is_stale
        ruling = Ruling(verdict, REASONS[verdict][0], revision=revision)
        expected = self._model.decide(officer, verdict, is_stale=is_stale)
        act = self._app.desk.decider.decide
        self._expect(expected, lambda: act(self._id, ruling, officer=officer))

    @rule(officer=OFFICERS)
    def reopen(self, officer: str) -> None:
        """Undo a decision."""
        act = self._app.desk.aside.reopen
        self._expect(
            self._model.reopen(officer),
            lambda: act(self._id, reason="second-opinion", officer=officer),
        )

    @rule(officer=OFFICERS, days=st.integers(1, 3))
    def suppress(self, officer: str, days: int) -> None:
        """Hear no more of it for a while."""
        act = self._app.desk.aside.suppress
        self._expect(
            self._model.suppress(officer, days),
            lambda: act(self._id, reason="common-name", days=days, officer=officer),
        )

    @rule(officer=OFFICERS)
    def fulfil(self, officer: str) -> None:
        """Note that what was owed has gone out."""
        act = self._app.desk.aside.fulfil
        self._expect(self._model.fulfil(), lambda: act(self._id, officer=officer))

    @rule(officer=OFFICERS)
    def assure(self, officer: str) -> None:
        """Record an assurance."""
        act = self._app.safeguards.assurer.assure
        self._expect(
            self._model.assure(officer),
            lambda: act(self._id, statement="note verbale 17", officer=officer),
        )

    @rule(wants_two=st.booleans(), holds=st.booleans())
    def settle(self, *, wants_two: bool, holds: bool) -> None:
        """Put another policy in force."""
        self._model.rules = Rules(wants_two, holds)
        self._settle(self._model.rules)

    @rule(strength=st.integers(0, 2), shows=st.sampled_from(["s0", "s1"]))
    def see(self, strength: int, shows: str) -> None:
        """Be asked about the same again, with as much or with more."""
        is_told = strength > 0
        self._raise(strength, shows, is_told=is_told)
        self._model.see(strength=strength, shows=shows, is_told=is_told)

    @rule(change=st.sampled_from(Change))
    def retract(self, change: Change) -> None:
        """Take it back, or say that it is disputed."""
        act = self._app.follow_up.corrector.retract
        self._expect(
            self._model.retract(change),
            lambda: act(REGISTER, self._record_id, change=change, officer=CHIEF),
        )

    @rule()
    def lift(self) -> None:
        """End a dispute."""
        act = self._app.follow_up.corrector.lift
        self._expect(
            self._model.lift(),
            lambda: act(REGISTER, self._record_id, why=Lifting.COURT, officer=CHIEF),
        )

    @rule(hours=st.sampled_from([0.2, 0.6, 30.0]))
    def wait(self, hours: float) -> None:
        """Let time pass; the node looks at its clocks when it gets to it."""
        self._owner.clock.ahead += timedelta(hours=hours)
        self._model.now = self._now

    @rule()
    def remind(self) -> None:
        """Let the node look at its clocks."""
        self._app.desk.reminder.remind()
        self._told += self._model.remind()

    @invariant()
    def stands_as_the_model_says(self) -> None:
        """Compare everything that officers see of it."""
        present, model = self._present, self._model
        work = present.work
        assert (present.state, present.times) == (model.state, model.times)
        assert (work.claimed_by, work.claimed_until is None) == (model.holder, not model.holder)
        assert (work.flag, bool(present.hold)) == (model.flag, bool(model.hold))
        assert (work.told_at is not None) == model.is_told
        assert (present.zone, present.band) == SHOWN[model.strength]
        assert present.shows == model.shows
        if model.state in {AlertState.CONFIRMED, AlertState.DISMISSED, AlertState.SECOND_REVIEW}:
            decided = (work.verdict, work.decided_by, work.second_by)
            assert decided == (model.verdict, model.decided_by, model.second_by)

    @invariant()
    def keeps_the_rules(self) -> None:
        """Nothing contradicts itself, whatever the model says."""
        work, state = self._present.work, self._present.state
        assert work.revision >= self._revision
        self._revision = work.revision
        assert not (state is AlertState.HELD and work.told_at)
        assert not (state is AlertState.OPEN and work.claimed_by)
        assert not (work.second_by and work.second_by == work.decided_by)
        assert not (state is AlertState.SUPPRESSED and work.clock)
        taught = {label.alert_id for label in self._app.desk.labels.all()}
        assert (self._id in taught) or state is not AlertState.CONFIRMED

    @invariant()
    def is_journalled(self) -> None:
        """Each step that was done has its entry, each that was refused has none."""
        recorded = self._app.records.journal.tail(4 * STEPS)
        told = [each.entry for each in recorded if each.entry is not None]
        ours = [entry.event for entry in told if entry.detail.get("alert") == self._id]
        assert [event for event in ours if event in OF_ALERTS] == self._told

    def teardown(self) -> None:
        """Leave nothing that a later example on the same record would stumble over."""
        with suppress(NotFoundError):
            self._app.follow_up.corrector.lift(
                REGISTER, self._record_id, why=Lifting.COURT, officer=CHIEF
            )
        present = self._present
        self._app.desk.suppressions.remove(present.record_key, present.peer)


def test_no_order_of_events_leads_an_alert_astray(house: House) -> None:
    """Claims, lapses, two pairs of eyes, undoing, laying aside, news, the gate, retraction."""

    class Here(AlertMachine):
        """The machine in this house."""

        def __init__(self) -> None:
            """Begin with an alert of its own."""
            super().__init__(house)

    run_state_machine_as_test(
        Here, settings=settings(max_examples=20, stateful_step_count=STEPS, deadline=None)
    )
