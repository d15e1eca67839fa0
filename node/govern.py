"""Look at the policy, try a draft on the past, and put one in force."""

from collections.abc import Iterator

from node.domain.journal import Entry, Event
from node.domain.ports import Clock
from node.policy.inforce import PolicyInForce, digest_of
from node.policy.rehearse import Rehearsal, rehearse
from node.policy.rules import Policy
from node.store.journal import Journal
from node.store.peers import Peers

_AT_ONCE = 1_000


class Governor:
    """What an officer does with the node's policy."""

    def __init__(
        self, in_force: PolicyInForce, journal: Journal, *, peers: Peers, clock: Clock
    ) -> None:
        """Keep the policy, and where the past and the members are."""
        self._in_force = in_force
        self._journal = journal
        self._peers = peers
        self._clock = clock

    @property
    def policy(self) -> Policy:
        """The rules in force."""
        return self._in_force.policy

    @property
    def document(self) -> bytes:
        """The file in force; empty where the shipped values hold."""
        return self._in_force.document

    @property
    def digest(self) -> str:
        """SHA-256 of the file in force, hexadecimal."""
        return self._in_force.digest

    def check(self, document: bytes) -> Policy:
        """Read a draft.

        Raises:
            PolicyError: Something in it cannot be; everything wrong is told.
        """
        return self._in_force.check(document)

    def rehearse(self, document: bytes) -> Rehearsal:
        """Say what of the journalled past would have ended otherwise under a draft.

        Raises:
            PolicyError: Something in it cannot be.
        """
        peers = {peer.id: peer for peer in self._peers.all()}
        return rehearse(self._past(), self.check(document), peers=peers)

    def put(self, document: bytes, *, officer: str) -> str:
        """Put a policy in force, journalled before it acts; return its digest.

        Raises:
            PolicyError: Something in it cannot be, or it cannot be written.
        """
        self.check(document)
        digest = digest_of(document)
        self._journal.append(
            Entry(
                Event.ADMIN,
                self._clock.now(),
                officer=officer,
                detail={"action": "set-policy", "policy": digest},
            )
        )
        self._in_force.put(document)
        return digest

    def _past(self) -> Iterator[Entry]:
        """Yield what the journal still holds, oldest first."""
        start = 0
        while recorded := self._journal.entries(start, start + _AT_ONCE):
            yield from (each.entry for each in recorded if each.entry is not None)
            start += _AT_ONCE
