"""Match the bundles of a room with each other: every member's subjects against every other's.

Each bundle becomes a sealed index of its own for a moment, made of the pseudonyms that its member
brought, and every other member's subjects ask it as a query would ask a register: the same
candidates, scores and decisions. Only hits are told; nobody could review what is merely possible.
"""

import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from tempfile import TemporaryDirectory

from nacl.utils import random

from matching.decide import Band, Zone
from matching.index.read import SealedIndex
from matching.index.register import Recipe, build_register
from matching.linkage import Linkage
from matching.ristretto import random_scalar
from matching.subject import EntityType, Pseudonym, Subject
from node.domain.forum import Shared
from node.domain.peer import NodeId
from node.domain.routing import PROTECTED

_KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Laid:
    """One subject in a room, as a record that is found and as a subject that asks."""

    node: NodeId
    number: int
    category: str
    """What the person is in the case of the member that brought it."""
    record: Subject[Pseudonym] = field(repr=False)
    asking: Subject[Pseudonym] = field(repr=False)

    @property
    def entity_type(self) -> EntityType:
        """What it is."""
        return self.record.entity_type

    def may_be_told_with(self, other: "Laid") -> bool:
        """Whether two members may hear that they share a subject.

        A witness of one who is a suspect of the other is told to neither, as no register would.
        """
        return (self.category in PROTECTED) == (other.category in PROTECTED)


def cross_match(
    laid: Iterable[Laid], linkages: Mapping[EntityType, Linkage], *, folder: Path
) -> list[tuple[NodeId, Shared]]:
    """Return whose subjects are shared with whom, on both sides.

    Args:
        laid: everything that members brought.
        linkages: what matches each entity type.
        folder: where the indexes lie for the moment.

    Raises:
        IndexBuildError: There is no room for an index.
    """
    bundles: dict[tuple[EntityType, NodeId], list[Laid]] = {}
    for each in laid:
        bundles.setdefault((each.entity_type, each.node), []).append(each)
    found: dict[tuple[NodeId, int, NodeId], tuple[NodeId, Shared]] = {}
    for entity_type in EntityType:
        nodes = [node for kind, node in bundles if kind is entity_type]
        for asker, owner in permutations(nodes, 2):
            pairs = _pairs(
                bundles[entity_type, asker],
                bundles[entity_type, owner],
                linkage=linkages[entity_type],
                folder=folder,
            )
            for one, other, band in pairs:
                if not one.may_be_told_with(other):
                    continue
                for left, right in ((one, other), (other, one)):
                    shared = Shared(left.number, entity_type, right.node, band)
                    # The better side counts: the two directions may see different bands.
                    known = found.get((left.node, left.number, right.node))
                    if known is None or shared.band is Band.STRONG:
                        found[left.node, left.number, right.node] = (left.node, shared)
    return list(found.values())


def _pairs(
    askers: Sequence[Laid], owners: Sequence[Laid], *, linkage: Linkage, folder: Path
) -> list[tuple[Laid, Laid, Band]]:
    by_reference = {uuid.uuid4().bytes: each for each in owners}
    with TemporaryDirectory(dir=folder, prefix="forum-") as place:
        path = Path(place) / "index.duckdb"
        recipe = Recipe(
            owners[0].entity_type,
            _as_tokens,
            random_scalar(),
            random(_KEY_BYTES),
            pseudonyms=_as_they_are,
        )
        build_register(path, recipe, rows=by_reference.items())
        with closing(SealedIndex(path)) as index:
            return [
                (asker, by_reference[decision.reference], decision.band)
                for asker in askers
                for decision in linkage.match(index, asker.asking).decisions
                if decision.zone is Zone.HIT
            ]


def _as_tokens(laid: Laid) -> tuple[Subject[bytes], None]:
    """Take the pseudonyms for the tokens from which the index is built: they are evaluated."""
    return laid.record.map(lambda pseudonym: pseudonym.raw), None


def _as_they_are(_key: bytes, pseudonyms: Sequence[bytes]) -> bytes:
    return b"".join(pseudonyms)
