"""Message ids are UUIDs of version 7."""

from datetime import timedelta
from uuid import RFC_4122, UUID

from node.wire.message_id import is_message_id, new_message_id
from tests.node.wire.exchange import NOON


def test_it_is_a_uuid_of_version_7() -> None:
    """Version and variant are those of RFC 9562."""
    raw = new_message_id(NOON)

    assert is_message_id(raw)
    assert (UUID(bytes=raw).version, UUID(bytes=raw).variant) == (7, RFC_4122)


def test_it_begins_with_the_time() -> None:
    """The first 48 bits are milliseconds since 1970, so that ids sort by time."""
    raw = new_message_id(NOON)

    assert int.from_bytes(raw[:6], "big") == int(NOON.timestamp() * 1_000)
    assert raw < new_message_id(NOON + timedelta(milliseconds=1))


def test_no_two_are_the_same() -> None:
    """Ids made in the same millisecond differ."""
    assert len({new_message_id(NOON) for _ in range(1_000)}) == 1_000


def test_other_bytes_are_none() -> None:
    """Bytes of another size, version or variant are no message id."""
    raw = new_message_id(NOON)

    assert not is_message_id(raw[:15])
    assert not is_message_id(raw[:6] + b"\x4a" + raw[7:])
    assert not is_message_id(raw[:8] + b"\x0b" + raw[9:])
