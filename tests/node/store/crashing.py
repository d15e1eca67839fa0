"""A process that writes to a ledger until it is killed; run by `test_crash.py`.

It says the index of each entry only after the transaction that holds it has ended.
"""

import itertools
import sys
from uuid import uuid4

from node.domain.journal import Event
from node.store.alerts import Alerts
from node.store.journal import Journal
from node.store.ledger import Ledger
from tests.node.store.factories import SIGNER, an_alert, an_entry


def write_for_ever(url: str) -> None:
    """Add one alert with its entry after the other, and sign the head of every third."""
    ledger = Ledger.open(url)
    alerts, journal = Alerts(ledger), Journal(ledger, SIGNER)
    for number in itertools.count():
        name = uuid4().hex
        alerts.add([an_alert(id=name, reference=name)], entry=an_entry(Event.QUERY_IN))
        print(journal.tail(1)[0].index, flush=True)  # noqa: T201 -- how the test is told
        if number % 3 == 0:
            journal.head()


if __name__ == "__main__":
    write_for_ever(sys.argv[1])
