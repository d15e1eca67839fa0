"""Times as officers write them."""

from datetime import UTC, datetime, timedelta

import pytest

from node.cli.exitcode import UsageError
from node.cli.when import moment_of

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("8h", NOW + timedelta(hours=8), id="hours"),
        pytest.param("+3d", NOW + timedelta(days=3), id="days"),
        pytest.param("90 m", NOW + timedelta(minutes=90), id="minutes"),
        pytest.param("2026-12-24", datetime(2026, 12, 24, 23, 59, 59, tzinfo=UTC), id="day"),
        pytest.param(
            "2026-12-24T18:00+01:00", datetime(2026, 12, 24, 17, tzinfo=UTC), id="with-zone"
        ),
    ],
)
def test_a_time_is_read(text: str, moment: datetime | None) -> None:
    """A day lasts until its end; a moment is turned into UTC."""
    assert moment_of(text, now=NOW) == moment


@pytest.mark.parametrize("text", ["soon", "3w", "2026-13-01", "2026-12-24T18:00"])
def test_what_is_no_time_is_told(text: str) -> None:
    """A moment without its zone means another one to everybody, so it is none."""
    with pytest.raises(UsageError) as caught:
        moment_of(text, now=NOW)

    assert "8h" in caught.value.hint
