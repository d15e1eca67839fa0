"""Killed at any instruction, a node loses nothing that it acknowledged."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest
from sqlalchemy import func, make_url, select

from node.domain.quota import Spending
from node.keys.identity import verifies
from node.store import schema_alert
from node.store.audit import verify_journal
from node.store.ledger import Ledger
from node.store.quota import Quota
from tests.node.store.factories import PEER, SIGNER, TODAY

KILLS = {"sqlite": 42, "postgresql": 5}
"""On SQLite, with the eight kills of whole nodes in `tests/node/test_crash.py`, they are fifty."""
ROOT = Path(__file__).parents[3]


class Writer:
    """What starts children that write, and kills them."""

    def __init__(self, orders: IO[str], told: IO[str]) -> None:
        """Keep both ends of the conversation."""
        self._orders = orders
        self._told = told

    def run(self, acknowledged: int, wait_s: float) -> int:
        """Kill a child some time after so many acknowledgements; return the last index told."""
        self._orders.write("write\n")
        self._orders.flush()
        child = int(self._told.readline())
        lines = [self._told.readline() for _ in range(acknowledged)]
        time.sleep(wait_s)
        os.kill(child, signal.SIGKILL)
        while (line := self._told.readline()) != "killed\n":
            lines.append(line)
        # The last line may be cut off; every whole one was acknowledged before the kill.
        return max(int(line) for line in lines[:-1] if line.strip())


@contextmanager
def a_writer(url: str) -> Iterator[Writer]:
    """Run the process that forks."""
    with subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        [sys.executable, "-m", "tests.node.store.crashing", url],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        yield Writer(process.stdin, process.stdout)
        process.stdin.close()


@pytest.mark.slow
@pytest.mark.timeout(180)
def test_nothing_acknowledged_is_lost(url: str) -> None:
    """After each kill the journal verifies and has an alert or a spending for each entry."""
    # The moments differ from kill to kill, and repeat from test to test.
    moments = random.Random(2026)  # noqa: S311 -- picks moments, not keys
    Ledger.open(url).close()
    with a_writer(url) as writer:
        for _ in range(KILLS[make_url(url).get_backend_name()]):
            last = writer.run(moments.randint(1, 12), moments.uniform(0, 0.008))

            ledger = Ledger.open(url)
            report = verify_journal(ledger, SIGNER, verify=verifies)
            spent, _subjects = Quota(ledger).spent(Spending(PEER, "", "", TODAY))
            with ledger.reading() as connection:
                alerts = (
                    connection.scalar(select(func.count()).select_from(schema_alert.alert)) or 0
                )
            ledger.close()

            assert report.is_intact, report.fault
            assert report.entries > last
            assert report.entries == alerts + spent
