"""The answering side: what becomes of a peer's request between envelope and receipt."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Concatenate, ParamSpec, TypeVar

from matching.encode import check_value
from matching.index.resolve import Limits
from matching.linkage import Linkage
from matching.model import load_model
from matching.subject import EntityType
from node.answer import Answerer, Codec, Craft
from node.answerbook import AnsweringBook, Books, Terms
from node.assemble.correcting import corrector_of
from node.assemble.ground import Ground
from node.assemble.guarding import guard_book
from node.assemble.noticing import standing_book
from node.assemble.watching import overlaps
from node.callbook import CallBook
from node.config import Settings
from node.domain.deadline import Deadlines
from node.domain.desk import CENTRE, PROTECTION
from node.domain.peer import Announcement, Epoch, NodeId
from node.forumhost import ForumHost
from node.hear import Hearer
from node.judge import Judge
from node.match import Matcher
from node.publish import Bounds, Publisher
from node.tell import Desks, Teller
from node.watch import Sight
from node.wire.announcement import sign_announcement
from node.wire.codec import answer_bytes, answer_of, query_digest
from node.wire.port import Answering, in_thread
from node.wire.version import VERSIONS

P = ParamSpec("P")
T = TypeVar("T")
ANNOUNCED_FOR = timedelta(hours=1)
"""Life of an announcement; a rotated key is known to every peer within it."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What of a node answers peers beside its registers."""

    hearing: Hearer
    host: ForumHost
    publisher: Publisher


def answering(ground: Ground, sighted: Sight, *, parts: Parts) -> Answering:
    """Return the verbs that the wire serves, each in a worker thread."""
    verbs, stores = answerer(ground, sighted), ground.stores
    calls = CallBook(
        stores.peers, stores.journal, policy=lambda: ground.policy.policy, clock=ground.clock
    )

    def counted(verb: Callable[Concatenate[NodeId, P], T]) -> Callable[Concatenate[NodeId, P], T]:
        def count_first(sender: NodeId, /, *args: P.args, **kwargs: P.kwargs) -> T:
            calls.count(sender)
            return verb(sender, *args, **kwargs)

        return count_first

    return Answering(
        announce=in_thread(lambda: _announce(ground)),
        evaluate=in_thread(counted(verbs.evaluate)),
        ask=in_thread(counted(verbs.ask)),
        notify=in_thread(counted(parts.hearing.hear)),
        meet=in_thread(counted(parts.host.meet)),
        tell_set=in_thread(counted(parts.publisher.tell)),
    )


def sight(ground: Ground) -> Sight:
    """Return what finds, judges and words what a query touches; it loads every model."""
    keyring = ground.keyring
    return Sight(
        ground.shelf,
        Matcher(ground.shelf, keyring.vault, linkages=linkages_of(ground.settings)),
        judge_of(ground),
        Teller(desks_of(ground.settings), keyring.reference_key, deadlines_of(ground)),
    )


def answerer(ground: Ground, sighted: Sight) -> Answerer:
    """Return what answers peers."""
    craft = Craft(
        sighted.shelf,
        sighted.matcher,
        sighted.judge,
        sighted.teller,
        standing_book(ground),
        overlaps(ground),
    )
    return Answerer(
        ground.keyring,
        craft,
        book=book_of(ground),
        codec=Codec(answer_bytes, answer_of, query_digest),
        clock=ground.clock,
    )


def publisher(ground: Ground) -> Publisher:
    """Return what tells identifier sets."""
    return Publisher(
        ground.keyring,
        ground.shelf,
        bounds=Bounds(lambda: ground.policy.policy, ground.stores.disclosures),
        book=book_of(ground),
        clock=ground.clock,
    )


def deadlines_of(ground: Ground) -> Deadlines:
    """Return how the node keeps its clocks."""
    review = ground.settings.review
    return Deadlines(review.indirect, review.escalate_after)


def judge_of(ground: Ground) -> Judge:
    """Return what judges who may be told of a record."""
    stores = ground.stores
    return Judge(
        lambda: ground.policy.policy,
        disclosures=stores.disclosures,
        assurances=stores.assurances,
        is_contested=stores.retractions.is_contested,
        clock=ground.clock,
    )


def book_of(ground: Ground) -> AnsweringBook:
    """Return what admits and writes down what peers ask."""
    stores = ground.stores
    books = Books(
        stores.ledger,
        stores.journal,
        stores.peers,
        stores.quota,
        stores.queries,
        stores.alerts,
        stores.heads,
        stores.witness,
        guard_book(ground),
    )
    terms = Terms(lambda: ground.policy.policy, ground.kept, corrector_of(ground).flag)
    return AnsweringBook(books, ground.keyring.identity, clock=ground.clock, terms=terms)


def linkages_of(settings: Settings) -> dict[EntityType, Linkage]:
    """Return what matches, by entity type."""
    bounds = settings.matching
    limits = Limits(
        words_per_part=bounds.words_per_part,
        exact_list=bounds.exact_list,
        variant_list=bounds.variant_list,
        candidates=bounds.candidates,
    )
    return {kind: Linkage(load_model(kind), limits=limits) for kind in EntityType}


def desks_of(settings: Settings) -> Desks:
    """Return the desks of the agency; the first stands in for one that is not there."""
    points = {point.id: point for point in settings.contact_points}
    centre = points.get(CENTRE, settings.contact_points[0])
    return Desks(settings.contact_points, centre, points.get(PROTECTION, centre))


def _announce(ground: Ground) -> tuple[bytes, bytes]:
    now = ground.clock.now()
    box_key = ground.keyring.current_box_key(now)
    announcement = Announcement(
        ground.settings.id,
        VERSIONS,
        box_key.public,
        box_key.id,
        now,
        now + ANNOUNCED_FOR,
        tuple(_epochs(ground)),
    )
    return sign_announcement(announcement, ground.keyring.identity)


def _epochs(ground: Ground) -> Iterator[Epoch]:
    """Yield the epochs under which every register of an entity type can be asked."""
    for entity_type in EntityType:
        for number in sorted(ground.shelf.epochs(entity_type)):
            key = ground.keyring.oprf_key(entity_type, number)
            yield Epoch(entity_type, number, check_value(key))
