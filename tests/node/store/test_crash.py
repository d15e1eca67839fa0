"""Killed at any instruction, a node loses nothing that it acknowledged."""

import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from node.keys.identity import verifies
from node.store import schema_alert
from node.store.audit import verify_journal
from node.store.ledger import Ledger
from tests.node.store.factories import SIGNER

KILLS = 10
ROOT = Path(__file__).parents[3]


def _write_until_killed(url: str, acknowledged: int) -> int:
    """Start a writer, kill it after so many acknowledgements, and return the last index told."""
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "tests.node.store.crashing", url],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for _ in range(acknowledged):
            assert process.stdout.readline(), "the writer ended by itself"
        process.send_signal(signal.SIGKILL)
        rest = process.stdout.read().splitlines()
    # The last line may be cut off; every whole one was acknowledged before the kill.
    return len(rest)


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_nothing_acknowledged_is_lost(url: str) -> None:
    """After ten kills the journal verifies, and has an alert for each entry."""
    # The moments differ from run to run of the loop, and repeat from test to test.
    moments = random.Random(2026)  # noqa: S311 -- picks moments, not keys
    acknowledged = 0
    for _ in range(KILLS):
        wanted = moments.randint(1, 40)
        acknowledged += wanted + max(0, _write_until_killed(url, wanted) - 1)

        ledger = Ledger.open(url)
        report = verify_journal(ledger, SIGNER, verify=verifies)
        with ledger.reading() as connection:
            alerts = connection.scalar(select(func.count()).select_from(schema_alert.alert))
        ledger.close()

        assert report.is_intact, report.fault
        assert report.entries >= acknowledged
        assert report.entries == alerts
        acknowledged = report.entries
