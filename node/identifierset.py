"""Make identifier sets in the background, each at most once an hour, one after the other.

A register of several 100,000 identifiers takes longer than a peer's call may last, so nobody waits
for a set inside a call: who asks before it is made hears *not available now* and asks again. No
thread that answers peers is ever held by the making of a set.
"""

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import islice
from traceback import extract_tb

import structlog

from matching.blind import PAGE_TAGS, pages_of
from node.domain.blind import SET_LIFE, SetHead, SetName, digest_of
from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.keys.identity import Identity, Label

log = structlog.get_logger()

IDENTIFIERS_MAX = 1_000_000
"""Of one class; a node with more publishes none of them. Making takes a minute and a half of
one core (91 microseconds each) and 100 MB; the protocol itself allows `PAGES_MAX` pages."""
Tags = Callable[[SetName], Iterable[bytes]]
"""Yields the tags of a set, 8 bytes each; called in a thread of its own."""


@dataclass(frozen=True, slots=True)
class Made:
    """One set as it is told."""

    head: SetHead
    signature: bytes
    pages: list[bytes] = field(repr=False)


class IdentifierSets:
    """The sets of one node; threads may share it."""

    def __init__(self, node: NodeId, identity: Identity, *, tags: Tags, clock: Clock) -> None:
        """Start without a set.

        Args:
            node: whose sets they are.
            identity: signs them.
            tags: where their content comes from.
            clock: says when a set is too old to be told.
        """
        self._node = node
        self._identity = identity
        self._tags = tags
        self._clock = clock
        # Guards what is made and what is being made.
        self._lock = threading.Lock()
        self._made: dict[SetName, Made] = {}
        self._making: set[SetName] = set()
        # One set at a time: the others of the node's work need the machine too.
        self._turn = threading.Lock()

    def present(self, name: SetName) -> Made | None:
        """Return a set that may be told; without one begin to make it and return nothing."""
        with self._lock:
            made = self._made.get(name)
            if made is not None and self._clock.now() < made.head.issued_at + SET_LIFE:
                return made
            self._made.pop(name, None)
            if name not in self._making:
                self._making.add(name)
                # A node that stops does not wait for a set that nobody will be told.
                threading.Thread(
                    target=self._make, args=(name,), name="identifier-set", daemon=True
                ).start()
            return None

    def _make(self, name: SetName) -> None:
        """Make a set; what fails is in the log, and the next who asks begins anew."""
        made = None
        try:
            with self._turn:
                made = self._signed(name)
        except Exception as error:  # noqa: BLE001 - the outermost frame of this thread
            frame = extract_tb(error.__traceback__)[-1]
            place = f"{frame.filename}:{frame.lineno}"
            log.error("identifier set not made", error=type(error).__name__, place=place)  # noqa: TRY400 - no message
        with self._lock:
            self._making.discard(name)
            if made is not None:
                self._made[name] = made

    def _signed(self, name: SetName) -> Made | None:
        now = self._clock.now()
        distinct: set[bytes] = set()
        tags = iter(self._tags(name))
        while len(distinct) <= IDENTIFIERS_MAX and (some := set(islice(tags, PAGE_TAGS))):
            distinct |= some
        if len(distinct) > IDENTIFIERS_MAX:
            log.error("identifier set too large", kind=name.kind, limit=IDENTIFIERS_MAX)
            return None
        pages = pages_of(distinct)
        head = SetHead(self._node, name, now, len(pages), digest_of(b"".join(pages)))
        signature = self._identity.sign(Label.IDENTIFIER_SET, head.signed())
        log.info("identifier set made", kind=name.kind, pages=len(pages))
        return Made(head, signature, pages)
