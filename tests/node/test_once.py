"""What waits is given out once, and neither too late nor without end."""

from datetime import timedelta

from node import once
from node.once import Once
from tests.node.federation import StillClock

LIFE = timedelta(minutes=5)


def test_what_waits_is_taken_once() -> None:
    """The second who asks gets nothing, like who asks for what was never there."""
    waiting: Once[str, int] = Once(StillClock(), life=LIFE)
    waiting.put("one", 1)

    assert [waiting.take("one"), waiting.take("one"), waiting.take("two")] == [1, None, None]


def test_what_waits_too_long_is_gone() -> None:
    """After its time nothing is given out."""
    clock = StillClock()
    waiting: Once[str, int] = Once(clock, life=LIFE)
    waiting.put("one", 1)

    clock.ahead += LIFE + timedelta(seconds=1)

    assert waiting.take("one") is None


def test_the_oldest_makes_room() -> None:
    """Who asks for more than there is room for pushes out the oldest, and memory stays bounded."""
    waiting: Once[int, int] = Once(StillClock(), life=LIFE)
    for number in range(once.MOST + 1):
        waiting.put(number, number)

    assert (waiting.take(0), waiting.take(1), waiting.take(once.MOST)) == (None, 1, once.MOST)
