"""Entries: written in one way, read back, and closed to anything that is not evidence."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.subject import EntityType
from node.domain.journal import DETAIL_FIELDS, Entry, Event, canonical, from_canonical, timestamp
from node.domain.justification import Aim, Category, Justification, Purpose, Urgency
from node.domain.peer import NodeId

SALT = bytes(range(16))
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
JUSTIFICATION = Justification(
    "PCC-2026-0117",
    "agreement 4/2025, article 3",
    Purpose.DRUG_TRAFFICKING,
    "drugs.trafficking",
    Category.SUSPECT,
)

one_line = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=50)
printable = st.text(
    st.characters(exclude_categories=["C", "Zl", "Zp", "Zs"], include_characters=" "), max_size=50
)
justifications = st.builds(
    Justification,
    printable.filter(str.strip),
    printable.filter(str.strip),
    st.sampled_from(Purpose),
    printable.filter(str.strip),
    st.sampled_from(Category),
    st.sampled_from(Aim),
    st.just(Urgency.NORMAL),
)
entries = st.builds(
    Entry,
    event=st.sampled_from(Event),
    time=st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- hypothesis asks for naive bounds
    officer=one_line,
    role=one_line,
    peer=st.none() | one_line.filter(bool).map(NodeId),
    query_id=one_line,
    message_id=one_line,
    case_reference=one_line,
    justification=st.none() | justifications,
    entity_types=st.lists(st.sampled_from(EntityType), max_size=4).map(tuple),
    results=st.lists(one_line, max_size=5).map(tuple),
    models=st.lists(one_line, max_size=2).map(tuple),
    generation=one_line,
    epoch=st.none() | st.integers(0, 1000),
    match_count=st.none() | st.integers(0, 1000),
    retention_until=st.none() | st.dates(),
    detail=st.dictionaries(
        st.sampled_from(sorted(DETAIL_FIELDS)), one_line | st.integers() | st.booleans()
    ),
)


@given(entry=entries)
def test_an_entry_is_read_as_it_was_written(entry: Entry) -> None:
    """No field is lost or changed on the way."""
    assert from_canonical(canonical(entry, SALT)) == entry


def test_the_written_form_is_fixed() -> None:
    """Another implementation can check the bytes: sorted keys, no spaces, nothing empty."""
    entry = Entry(
        Event.QUERY_IN,
        NOON,
        officer="node",
        peer=NodeId("fiu-nl"),
        justification=JUSTIFICATION,
        entity_types=(EntityType.PERSON,),
        results=("hit", "no hit"),
        match_count=0,
        retention_until=date(2029, 3, 1),
        detail={"tokens": 64},
    )

    assert canonical(entry, SALT).decode() == (
        '{"detail":{"tokens":64},"entity_types":["person"],"event":"query-in",'
        '"justification":{"aim":"identify","case_reference":"PCC-2026-0117",'
        '"category":"suspect","legal_basis":"agreement 4/2025, article 3",'
        '"offence":"drugs.trafficking","purpose":"drug-trafficking","urgency":"normal",'
        '"urgency_reason":""},"match_count":0,"officer":"node","peer":"fiu-nl",'
        '"results":["hit","no hit"],"retention_until":"2029-03-01",'
        '"salt":"000102030405060708090a0b0c0d0e0f","time":"2026-03-01T12:00:00.000000Z",'
        '"version":1}'
    )


def test_the_salt_changes_the_bytes() -> None:
    """Two equal entries have different hashes, so that an erased one cannot be guessed."""
    entry = Entry(Event.READ, NOON)

    assert canonical(entry, SALT) != canonical(entry, bytes(16))


def test_a_salt_has_sixteen_bytes() -> None:
    """A shorter salt could be tried out."""
    with pytest.raises(ValueError, match="16 bytes"):
        canonical(Entry(Event.READ, NOON), b"short")


def test_times_are_written_in_utc() -> None:
    """An officer's time zone is not evidence, and texts sort by time."""
    lisbon_summer = timezone(timedelta(hours=1))

    assert timestamp(datetime(2026, 7, 1, 13, tzinfo=lisbon_summer)) == (
        "2026-07-01T12:00:00.000000Z"
    )


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"detail": {"name": "x"}}, id="detail-not-on-the-list"),
        pytest.param({"detail": {"reason": "x" * 201}}, id="long-detail"),
        pytest.param({"officer": "a\nb"}, id="two-lines"),
        pytest.param({"peer": "x" * 201}, id="long-peer"),
        pytest.param({"results": ("hit\x00",)}, id="control-character"),
        pytest.param({"query_id": "\udc80"}, id="not-utf-8"),
        pytest.param({"time": datetime(2026, 3, 1)}, id="naive-time"),  # noqa: DTZ001 -- the mistake under test
    ],
)
def test_what_an_entry_may_not_hold(change: dict[str, object]) -> None:
    """An entry that exists can be written and tells only what the law asks for."""
    with pytest.raises(ValueError, match="entry"):
        replace(Entry(Event.READ, NOON), **change)  # type: ignore[arg-type] # the mistakes under test


def test_an_entry_cannot_be_changed() -> None:
    """The detail is frozen with the rest."""
    entry = Entry(Event.READ, NOON, detail={"count": 1})

    with pytest.raises(TypeError):
        entry.detail["count"] = 2  # type: ignore[index] # the mistake under test


WRITTEN = json.loads(canonical(Entry(Event.READ, NOON, justification=JUSTIFICATION), SALT))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\xff", id="not-text"),
        pytest.param(b"[]", id="list"),
        pytest.param(b"{}", id="no-fields"),
        pytest.param(json.dumps(WRITTEN | {"version": 2}).encode(), id="newer"),
        pytest.param(json.dumps(WRITTEN | {"event": "gossip"}).encode(), id="unknown-event"),
        pytest.param(json.dumps(WRITTEN | {"time": 5}).encode(), id="no-time"),
        pytest.param(json.dumps(WRITTEN | {"detail": {"name": 1}}).encode(), id="bad-detail"),
        pytest.param(json.dumps(WRITTEN | {"justification": {"x": 1}}).encode(), id="bad-reason"),
        pytest.param(
            json.dumps(
                WRITTEN | {"justification": WRITTEN["justification"] | {"offence": ""}}
            ).encode(),
            id="incomplete-reason",
        ),
    ],
)
def test_what_was_never_written_is_not_read(content: bytes) -> None:
    """Altered content is one kind of error, whatever it is."""
    with pytest.raises(ValueError):  # noqa: PT011 -- the sentence is that of whoever noticed
        from_canonical(content)
