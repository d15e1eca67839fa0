"""Quotas under any order of requests: nobody ever spends more than a day's limit."""

from collections import Counter
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from node.domain.errors import RefusedError
from node.domain.exchange import Refusal
from node.domain.journal import Event
from node.domain.peer import NodeId
from node.domain.quota import Limit, Limits, Spending
from node.store.ledger import Ledger, sqlite_url
from node.store.quota import Quota
from tests.node.store.factories import TODAY, an_entry

LIMITS = Limits(Limit(60, 12), Limit(40, 8), Limit(30, 10))
PEERS = ("fiu-nl", "pcc-pa")
NAMES = ("a", "b", "c")


class QuotaMachine(RuleBasedStateMachine):
    """Spends at random beside a model that only adds up."""

    def __init__(self) -> None:
        """Open a ledger of its own."""
        super().__init__()
        self._folder = TemporaryDirectory()
        self._ledger = Ledger.open(sqlite_url(Path(self._folder.name) / "ledger.db"))
        self._quota = Quota(self._ledger)
        self._tokens: Counter[tuple[object, ...]] = Counter()
        self._subjects: Counter[tuple[object, ...]] = Counter()
        self._day = TODAY

    @initialize()
    def begin(self) -> None:
        """Begin with nothing spent."""
        assert self._quota.spent(Spending(NodeId(PEERS[0]), "a", "a", TODAY)) == (0, 0)

    @rule(
        peer=st.sampled_from(PEERS),
        officer=st.sampled_from(NAMES),
        case=st.sampled_from(NAMES),
        tokens=st.integers(0, 20),
        subjects=st.integers(0, 4),
    )
    def spend(self, peer: str, officer: str, case: str, tokens: int, subjects: int) -> None:
        """Be let in exactly where the model says that all three limits still hold."""
        spending = Spending(
            NodeId(peer), officer, case, self._day, tokens=tokens, subjects=subjects
        )
        keys = self._keys(spending)
        fits = all(
            self._tokens[key] + tokens <= limit.tokens
            and self._subjects[key] + subjects <= limit.subjects
            for key, limit in zip(keys, (LIMITS.peer, LIMITS.officer, LIMITS.case), strict=True)
        )
        entry = an_entry(Event.EVALUATE_IN)
        if not fits:
            with pytest.raises(RefusedError) as refused:
                self._quota.spend(spending, LIMITS, entry=entry)
            assert refused.value.reason == Refusal.QUOTA
            return
        self._quota.spend(spending, LIMITS, entry=entry)
        for key in keys:
            self._tokens[key] += tokens
            self._subjects[key] += subjects

    @rule()
    def sleep(self) -> None:
        """Let a day pass; what was spent is forgotten, and everybody begins anew."""
        self._day += timedelta(days=1)
        self._quota.forget(self._day)

    @invariant()
    def ledger_agrees(self) -> None:
        """Compare what the ledger has counted with what was let in, and with the limit."""
        for peer in PEERS:
            spending = Spending(NodeId(peer), "a", "a", self._day)
            key = self._keys(spending)[0]
            spent = self._quota.spent(spending)
            assert spent == (self._tokens[key], self._subjects[key])
            assert spent[0] <= LIMITS.peer.tokens
            assert spent[1] <= LIMITS.peer.subjects

    def teardown(self) -> None:
        """Close the ledger."""
        self._ledger.close()
        self._folder.cleanup()

    def _keys(self, spending: Spending) -> list[tuple[object, ...]]:
        day = (spending.peer, spending.day)
        return [day, (*day, "officer", spending.officer), (*day, "case", spending.case_reference)]


TestQuota = QuotaMachine.TestCase
TestQuota.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)
