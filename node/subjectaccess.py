"""Find what is known of a person who asks, for the controller's own answer.

Directive (EU) 2016/680, Articles 14 to 17: a person may have confirmed whether data about her are
processed, which, and to whom they were disclosed, directly or through the authority. The search
runs through the node's own matcher, under the node's own key, and leaves no query at any peer.
Only a data-protection officer may do it, and the journal has it before a record is opened.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from matching.encode import direct_pseudonyms, encode_subject
from matching.linkage import Linkage
from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType, Pseudonym, Subject
from matching.zone import Zone
from node.domain.alert import Alert, Direction
from node.domain.errors import JustificationError, RefusedError
from node.domain.exchange import Refusal
from node.domain.journal import Entry, Event
from node.domain.justification import require_line
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.domain.record import kept_from_bytes
from node.domain.routing import routing_from_json
from node.keys.keyring import Keyring
from node.policy.rules import Policy
from node.store.alerts import Alerts
from node.store.journal import Journal
from node.store.peers import Peers
from node.store.retractions import Retractions
from node.store.schema_alert import alert as table
from node.store.shelf import Shelf, Shelved

ROLE = "data-protection-officer"


@dataclass(frozen=True, slots=True)
class Search:
    """Who is asked about, and on whose request."""

    entity_type: EntityType
    fields: Mapping[str, Sequence[str]] = field(repr=False)
    reference: str
    """Number of the request for access."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """One hit that was told on a record."""

    alert: Alert
    agency: str
    country: str


@dataclass(frozen=True, slots=True)
class Known:
    """One own record that may be about the person."""

    register: str
    zone: Zone
    fields: Mapping[str, tuple[str, ...]] = field(repr=False)
    is_contested: bool
    disclosures: tuple[Disclosed, ...]
    untold: int
    """Queries that touched it without anything being told."""


@dataclass(frozen=True, slots=True)
class Access:
    """Everything that is known, for the answer to the person."""

    reference: str
    searched_at: datetime
    records: tuple[Known, ...]
    registers: tuple[str, ...]
    """Registers that were searched."""


@dataclass(frozen=True, slots=True)
class Sources:
    """Where records, and what was told of them, are."""

    shelf: Shelf
    alerts: Alerts
    peers: Peers
    retractions: Retractions
    journal: Journal


@dataclass(frozen=True, slots=True)
class _Match:
    held: Shelved
    reference: bytes
    zone: Zone


class SubjectAccess:
    """Searches for data-protection officers; worker threads may share it."""

    def __init__(
        self,
        sources: Sources,
        keyring: Keyring,
        *,
        linkage: Callable[[EntityType], Linkage],
        policy: Callable[[], Policy],
        clock: Clock,
    ) -> None:
        """Keep where to search, the keys, the models, and the policy that names who may."""
        self._sources = sources
        self._keyring = keyring
        self._linkage = linkage
        self._policy = policy
        self._clock = clock

    def search(self, wanted: Search, *, officer: str) -> Access:
        """Find every own record that may be about a person, and what was told of it.

        Raises:
            RefusedError: The policy does not name the officer as data-protection officer.
            JustificationError: The number of the request is missing.
            InvalidRecordError: What is given of the person cannot be.
        """
        if officer not in self._policy().data_protection_officers:
            raise RefusedError(
                Refusal.CATEGORY,
                "a subject is searched for by a data-protection officer",
                hint="The policy names them under data_protection_officers.",
            )
        if not wanted.reference.strip():
            raise JustificationError("the number of the request for access is missing")
        require_line("the number of the request", wanted.reference)
        record = record_from_fields(wanted.entity_type, wanted.fields)
        subject = tokens(record, asking=True)
        held = self._sources.shelf.of(wanted.entity_type)
        matches = [match for each in held for match in self._matches(each, subject)]
        # Before anything is opened: who looked is known even if the machine stops here.
        self._note(wanted, officer=officer, count=len(matches))
        peers = {peer.id: peer for peer in self._sources.peers.all()}
        known = (self._known(match, peers=peers) for match in matches)
        registers = sorted({each.generation.register for each in held})
        return Access(wanted.reference, self._clock.now(), tuple(known), tuple(registers))

    def _matches(self, held: Shelved, subject: Subject[bytes]) -> Iterator[_Match]:
        generation = held.generation
        key = self._keyring.oprf_key(generation.entity_type, generation.epoch)
        own: dict[bytes, Pseudonym] = dict(direct_pseudonyms(key, subject.leaves()))
        linkage = self._linkage(generation.entity_type)
        for decision in linkage.match(held.index, encode_subject(subject, own)).decisions:
            yield _Match(held, decision.reference, decision.zone)

    def _known(self, match: _Match, *, peers: Mapping[NodeId, Peer]) -> Known:
        held, reference = match.held, match.reference
        vault, place = held.vault, held.vault.locator(reference)
        kept = kept_from_bytes(self._keyring.vault.open(place.hex(), vault.record(place)))
        opened = self._keyring.vault.open(f"routing:{place.hex()}", vault.routing(place))
        alerts = self._sources.alerts.chosen(
            table.c.direction == Direction.INCOMING, table.c.record == reference.hex()
        )
        told = [alert for alert in alerts if alert.work.told_at is not None]
        return Known(
            held.generation.register,
            match.zone,
            {name: tuple(values) for name, values in json.loads(kept.clear).items()},
            self._sources.retractions.is_contested(routing_from_json(opened).record_key),
            tuple(_disclosed(alert, peers.get(alert.peer)) for alert in told),
            len(alerts) - len(told),
        )

    def _note(self, wanted: Search, *, officer: str, count: int) -> None:
        self._sources.journal.append(
            Entry(
                Event.READ,
                self._clock.now(),
                officer=officer,
                role=ROLE,
                entity_types=(wanted.entity_type,),
                match_count=count,
                detail={"action": "subject-access", "reason": wanted.reference},
            )
        )


def _disclosed(alert: Alert, peer: Peer | None) -> Disclosed:
    """Name the recipient; one that is no member any more goes by its short name."""
    if peer is None:
        return Disclosed(alert, str(alert.peer), "")
    return Disclosed(alert, peer.entry.name, peer.entry.country)
