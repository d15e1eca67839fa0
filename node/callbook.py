"""Bound what a member's calls of one day may cost this node's disk.

Every call leaves a trace: an entry in the journal, a journal head, a receipt; refused ones too, and
those cost no quota. So a member that calls all day long, only to be refused, would fill the disk.
What an agreement lets a member ask for takes a number of calls that is known; past that number, and
a generous one for all that is not asked, its calls are turned away without a trace but one.

Counted in memory, by the process: a restart begins anew.
"""

import threading
from collections import Counter
from collections.abc import Callable
from datetime import date

from node.domain.errors import RefusedError
from node.domain.exchange import Refusal
from node.domain.journal import Entry, Event, Scalar
from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.domain.quota import Limit
from node.policy.rules import Policy
from node.store.journal import Journal
from node.store.peers import Peers

FREE_CALLS = 10_000
"""Of a member and a day, beside what its quotas can take: notices, rooms, sets, what is refused."""
TOKENS_PER_CALL = 16
"""No evaluation counts fewer."""


class CallBook:
    """Counts the calls of each member; worker threads may share it."""

    def __init__(
        self, peers: Peers, journal: Journal, *, policy: Callable[[], Policy], clock: Clock
    ) -> None:
        """Keep where agreements and quotas are, and where it is written that one was exceeded."""
        self._peers = peers
        self._policy = policy
        self._journal = journal
        self._clock = clock
        # Guards the two below, which change as one.
        self._lock = threading.Lock()
        self._day = date.min
        self._calls: Counter[NodeId] = Counter()

    def count(self, sender: NodeId) -> None:
        """Count a call before anything is done about it.

        Raises:
            RefusedError: The member has called too often today; the first such call is journalled.
            UnknownPeerError: There is no such member.
        """
        calls = self._counted(sender)
        if calls <= FREE_CALLS:
            return
        limit = self._limit(sender)
        if calls <= limit:
            return
        if calls == limit + 1:
            detail: dict[str, Scalar] = {"reason": "calls-exceeded", "count": limit}
            now = self._clock.now()
            entry = Entry(Event.ALARM, now, officer="node", peer=sender, detail=detail)
            self._journal.append(entry)
        raise RefusedError(Refusal.UNAVAILABLE, f"{sender} has called too often today")

    def _limit(self, sender: NodeId) -> int:
        agreed = self._peers.get(sender).agreement
        quotas = self._policy().of(sender).quotas
        agreement = Limit(agreed.token_quota_per_day, agreed.subject_quota_per_day)
        return calls_within(quotas.limits(agreement).peer)

    def _counted(self, sender: NodeId) -> int:
        today = self._clock.now().date()
        with self._lock:
            if today != self._day:
                self._day, self._calls = today, Counter()
            self._calls[sender] += 1
            return self._calls[sender]


def calls_within(limit: Limit) -> int:
    """Return how many calls a day a quota can take, refused ones and notices beside it."""
    return FREE_CALLS + limit.tokens // TOKENS_PER_CALL + limit.subjects
