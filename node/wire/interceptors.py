"""What every call passes, in this order: timing, rim, deadline, identity, admission; its handler.

The rim is around all that may fail, so that whatever fails inside leaves as a status of
`node.wire.status` and as one line in the log.
Who may ask what is no question of the wire: policy answers it behind the port.
"""

from abc import abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from time import perf_counter

import grpc
from google.protobuf.message import Message
from grpc import aio

from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.wire.caller import CALLER, Lookup, caller_of
from node.wire.errors import DeadlineError
from node.wire.gate import Gate
from node.wire.rim import ANSWERED, RESULT, settle
from node.wire.strict import NODE_ID

DEADLINE_S_MAX = 60.0
SENDER_KEY = "heliograph-sender"
"""Metadata in which a relay names the member whose call it brings."""

Behaviour = Callable[[Message, aio.ServicerContext], Awaitable[Message]]
Tally = Callable[[str, str, float], None]
"""Told of each call: its method, `ok` or the coded reason given to the peer, and its seconds."""
Continuation = Callable[[grpc.HandlerCallDetails], Awaitable[grpc.RpcMethodHandler | None]]


class _Around(aio.ServerInterceptor):  # type: ignore[misc]  # grpc is untyped
    """Put something around the behaviour of every unary method."""

    async def intercept_service(
        self, continuation: Continuation, handler_call_details: grpc.HandlerCallDetails
    ) -> grpc.RpcMethodHandler | None:
        """Return the method's handler with `around` about its behaviour."""
        handler = await continuation(handler_call_details)
        if handler is None:
            return None
        return grpc.unary_unary_rpc_method_handler(
            self._wrapped(handler.unary_unary, method=handler_call_details.method),
            request_deserializer=handler.request_deserializer,
            response_serializer=handler.response_serializer,
        )

    @abstractmethod
    def around(self, context: aio.ServicerContext) -> AbstractAsyncContextManager[None]:
        """Return what to enter before the inner behaviour runs; entering may raise."""

    def _wrapped(self, inner: Behaviour, *, method: str) -> Behaviour:  # noqa: ARG002 - for those that tell
        async def behaviour(request: Message, context: aio.ServicerContext) -> Message:
            async with self.around(context):
                return await inner(request, context)

        return behaviour


class Timing(_Around):
    """Tell how each call ended and how long it took."""

    def __init__(self, tally: Tally) -> None:
        """Keep whom to tell."""
        self._tally = tally

    def around(self, context: aio.ServicerContext) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - as the class above has it
        """Stand in nobody's way."""
        return nullcontext()

    def _wrapped(self, inner: Behaviour, *, method: str) -> Behaviour:
        async def behaviour(request: Message, context: aio.ServicerContext) -> Message:
            RESULT.set(ANSWERED)
            began_s = perf_counter()
            try:
                return await inner(request, context)
            finally:
                name = method.rpartition("/")[2]
                self._tally(name, RESULT.get(), perf_counter() - began_s)

        return behaviour


class Rim(_Around):
    """Turn every error into a status and a line in the log."""

    @asynccontextmanager
    async def around(self, context: aio.ServicerContext) -> AsyncIterator[None]:
        """End the call with a status if anything inside raises."""
        try:
            yield
        except Exception as error:  # noqa: BLE001 - the rim: a bug ends one call, not the server
            told = settle(error)
            await context.abort(told.code, told.sentence, trailing_metadata=told.trailer())


class Deadline(_Around):
    """Refuse a call that could wait for ever: without a deadline it arrives as "infinite"."""

    @asynccontextmanager
    async def around(self, context: aio.ServicerContext) -> AsyncIterator[None]:
        """Enter if the caller has set a deadline in reach."""
        remaining = context.time_remaining()
        if remaining is None or remaining > DEADLINE_S_MAX:
            raise DeadlineError("the call has no deadline, or one too far away")
        yield


class Identity(_Around):
    """Find the member behind the certificate, at every call."""

    def __init__(self, lookup: Lookup, clock: Clock) -> None:
        """Keep how to find a member."""
        self._lookup = lookup
        self._clock = clock

    @asynccontextmanager
    async def around(self, context: aio.ServicerContext) -> AsyncIterator[None]:
        """Enter in the name of a member, or not at all."""
        CALLER.set(caller_of(context.auth_context(), self._lookup, now=self._clock.now()))
        yield


class Admission(_Around):
    """Let the caller's turn come, or send it away.

    What a relay brings takes the places of the sender that the relay names, so that one sender
    behind it does not wait for another. A relay that lies about it wastes its own senders' places,
    because all that it brings together has half of them all.
    """

    def __init__(self, gate: Gate, relays: Collection[NodeId] = ()) -> None:
        """Keep the gate, and which callers bring what others send."""
        self._gate = gate
        self._relays = relays

    def around(self, context: aio.ServicerContext) -> AbstractAsyncContextManager[None]:
        """Enter into one of the caller's places."""
        caller = CALLER.get()
        if caller not in self._relays:
            return self._gate.place(caller)
        named = dict(context.invocation_metadata() or ()).get(SENDER_KEY, "")
        sender = named if isinstance(named, str) and NODE_ID.fullmatch(named) else ""
        return self._gate.brought(caller, sender)
