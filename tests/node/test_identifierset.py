"""Sets are made once an hour, beside the calls of peers, and never by two at once."""

import threading
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

import pytest

from matching.blind import PAGE_TAGS
from matching.subject import EntityType
from node import identifierset
from node.domain.blind import SET_LIFE, SetName, digest_of
from node.identifierset import IdentifierSets, Made
from node.keys.identity import Label, verify
from tests.node.store.factories import IDENTITY, NODE, NOON

IMO = SetName(EntityType.VESSEL, "imo", 1)
PHONE = SetName(EntityType.PERSON, "phone", 1)


class Clock:
    """Stands where a test puts it."""

    def __init__(self) -> None:
        """Begin at noon."""
        self.time = NOON

    def now(self) -> datetime:
        """Return that time."""
        return self.time


class Source:
    """Yields tags when it is let; counts how often it is asked, and by how many at once."""

    def __init__(self, *tags: bytes) -> None:
        """Keep the tags."""
        self.tags = tags
        self.go = threading.Event()
        self.begun = 0
        self.at_once = 0
        self._open = 0
        self._lock = threading.Lock()

    def __call__(self, _name: SetName) -> Iterable[bytes]:
        """Wait to be let, then yield."""
        return self._yield()

    def _yield(self) -> Iterator[bytes]:
        with self._lock:
            self.begun += 1
            self._open += 1
            self.at_once = max(self.at_once, self._open)
        try:
            assert self.go.wait(60)
            yield from self.tags
        finally:
            with self._lock:
                self._open -= 1


def made(sets: IdentifierSets, name: SetName = IMO) -> Made:
    """Ask until a set is made."""
    while (found := sets.present(name)) is None:
        for thread in threading.enumerate():
            if thread.name == "identifier-set":
                thread.join(60)
    return found


def test_nobody_waits_for_a_set() -> None:
    """Who asks before it is made hears so at once, however often; it is made once."""
    source, clock = Source(b"a" * 8), Clock()
    sets = IdentifierSets(NODE, IDENTITY, tags=source, clock=clock)

    early = [sets.present(IMO) for _ in range(50)]
    source.go.set()
    found = made(sets)

    assert early == [None] * 50
    assert source.begun == 1
    assert made(sets) is found
    assert (found.head.pages, len(found.pages[0])) == (1, 8 * PAGE_TAGS)
    assert found.head.digest == digest_of(b"".join(found.pages))
    signed = found.head.signed()
    verify(IDENTITY.public_key, Label.IDENTIFIER_SET, signed, signature=found.signature)


def test_sets_are_made_one_after_the_other() -> None:
    """Two peers that ask for two sets do not take two cores."""
    source = Source(b"a" * 8)
    sets = IdentifierSets(NODE, IDENTITY, tags=source, clock=Clock())

    assert (sets.present(IMO), sets.present(PHONE)) == (None, None)
    source.go.set()

    assert (made(sets).head.name, made(sets, PHONE).head.name) == (IMO, PHONE)
    assert source.at_once == 1


def test_after_an_hour_the_old_set_is_told_no_more() -> None:
    """What was withdrawn meanwhile must not be found any longer, even while the next is made."""
    source, clock = Source(b"a" * 8), Clock()
    source.go.set()
    sets = IdentifierSets(NODE, IDENTITY, tags=source, clock=clock)
    first = made(sets)

    clock.time += SET_LIFE - timedelta(seconds=1)
    still = sets.present(IMO)
    clock.time += timedelta(seconds=1)
    over = sets.present(IMO)

    assert (still, over) == (first, None)
    assert made(sets).head.issued_at == clock.time


def test_what_cannot_be_made_is_tried_again() -> None:
    """A failure ends one making, not the node's ability to make sets."""
    source = Source(b"a" * 8)
    source.go.set()
    fails = [True]

    def tags(name: SetName) -> Iterable[bytes]:
        if fails:
            raise OSError(fails.pop())
        return source(name)

    sets = IdentifierSets(NODE, IDENTITY, tags=tags, clock=Clock())

    assert made(sets).head.pages == 1
    assert (fails, source.begun) == ([], 1)


def test_a_set_that_is_too_large_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is not held in memory to its end, and nothing of it is told."""
    monkeypatch.setattr(identifierset, "IDENTIFIERS_MAX", 2 * PAGE_TAGS)
    taken = []

    def tags(_name: SetName) -> Iterator[bytes]:
        for number in range(10 * PAGE_TAGS):
            taken.append(number)
            yield number.to_bytes(8)

    sets = IdentifierSets(NODE, IDENTITY, tags=tags, clock=Clock())
    assert sets.present(IMO) is None
    for thread in threading.enumerate():
        if thread.name == "identifier-set":
            thread.join(60)

    assert sets._made == {}  # noqa: SLF001 - asking would begin again
    assert len(taken) == 3 * PAGE_TAGS
