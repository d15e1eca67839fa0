"""Lists of alerts cost what they show, however many alerts there are."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from node.domain.alert import Alert, AlertState, Direction, Work
from node.store.alertfilter import AlertFilter, Order, selections
from node.store.ledger import Ledger, sqlite_url
from tests.node.store.factories import NOON, an_alert

_UNDER_DUTY = an_alert(work=Work(due_at=NOON, clock="ordinary-7d"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """Open a ledger whose plans can be read: SQLite's."""
    opened = Ledger.open(sqlite_url(tmp_path / "ledger.sqlite"))
    yield opened
    opened.close()


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("state", [None, AlertState.OPEN])
@pytest.mark.parametrize("start", [None, _UNDER_DUTY, an_alert()])
def test_a_list_is_read_in_the_order_of_an_index(
    ledger: Ledger, order: Order, state: AlertState | None, start: Alert | None
) -> None:
    """No plan sorts, and none reads the whole table."""
    wanted = replace(AlertFilter(direction=Direction.INCOMING), state=state)

    for chosen in selections(wanted, start, order=order):
        plain = chosen.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        with ledger.reading() as connection:
            plan = [row.detail for row in connection.execute(text(f"EXPLAIN QUERY PLAN {plain}"))]

        assert len(plan) == 1
        assert plan[0].startswith("SEARCH alert USING INDEX ix_alert_direction_")
