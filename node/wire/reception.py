"""Open what arrives for this node and close what leaves it in reply."""

import asyncio
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import timedelta

from node.domain.peer import NodeId
from node.domain.ports import Clock
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.envelope import (
    SKEW,
    FirstSeen,
    Opened,
    PayloadKind,
    Sender,
    Terms,
    seal_reply,
    unseal,
)
from node.wire.version import VERSIONS


@dataclass(frozen=True, slots=True)
class Reception:
    """What this node opens and closes messages with."""

    sender: Sender
    identity_key: Callable[[NodeId], bytes | None]
    """Ed25519 public key of a member, or nothing."""
    box_secret: Callable[[str], bytes] = field(repr=False)
    """Our secret box key of that id; raises `KeyringError` once it is destroyed."""
    first_seen: FirstSeen
    clock: Clock
    skew: timedelta = SKEW
    """How far a peer's clock may be apart from ours."""
    versions: Collection[int] = VERSIONS
    """Versions of the protocol that are spoken here."""
    relays: Collection[NodeId] = ()
    """Callers that bring what others have signed."""

    async def open(self, envelope: pb.Envelope, kind: PayloadKind, *, caller: NodeId) -> Opened:
        """Open a request that the caller has signed itself, or that a relay brings.

        In a thread, because remembering the message id writes to the ledger.

        Raises:
            EnvelopeError: The message may not be opened.
        """
        terms = Terms(
            node=self.sender.node,
            kinds=frozenset({kind}),
            # A relay lets nobody in whom this node does not know: it brings what others sign.
            identity_key=lambda node: (
                self.identity_key(node) if caller in (node, *self.relays) else None
            ),
            box_secret=self.box_secret,
            first_seen=self.first_seen,
            skew=self.skew,
            versions=self.versions,
        )
        return await asyncio.to_thread(unseal, envelope, terms, now=self.clock.now())

    def reply(self, request: Opened, content: pb.Reply) -> pb.Envelope:
        """Close the reply to an opened request, padded to the one size of its kind."""
        return seal_reply(
            content.SerializeToString(deterministic=True),
            sender=self.sender,
            request=request.header,
            now=self.clock.now(),
        )
