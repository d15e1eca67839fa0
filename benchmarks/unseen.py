"""Pairs of lists that no choice was made with in view: what figures on new lists are like.

The lists of the labelled sets are paired anew, each with one that it was never compared with. Truth
is that a document, register or IMO number is equal; it is hidden then. Where it knows only some of
the pairs, those records alone are asked about that have a counterpart.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from matching.labelled import Labelled, Link, read_records
from matching.normalise.identifiers import Scheme
from matching.records import Record
from matching.subject import EntityType

_DOCUMENTS = frozenset({Scheme.PASSPORT, Scheme.ID_NUMBER, Scheme.TAX_NUMBER})
_NUMBERS = frozenset({Scheme.TAX_NUMBER, Scheme.REG_NUMBER, Scheme.LEI})
_IMO = frozenset({Scheme.IMO})


@dataclass(frozen=True, slots=True)
class Pairing:
    """Two lists and the numbers by which their records are known to be the same."""

    name: str
    entity_type: EntityType
    left: str
    right: str
    schemes: frozenset[Scheme]
    is_complete: bool = False
    """Whether records without such a number in common are known to be different."""


PAIRINGS = (
    Pairing(
        "persons_un18_eu26", EntityType.PERSON,
        "persons_un18_uk18/a.csv", "persons_ofac24_eu26_docs_open/b.csv", _DOCUMENTS,
    ),
    Pairing(
        "persons_ofac24_uk18", EntityType.PERSON,
        "persons_ofac24_eu26_docs_open/a.csv", "persons_un18_uk18/b.csv", _DOCUMENTS,
    ),
    Pairing(
        "persons_eu26_au26", EntityType.PERSON,
        "persons_ofac24_eu26_docs_open/b.csv", "persons_ofac24_au26/b.csv", _DOCUMENTS,
    ),
    Pairing(
        "companies_ofac24_eu26_numbers", EntityType.COMPANY,
        "companies_ofac24_au26/a.csv", "companies_ofac24_eu26_inn/b.csv", _NUMBERS,
    ),
    Pairing(
        "vessels_gur26_eu26", EntityType.VESSEL,
        "vessels_ofac26_gur26/b.csv", "vessels_ofac26_eu26/b.csv", _IMO, is_complete=True,
    ),
    Pairing(
        "vessels_gur26_au26", EntityType.VESSEL,
        "vessels_ofac26_gur26/b.csv", "vessels_eu26_au26/b.csv", _IMO, is_complete=True,
    ),
)  # fmt: skip
_MOST_BEARERS = 1
"""Records of one list that may have a number: what more have says nothing of one."""


def unseen(data: Path) -> Iterator[Labelled]:
    """Yield the pairs of which both lists are there, identifiers hidden.

    Raises:
        LabelledDataError: a list cannot be read.
    """
    for pairing in PAIRINGS:
        left, right = data / pairing.left, data / pairing.right
        if left.is_file() and right.is_file():
            yield _paired(pairing, left=left, right=right)


def _paired(pairing: Pairing, *, left: Path, right: Path) -> Labelled:
    here = read_records(pairing.entity_type, left).records
    there = read_records(pairing.entity_type, right).records
    truth = frozenset(_links(here, there, schemes=pairing.schemes))
    linked = {name for _, name in truth}
    asked = {name: record for name, record in there.items() if name in linked}
    labelled = Labelled(
        pairing.name, pairing.entity_type, here, there if pairing.is_complete else asked, truth
    )
    return labelled.without_identifiers()


def _links(
    left: Mapping[str, Record], right: Mapping[str, Record], *, schemes: frozenset[Scheme]
) -> Iterator[Link]:
    here, there = _bearers(left, schemes), _bearers(right, schemes)
    for number in here.keys() & there.keys():
        if max(len(here[number]), len(there[number])) <= _MOST_BEARERS:
            yield here[number][0], there[number][0]


def _bearers(records: Mapping[str, Record], schemes: frozenset[Scheme]) -> Mapping[str, list[str]]:
    """Return the records that have each number, whatever kind of document it is called."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, record in records.items():
        for number in {each.number for each in record.identifiers if each.scheme in schemes}:
            found[number].append(name)
    return found
