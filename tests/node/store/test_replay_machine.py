"""Message ids under any order of sending, waiting, tidying and restarting: each is let in once."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from node.domain.peer import NodeId
from node.store.ledger import Ledger, sqlite_url
from node.store.replay import Replay
from tests.node.store.factories import NOON

LIFE = timedelta(minutes=7)
SENDERS = ("fiu-nl", "pcc-pa")


class ReplayMachine(RuleBasedStateMachine):
    """Sends at random beside a model that remembers everything for ever."""

    def __init__(self) -> None:
        """Open a ledger of its own."""
        super().__init__()
        self._folder = TemporaryDirectory()
        self._url = sqlite_url(Path(self._folder.name) / "ledger.db")
        self._ledger = Ledger.open(self._url)
        self._now = NOON
        self._seen: dict[tuple[str, bytes], datetime] = {}

    @rule(sender=st.sampled_from(SENDERS), number=st.integers(0, 5))
    def send(self, sender: str, number: int) -> None:
        """Be let in exactly where nothing of this name came while it could still be opened."""
        message = bytes([number]) * 16
        until = self._seen.get((sender, message))
        is_new = until is None or until <= self._now
        replay = Replay(self._ledger)
        if until is not None and until <= self._now:
            # What has expired is forgotten by the housekeeping before its id may come again.
            replay.forget(self._now)

        told = replay.first_seen(message, self._now + LIFE, sender=NodeId(sender))

        assert told == is_new
        if told:
            self._seen[sender, message] = self._now + LIFE

    @rule(minutes=st.integers(1, 9))
    def wait(self, minutes: int) -> None:
        """Let time pass."""
        self._now += timedelta(minutes=minutes)

    @rule()
    def tidy(self) -> None:
        """Forget what can no longer be opened, and nothing else."""
        Replay(self._ledger).forget(self._now)

    @rule()
    def restart(self) -> None:
        """Open the ledger again, as after a crash."""
        self._ledger.close()
        self._ledger = Ledger.open(self._url)

    @invariant()
    def remembers_what_lives(self) -> None:
        """Nothing that could still be opened is let in again."""
        for (sender, message), until in self._seen.items():
            if until > self._now:
                replay = Replay(self._ledger)
                assert not replay.first_seen(message, until, sender=NodeId(sender))

    def teardown(self) -> None:
        """Leave nothing open."""
        self._ledger.close()
        self._folder.cleanup()


ReplayMachine.TestCase.settings = settings(max_examples=12, stateful_step_count=20, deadline=None)
TestReplays = ReplayMachine.TestCase
