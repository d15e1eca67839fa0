"""What the guard against fishing does: count, refuse for a time, and tell whom it concerns."""

from dataclasses import replace
from datetime import datetime, timedelta

from node.domain.errors import RefusedError
from node.domain.exchange import Refusal
from node.domain.guard import Alarm, Asker, Finding, Observation, Scope, Sign
from node.domain.journal import Entry, Event
from node.domain.justification import require_line
from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.policy.guard import canary_finding, findings, follow_up_finding
from node.policy.rules import GuardRules
from node.store.alarms import Alarms
from node.store.guard import GuardCounts


class GuardBook:
    """Counts what is asked and keeps the alarms."""

    def __init__(self, counts: GuardCounts, alarms: Alarms, *, clock: Clock) -> None:
        """Keep where counts and alarms are."""
        self._counts = counts
        self.alarms = alarms
        self._clock = clock

    def require_free(self, asker: Asker) -> None:
        """Let somebody ask.

        Raises:
            RefusedError: The guard refuses this peer, officer or case for a time.
        """
        until = self.alarms.throttled_until(asker, now=self._clock.now())
        if until is not None:
            raise RefusedError(
                Refusal.GUARD,
                f"the guard refuses this peer, officer or case until {until:%Y-%m-%d %H:%M} UTC",
                hint="See why: heliograph alarm list",
            )

    def observe(self, asker: Asker, seen: Observation, *, rules: GuardRules, entry: Entry) -> None:
        """Count a query that is answered, and raise an alarm for each threshold it crosses.

        Args:
            asker: who has asked.
            seen: what the query adds to the counts.
            rules: thresholds and times for that peer.
            entry: of the query; the entry of an alarm is made from it.
        """
        now = self._clock.now()
        window = timedelta(hours=rules.window_hours)
        counted = self._counts.add(asker, seen, now=now, window=window)
        found: list[Finding | None] = [
            *findings(counted, rules),
            canary_finding(seen),
            self._follow_up(asker, seen, rules=rules, now=now),
        ]
        for finding in filter(None, found):
            ends = now + timedelta(hours=rules.throttle_hours) if finding.throttles else None
            self._raise(finding, asker, until=ends, entry=entry)

    def note_told(self, asker: Asker, *, entry: Entry) -> None:
        """Raise our own alarm because a peer's guard refuses one of our officers."""
        finding = Finding(Scope.OFFICER, Sign.TOLD_BY_PEER, 1, throttles=False)
        self._raise(finding, asker, until=None, entry=entry)

    def note_undelivered(self, peer: NodeId, *, entry: Entry) -> None:
        """Raise an alarm because a notice could not be delivered for days."""
        finding = Finding(Scope.PEER, Sign.UNDELIVERED, 1, throttles=False)
        asker = Asker(peer, entry.officer, entry.case_reference)
        self._raise(finding, asker, until=None, entry=entry)

    def close(self, alarm_id: str, *, reason: str, lift: bool, officer: str) -> Alarm:
        """Close an alarm; with `lift` the refusals that it caused end at once.

        Raises:
            NotFoundError: There is no open alarm of this id.
            JustificationError: The reason is no short line.
        """
        entry = Entry(
            Event.ADMIN,
            self._clock.now(),
            officer=officer,
            peer=self.alarms.get(alarm_id).asker.peer,
            detail={
                "action": "lift-throttle" if lift else "close-alarm",
                "alert": alarm_id,
                "reason": require_line("the reason", reason),
            },
        )
        return self.alarms.close(alarm_id, reason=reason, lift=lift, entry=entry)

    def _raise(
        self, finding: Finding, asker: Asker, *, until: datetime | None, entry: Entry
    ) -> None:
        raised = replace(
            entry,
            event=Event.ALARM,
            results=(),
            match_count=None,
            detail={
                "action": "guard",
                "reason": str(finding.sign),
                "setting": str(finding.scope),
                "count": finding.count,
            },
        )
        self.alarms.raise_one(finding, asker, now=self._clock.now(), until=until, entry=raised)

    def _follow_up(
        self, asker: Asker, seen: Observation, *, rules: GuardRules, now: datetime
    ) -> Finding | None:
        """Look at a peer's old hits; only a new hit can make the share of them matter."""
        if not seen.hits:
            return None
        before = now - timedelta(days=rules.follow_up_days)
        hits, followed = self._counts.hits(asker.peer, before=before)
        return follow_up_finding(hits, followed, rules=rules)
