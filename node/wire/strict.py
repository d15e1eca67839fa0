"""The checks that every message passes before anything in it is used.

Each raises `EnvelopeError` with the fault `malformed` and names the field, never its content.
"""

import re
from datetime import UTC, datetime
from enum import Enum
from typing import TypeVar

from google.protobuf.message import DecodeError, Message
from google.protobuf.timestamp_pb2 import Timestamp

from node.domain.errors import EnvelopeError, EnvelopeFault
from node.domain.peer import NodeId

M = TypeVar("M", bound=Message)
E = TypeVar("E", bound=Enum)

TEXT_CHARS_MAX = 200
NODE_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
"""Short name of a member; it becomes the first label of a host name, hence 63 characters."""


def malformed(field: str) -> EnvelopeError:
    """Return the error about one field of a message."""
    return EnvelopeError(EnvelopeFault.MALFORMED, f"{field} is not what the protocol allows")


def parse(kind: type[M], raw: bytes) -> M:
    """Parse protobuf bytes as one message of that kind."""
    try:
        return kind.FromString(raw)
    except DecodeError as error:
        raise malformed(kind.__name__) from error


def text(value: str, field: str, *, limit: int = TEXT_CHARS_MAX) -> str:
    """Return the text if it has at most `limit` characters, all of them printable."""
    if len(value) > limit or not value.isprintable():
        raise malformed(field)
    return value


def lines(value: str, field: str, *, limit: int) -> str:
    """Return the text if it has at most `limit` characters, printable ones and line ends."""
    if len(value) > limit or not value.replace("\n", "").isprintable():
        raise malformed(field)
    return value


def name(value: str, field: str, *, limit: int) -> str:
    """Return the text if it has at most `limit` characters, all of them printable ASCII."""
    if not value.isascii():
        raise malformed(field)
    return text(value, field, limit=limit)


def node_id(value: str, field: str) -> NodeId:
    """Return the text as the short name of a member."""
    if not NODE_ID.fullmatch(value):
        raise malformed(field)
    return NodeId(value)


def member(kind: type[E], value: object, *, field: str) -> E:
    """Return the member of `kind` that has this value."""
    try:
        return kind(value)
    except ValueError as error:
        raise malformed(field) from error


def at_most(limit: int, count: int, *, field: str) -> int:
    """Return the count if it does not pass the limit."""
    if count > limit:
        raise malformed(field)
    return count


def exactly(size: int, value: bytes, *, field: str) -> bytes:
    """Return the bytes if there are `size` of them."""
    if len(value) != size:
        raise malformed(field)
    return value


def instant(value: Timestamp, field: str) -> datetime:
    """Return the timestamp as an aware datetime, UTC, to the microsecond."""
    try:
        return value.ToDatetime(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise malformed(field) from error


def timestamp(value: datetime) -> Timestamp:
    """Return an aware datetime as a timestamp."""
    stamp = Timestamp()
    stamp.FromDatetime(value)
    return stamp
