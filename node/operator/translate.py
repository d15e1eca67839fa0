"""Translate messages of the operator protocol into views, and views into messages.

The names of the fields are the rule, so that a field added on both sides needs nothing here.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import cache
from types import NoneType
from typing import TypeVar, cast, get_args, get_origin, get_type_hints

from google.protobuf.message import Message
from google.protobuf.timestamp_pb2 import Timestamp

V = TypeVar("V")
M = TypeVar("M", bound=Message)

# What a peer wrote of itself is printed on an officer's terminal: nothing in it may steer the
# terminal or turn the direction of the text around it. Lines and tabs stay: notes have them.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_REPLACEMENT = "\ufffd"


def view_of(kind: type[V], message: Message) -> V:
    """Return the view of a message; every field of the view is one of the message."""
    hints = _hints(kind)  # type: ignore[arg-type]  # mypy doubts that a class has a hash
    values = {name: _value(hint, message, name=name) for name, hint in hints.items()}
    return kind(**values)


def message_of(kind: type[M], view: object) -> M:
    """Return the message of a view; every field of the view is one of it."""
    return kind(**_plain(view))


@cache
def _hints(kind: type) -> Mapping[str, object]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _value(hint: object, message: Message, *, name: str) -> object:
    value = getattr(message, name)
    if get_origin(hint) is tuple:
        item = get_args(hint)[0]
        return tuple(_single(item, entry) for entry in value)
    known = [option for option in get_args(hint) if option is not NoneType]
    if known:
        return _single(known[0], value) if message.HasField(name) else None
    return _single(hint, value)


def _single(kind: object, value: object) -> object:
    if kind is datetime:
        return value.ToDatetime(tzinfo=UTC)  # type: ignore[attr-defined]  # a Timestamp
    if isinstance(kind, type) and is_dataclass(kind):
        return view_of(kind, cast("Message", value))
    return _STEERING.sub(_REPLACEMENT, value) if isinstance(value, str) else value


def _plain(view: object) -> dict[str, object]:
    names = _hints(type(view))  # type: ignore[arg-type]  # mypy doubts that a class has a hash
    values = {name: getattr(view, name) for name in names}
    return {name: _encodable(value) for name, value in values.items() if value is not None}


def _encodable(value: object) -> object:
    if isinstance(value, tuple):
        return [_encodable(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _plain(value)
    if isinstance(value, datetime):
        written = Timestamp()
        written.FromDatetime(value)
        return written
    return value
