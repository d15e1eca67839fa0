"""Follow the directory: take over who the members are, and stop when that is no longer known.

Rules:
- With a directory configured, peers come from it and from nowhere else.
- A list that was accepted is in force until its metadata expires, and a grace time beyond, for then
  the publisher may be down. Whether it is silent or shows something refused makes no difference:
  whoever can alter what it shows can silence it too, and must not gain by either.
- After that nothing is exchanged with anybody until a list is accepted again.
"""

import asyncio
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from node.directory.listing import Edition, Listing
from node.directory.mirror import Mirror, fingerprint_of
from node.domain.errors import DirectoryError, DirectoryFault, NodeError
from node.domain.journal import Entry, Event
from node.domain.peer import DirectoryEntry, NodeId, Peer
from node.domain.ports import Clock
from node.store.journal import Journal
from node.store.ledger import Ledger
from node.store.peers import Peers

log = structlog.get_logger()

_ITSELF = "node"
"""Officer of what the node does by itself."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How this node stands with the directory."""

    edition: Edition | None = None
    """Nothing before a list was ever accepted."""
    until: datetime | None = None
    """When the grace time ends."""
    members: int = 0
    accepted_at: datetime | None = None
    """When a list was last accepted by this process."""
    fault: DirectoryFault | None = None
    """Why the last attempt failed."""
    finding: str = ""
    """The same as a sentence."""
    mistakes: tuple[str, ...] = ()
    """What the authority has signed and nobody can use."""

    def is_current(self, now: datetime) -> bool:
        """Whether the list itself is in force, without any grace."""
        return self.edition is not None and now < self.edition.expires

    def is_in_force(self, now: datetime) -> bool:
        """Whether anything may be exchanged."""
        return self.until is not None and now < self.until


@dataclass(frozen=True, slots=True)
class Members:
    """Where it is written who the members are."""

    peers: Peers
    journal: Journal
    ledger: Ledger


class Follower:
    """Keeps the peers of this node as the directory has them; threads may share it."""

    def __init__(
        self, own: NodeId, mirror: Mirror, *, members: Members, clock: Clock, grace: timedelta
    ) -> None:
        """Start from what was accepted last."""
        self._own = own
        self._mirror = mirror
        self._members = members
        self._clock = clock
        self._grace = grace
        # One refresh at a time: the mirror's folder belongs to one updater.
        self._turn = threading.Lock()
        self._standing = self._first_standing()

    @property
    def standing(self) -> Standing:
        """How the node stands with the directory."""
        return self._standing

    def own_entry(self) -> DirectoryEntry | None:
        """Return what the accepted list says of this node; nothing where it is no member.

        Raises:
            DirectoryError: The kept copy of the list is damaged.
        """
        listing = self._mirror.accepted()
        return listing.members.get(self._own) if listing else None

    def require(self) -> None:
        """Let an exchange with any peer happen.

        Raises:
            DirectoryError: Nobody can say any more who the members are.
        """
        standing = self._standing
        if standing.is_in_force(self._clock.now()):
            return
        if standing.until is None:
            raise DirectoryError(
                standing.fault or DirectoryFault.UNTRUSTED,
                "no directory was accepted yet, so nothing is exchanged",
            )
        raise DirectoryError(
            standing.fault or DirectoryFault.EXPIRED,
            f"the directory is past its time since {standing.until:%Y-%m-%d %H:%M} UTC,"
            " so nothing is exchanged",
        )

    def trust(self, root: bytes, *, replaces: bool, officer: str) -> None:
        """Take a root as the beginning of all trust.

        Raises:
            DirectoryError: It is no root, or another one is trusted and not to be replaced.
        """
        with self._turn:
            self._mirror.trust(root, replaces=replaces)
            self._standing = self._first_standing()
        digest = fingerprint_of(root).replace(" ", "")
        self._members.journal.append(self._entry("trust-root", officer=officer, digest=digest))

    def refresh(self, *, officer: str = _ITSELF) -> Standing:
        """Fetch the directory and take over what has changed.

        Raises:
            DirectoryError: It was not accepted; peers stay as they are.
            LedgerError: The peers cannot be written.
        """
        with self._turn:
            try:
                listing = self._mirror.refresh()
                self._take_over(listing, officer=officer)
            except DirectoryError as error:
                self._standing = replace(self._standing, fault=error.fault, finding=str(error))
                raise
            self._standing = replace(self._of(listing), accepted_at=self._clock.now())
            return self._standing

    async def run(self, every_s: float) -> None:
        """Refresh for ever; what fails is logged and tried again."""
        while True:
            await asyncio.sleep(every_s)
            await asyncio.to_thread(self.attempt)

    def attempt(self) -> None:
        """Refresh, and log what fails."""
        try:
            standing = self.refresh()
        except NodeError as error:
            log.warning("directory not accepted", error=error.code, detail=str(error))
            return
        for mistake in standing.mistakes:
            log.warning("directory holds a mistake", detail=mistake)

    def _first_standing(self) -> Standing:
        try:
            listing = self._mirror.accepted()
        except DirectoryError as error:
            return Standing(fault=error.fault, finding=str(error))
        return Standing() if listing is None else self._of(listing)

    def _of(self, listing: Listing) -> Standing:
        edition = listing.edition
        return Standing(
            edition, edition.expires + self._grace, len(listing.members), mistakes=listing.faults
        )

    def _take_over(self, listing: Listing, *, officer: str) -> None:
        """Make the peers those of the list, all or nothing, with an entry for each change."""
        wanted = {peer.id: peer for peer in listing.peers_of(self._own)}
        with self._members.ledger.transaction():
            known = {peer.id: peer for peer in self._members.peers.all()}
            for name in known.keys() - wanted.keys():
                entry = self._entry("revoke-peer", officer=officer, peer=name)
                self._members.peers.remove(name, entry=entry)
            for name, peer in sorted(wanted.items()):
                self._settle(peer, known.get(name), officer=officer)

    def _settle(self, peer: Peer, known: Peer | None, *, officer: str) -> None:
        """Record a peer that is new or has changed."""
        reference = peer.agreement.reference
        if known is None:
            action = "admit-peer"
        elif (known.entry, known.agreement) == (peer.entry, peer.agreement):
            return
        elif _succeeds(peer, known):
            action, peer = "change-peer", replace(peer, revoked=known.revoked, pause=known.pause)
        else:
            # The threshold of the authority stands above what the member's old key would say.
            action = "readmit-peer"
            entry = self._entry("revoke-peer", officer=officer, peer=peer.id)
            self._members.peers.remove(peer.id, entry=entry)
        entry = self._entry(action, officer=officer, peer=peer.id, agreement=reference)
        self._members.peers.put(peer, entry=entry)

    def _entry(
        self, action: str, *, officer: str, peer: NodeId | None = None, **detail: str
    ) -> Entry:
        return Entry(
            Event.ADMIN,
            self._clock.now(),
            officer=officer,
            peer=peer,
            detail={"action": action, **detail},
        )


def _succeeds(peer: Peer, known: Peer) -> bool:
    """Whether the member itself has replaced its entry: the same key, and not an older word."""
    same_key = peer.entry.identity_key == known.entry.identity_key
    return same_key and peer.entry.issued_at >= known.entry.issued_at
