"""A process whose children write to a ledger until they are killed; run by `test_crash.py`.

It imports everything once and forks a child for each line it is told, so that fifty kills take
seconds. A child tells its process id, then the index of each entry, and that only after the
transaction that holds it has ended.
"""

import itertools
import os
import sys
from datetime import timedelta
from uuid import uuid4

from node.domain.journal import Event
from node.domain.quota import Limit, Limits, Spending
from node.store.alerts import Alerts
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.quota import Quota
from node.store.replay import Replay
from tests.node.store.factories import NOON, PEER, SIGNER, TODAY, an_alert, an_entry

PLENTY = Limit(10**9, 10**9)


def write_for_ever(url: str) -> None:
    """Add one alert with its entry after the other; count, remember and sign in between."""
    ledger = Ledger.open(url)
    alerts, journal = Alerts(ledger), Journal(ledger, SIGNER)
    quota, replay = Quota(ledger), Replay(ledger)
    spending = Spending(PEER, "officer-7", "CASE-1", TODAY, tokens=1)
    for number in itertools.count():
        name = uuid4()
        if number % 3 == 0:
            replay.first_seen(name.bytes, NOON + timedelta(days=1), sender=PEER)
            quota.spend(spending, Limits(PLENTY, PLENTY, PLENTY), entry=an_entry(Event.EVALUATE_IN))
            journal.head()
        alert = an_alert(id=name.hex, reference=name.hex)
        alerts.add([alert], entry=an_entry(Event.QUERY_IN))
        print(journal.tail(1)[0].index, flush=True)  # noqa: T201 -- how the test is told


def fork_for_ever(url: str) -> None:
    """Let a child write whenever a line comes; say when it is dead."""
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            print(os.getpid(), flush=True)  # noqa: T201 -- as above
            write_for_ever(url)
        os.waitpid(child, 0)
        # The child may have died in the middle of a line.
        print("\nkilled", flush=True)  # noqa: T201 -- as above


if __name__ == "__main__":
    fork_for_ever(sys.argv[1])
