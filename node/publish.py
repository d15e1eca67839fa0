"""Tell peers the identifier sets that their agreements allow, for blind checks.

Rules:
- A set holds what the peer might be told of as a hit with a contact point: no record of a victim,
  witness or minor, none that only its owner hears of, no decoy.
- Where the human-rights gate could hold a hit for the peer's country, there is no set: nobody
  hears of what is found in it, so nothing could be held.
- A set lives an hour; what was withdrawn meanwhile is not in the next.
- A set is made outside the calls of peers (`node.identifierset`); no page costs before it is told.

Records are opened one by one and become tags at once; nothing of a set is written to a disk.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from matching.blind import pages_needed, tag_of
from matching.encode import direct_pseudonyms
from matching.errors import InvalidRecordError, StaleKeyError
from matching.profile import exact_identifiers
from matching.records import record_from_fields
from node.answerbook import AnsweringBook
from node.domain.blind import SetName, SetPage, SetRequest
from node.domain.disclosure import in_force, strictest
from node.domain.exchange import Query, Refusal
from node.domain.journal import Event
from node.domain.peer import NodeId, Peer
from node.domain.ports import Clock
from node.domain.record import kept_from_bytes
from node.domain.routing import Disclosure, routing_from_json
from node.identifierset import IdentifierSets
from node.keys.keyring import Keyring
from node.policy.rules import Policy
from node.store.disclosures import Disclosures
from node.store.shelf import Shelf, Shelved

TOKENS_PER_PAGE = 16
"""What a page costs of the day's quota: as much as the smallest batch."""


def tokens_of_set(identifiers: int) -> int:
    """Return what fetching a whole set costs of the day's quota."""
    return TOKENS_PER_PAGE * pages_needed(identifiers)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What keeps records out of sets."""

    policy: Callable[[], Policy]
    disclosures: Disclosures


class Publisher:
    """Makes identifier sets and tells them; worker threads may share it."""

    def __init__(
        self,
        keyring: Keyring,
        shelf: Shelf,
        *,
        bounds: Bounds,
        book: AnsweringBook,
        clock: Clock,
    ) -> None:
        """Keep where records are, what bounds their telling, and the book."""
        self._keyring = keyring
        self._shelf = shelf
        self._bounds = bounds
        self._book = book
        self._clock = clock
        self._sets = IdentifierSets(keyring.node, keyring.identity, tags=self._tags, clock=clock)

    def tell(self, sender: NodeId, request: SetRequest, *, checkpoint: str) -> SetPage:
        """Tell one page, after quota and journal.

        Raises:
            RefusedError: Agreement, policy, gate or quota forbid it; the set is being made, or
                cannot be; or there is no such page.
            StaleKeyError: No register is built under the key of that epoch.
        """
        peer, name = self._book.books.peers.get(sender), request.name
        self._book.keep_head(peer, checkpoint)
        if name.epoch not in self._shelf.epochs(name.entity_type):
            raise StaleKeyError(f"{name.entity_type} registers are not all of epoch {name.epoch}")
        asked = Query("", request.justification, request.officer, name.epoch, ())
        entry = replace(
            self._book.entry(Event.IDENTIFIER_SET, sender, query=asked),
            entity_types=(name.entity_type,),
            detail={"kind": name.kind, "count": request.page, "tokens": TOKENS_PER_PAGE},
        )
        if not self._may_tell(peer, name):
            self._book.refuse(entry, Refusal.ENTITY_TYPE)
        made = self._sets.present(name)
        if made is None or request.page >= len(made.pages):
            self._book.refuse(entry, Refusal.UNAVAILABLE)
        self._book.admit(peer, entry, tokens=TOKENS_PER_PAGE)
        return SetPage(made.head, made.signature, request.page, made.pages[request.page])

    def _may_tell(self, peer: Peer, name: SetName) -> bool:
        policy = self._bounds.policy()
        country = peer.entry.country
        is_held = any(not rule.countries or country in rule.countries for rule in policy.gate)
        bound = strictest(policy.of(peer.id).disclosure)
        return (
            name.kind in peer.agreement.blind_check
            and not is_held
            and bound is not Disclosure.OWNER
        )

    def _tags(self, name: SetName) -> Iterator[bytes]:
        key = self._keyring.oprf_key(name.entity_type, name.epoch)
        tokens = (
            token
            for held in self._shelf.of(name.entity_type)
            if held.generation.epoch == name.epoch
            for token in self._tokens(held, name)
        )
        for _, pseudonym in direct_pseudonyms(key, tokens):
            yield tag_of(pseudonym)

    def _tokens(self, held: Shelved, name: SetName) -> Iterator[bytes]:
        """Yield the tokens of one class of identifiers of the records that may be told."""
        seal, vault = self._keyring.vault, held.vault
        # Both come in the order of their places.
        for (place, routed), (_, sealed) in zip(vault.routings(), vault.records(), strict=True):
            if not self._is_told(seal.open(f"routing:{place.hex()}", routed)):
                continue
            fields = json.loads(kept_from_bytes(seal.open(place.hex(), sealed)).clear)
            try:
                record = record_from_fields(name.entity_type, fields)
            except InvalidRecordError:
                continue
            yield from (token for kind, token in exact_identifiers(record) if kind == name.kind)

    def _is_told(self, opened: bytes) -> bool:
        routing = routing_from_json(opened).on(self._clock.now().date())
        decided = self._bounds.disclosures.of(routing.record_key)
        bounded = replace(routing, disclosure=in_force(routing.disclosure, decided))
        return bounded.is_shareable
