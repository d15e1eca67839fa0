"""Make one call on the node's socket: every failure becomes an `OperatorError`."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar

import grpc
from google.protobuf.message import Message

from node.operator.failure import failure_of

R = TypeVar("R")

READ_DEADLINE_S: Final = 60.0


def read(method: Callable[..., R], request: Message) -> R:
    """Call a method that only reads."""
    return _call(method, request, deadline_s=READ_DEADLINE_S)


def work(method: Callable[..., R], request: Message) -> R:
    """Call a method that may take as long as it needs."""
    return _call(method, request, deadline_s=None)


def stream(method: Callable[..., Iterable[R]], request: Message) -> Iterator[R]:
    """Call a method whose responses come one by one, for as long as it needs."""
    try:
        yield from method(request)
    except grpc.RpcError as error:
        raise failure_of(error) from error


def _call(method: Callable[..., R], request: Message, *, deadline_s: float | None) -> R:
    try:
        return method(request, timeout=deadline_s)
    except grpc.RpcError as error:
        raise failure_of(error) from error
