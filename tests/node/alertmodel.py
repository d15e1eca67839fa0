"""What an alert should be after anything that officers, peers and time do to it.

The model says it in the words of `docs/workflow.md` and knows nothing of the stores. Each step
returns what must happen: the event that the journal gets, or the error with which it is refused.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from node.domain.alert import AlertChangedError, AlertClaimedError, AlertMoveError, AlertState, Flag
from node.domain.errors import NodeError, NotFoundError, RefusedError
from node.domain.journal import Event
from node.domain.notice import Change
from node.domain.reason import Verdict

CLAIM = timedelta(minutes=30)
CHIEF = "officer-chief"
Expected = Event | type[NodeError] | None

_DECIDED_AS = {
    Verdict.CONFIRMED: AlertState.CONFIRMED,
    Verdict.DISMISSED: AlertState.DISMISSED,
    Verdict.UNSURE: AlertState.UNSURE,
}
_EVENT = {
    AlertState.CONFIRMED: Event.CONFIRM,
    AlertState.DISMISSED: Event.DISMISS,
    AlertState.UNSURE: Event.DOUBT,
    AlertState.SECOND_REVIEW: Event.PROPOSE,
    AlertState.HELD: Event.PROPOSE,
}
_LAID_ASIDE = {AlertState.DISMISSED, AlertState.UNSURE, AlertState.SUPPRESSED}
_CLAIMABLE = {AlertState.OPEN, AlertState.CLAIMED, AlertState.UNSURE}


@dataclass
class Rules:
    """What the policy in force says."""

    wants_two: bool = False
    """A confirmation needs a second officer."""
    holds: bool = False
    """A rule of the gate covers the case, unless an assurance has been recorded."""


@dataclass
class Model:
    """One alert, as it should stand."""

    now: datetime
    is_told: bool
    strength: int
    shows: str
    state: AlertState = AlertState.OPEN
    rules: Rules = field(default_factory=Rules)
    holder: str = ""
    until: datetime | None = None
    verdict: str = ""
    decided_by: str = ""
    second_by: str = ""
    times: int = 1
    flag: Flag = Flag.NONE
    hold: str = ""
    is_assured: bool = False
    is_owed: bool = False
    """The clock of 48 hours runs."""
    suppressed_until: datetime | None = None
    is_contested: bool = False
    is_last_contested: bool = False
    """What was last said of the hit is that it is disputed."""

    def _held_by_other(self, officer: str) -> bool:
        lives = self.until is not None and self.now < self.until
        return lives and self.holder != officer

    def _give_back(self) -> None:
        self.holder, self.until = "", None
        if self.state is AlertState.CLAIMED:
            self.state = AlertState.OPEN

    def claim(self, officer: str) -> Expected:
        """Take the alert over."""
        if self._held_by_other(officer):
            return AlertClaimedError
        waits = self.state in {AlertState.SECOND_REVIEW, AlertState.HELD}
        if not waits and self.state not in _CLAIMABLE:
            return AlertMoveError
        self.holder, self.until = officer, self.now + CLAIM
        self.state = self.state if waits else AlertState.CLAIMED
        return Event.CLAIM

    def release(self, officer: str) -> Expected:
        """Give it back."""
        if self._held_by_other(officer):
            return AlertClaimedError
        if not self.holder:
            return AlertMoveError
        self._give_back()
        return Event.REOPEN

    def decide(self, officer: str, verdict: Verdict, *, is_stale: bool) -> Expected:
        """Say what it is."""
        refused = self._refusal(officer, verdict, is_stale=is_stale)
        if refused is not None:
            return refused
        is_second = self.state is AlertState.SECOND_REVIEW and self.verdict == verdict
        self._give_back()
        self.verdict = verdict.value
        self.decided_by = self.decided_by if is_second else officer
        self.second_by = officer if is_second else ""
        wants = self.rules.wants_two and verdict is Verdict.CONFIRMED
        if wants and not is_second:
            self.state = AlertState.SECOND_REVIEW
        elif verdict is Verdict.CONFIRMED:
            self._confirm()
        else:
            self.state = _DECIDED_AS[verdict]
        return _EVENT[self.state]

    def _refusal(self, officer: str, verdict: Verdict, *, is_stale: bool) -> type[NodeError] | None:
        if is_stale:
            return AlertChangedError
        if self._held_by_other(officer):
            return AlertClaimedError
        is_done = self.state in {
            AlertState.CONFIRMED,
            AlertState.DISMISSED,
            AlertState.SUPPRESSED,
        }
        is_held = self.state is AlertState.HELD and verdict is not Verdict.DISMISSED
        is_own = self.state is AlertState.SECOND_REVIEW and officer == self.decided_by
        return AlertMoveError if is_done or is_held or is_own else None

    def _confirm(self) -> None:
        if not self.is_told and self.rules.holds and not self.is_assured:
            self.state, self.hold = AlertState.HELD, "a-rule"
            return
        self.state, self.is_told, self.is_owed = AlertState.CONFIRMED, True, True

    def reopen(self, officer: str) -> Expected:
        """Undo a decision."""
        if self._held_by_other(officer):
            return AlertClaimedError
        if self.state in {
            AlertState.CONFIRMED,
            AlertState.OPEN,
            AlertState.CLAIMED,
            AlertState.HELD,
        }:
            return AlertMoveError
        if self.state is AlertState.SUPPRESSED:
            self.suppressed_until = None
        is_held = self.hold and self.state is AlertState.DISMISSED and not self.is_told
        self._give_back()
        self.verdict = self.decided_by = self.second_by = ""
        self.state = AlertState.HELD if is_held else AlertState.OPEN
        return Event.REOPEN

    def suppress(self, officer: str, days: int) -> Expected:
        """Hear no more of it for so many days."""
        if self._held_by_other(officer):
            return AlertClaimedError
        if self.state not in _CLAIMABLE | {AlertState.SUPPRESSED}:
            return AlertMoveError
        self._give_back()
        self.state = AlertState.SUPPRESSED
        self.suppressed_until = self.now + timedelta(days=days)
        return Event.SUPPRESS

    def fulfil(self) -> Expected:
        """Note that what was owed has gone out."""
        if self.state is not AlertState.CONFIRMED or not self.is_owed:
            return AlertMoveError
        self.is_owed = False
        return Event.FOLLOW_UP

    def assure(self, officer: str) -> Expected:
        """Record an assurance of the asking state."""
        if not self.hold:
            return AlertMoveError
        if officer != CHIEF:
            return RefusedError
        self.is_assured = True
        self._unhold()
        return Event.ASSURE

    def _unhold(self) -> None:
        if self.state is AlertState.HELD:
            self.state = AlertState.CLAIMED if self.holder else AlertState.OPEN

    def remind(self) -> list[Event]:
        """Let the node look at its clocks; what is owed and overdue is tried elsewhere."""
        done = []
        if self.until is not None and self.until <= self.now:
            self._give_back()
            done.append(Event.REOPEN)
        if self.suppressed_until is not None and self.suppressed_until <= self.now:
            self.suppressed_until = None
            if self.state is AlertState.SUPPRESSED:
                self.state = AlertState.OPEN
                done.append(Event.REOPEN)
        return done

    def see(self, *, strength: int, shows: str, is_told: bool) -> Expected:
        """Let the same pair be seen again, by another query of the case."""
        held = self.rules.holds and not self.is_assured
        self.times += 1
        if self.state is AlertState.HELD and is_told and not held:
            self._unhold()
            self.hold = ""
        self.is_told = self.is_told or (is_told and not held)
        if held:
            self.hold = "a-rule"
            if self.state in {AlertState.OPEN, AlertState.CLAIMED} and not self.is_told:
                self.state = AlertState.HELD
        if self._is_news(strength, shows):
            self.strength, self.shows = strength, shows
            if self.state in _LAID_ASIDE:
                waits = held and not self.is_told
                self.state = AlertState.HELD if waits else AlertState.OPEN
        return Event.ANSWER

    def _is_news(self, strength: int, shows: str) -> bool:
        if self.state is AlertState.SUPPRESSED or strength != self.strength:
            return strength > self.strength
        return shows != self.shows

    def retract(self, change: Change) -> Expected:
        """Tell the asker that the record was wrong, gone or disputed."""
        if not self.is_told and change is not Change.CONTESTED:
            return NotFoundError
        self.is_contested = self.is_contested or change is Change.CONTESTED
        if self.is_told:
            self.flag = Flag(change.value)
            self.is_last_contested = change is Change.CONTESTED
        return Event.CORRECT

    def lift(self) -> Expected:
        """End the dispute."""
        if not self.is_contested:
            return NotFoundError
        self.is_contested = False
        if self.is_last_contested:
            self.flag, self.is_last_contested = Flag.NONE, False
        return Event.CORRECT
