"""Two small registers of invented persons, and what a node says of each record of the second."""

import os
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

from matching import oprf
from matching.decide import Decision
from matching.encode import direct_pseudonyms, encode_subject
from matching.index.build import build
from matching.index.collect import Collection
from matching.index.read import SealedIndex
from matching.link import Row
from matching.linkage import Linkage
from matching.model import Model
from matching.profile import tokens
from matching.records import record_from_fields

Register = Mapping[str, Mapping[str, str]]
"""Id to the fields of a record."""

_GIVEN = ("Anders", "Beatriz", "Chiara", "Dmitri", "Elif", "Farid", "Greta", "Hamza", "Ines")
_FAMILY = ("Aksoy", "Bergmann", "Costa", "Dupont", "Eriksen", "Fischer", "Georgiou", "Haddad")
_CROWD: Register = {
    # A name is as rare as a register makes it: among six records every name is common.
    f"c{first}{last}": {
        "name": f"{given} {family}",
        "birth_date": f"{1950 + 5 * first}-{1 + last:02}-{3 + first + last:02}",
    }
    for first, given in enumerate(_GIVEN)
    for last, family in enumerate(_FAMILY)
}
HELD: Register = {
    **_CROWD,
    "a1": {"name": "Ivan Petrov", "birth_date": "1970-05-02", "nationality": "RU"},
    "a2": {"name": "Olga Petrova", "birth_date": "1981-11-30", "nationality": "RU"},
    "a3": {"name": "Maria Lopez Garcia", "birth_date": "1962-07-07", "nationality": "ES"},
    "a4": {"name": "Maria Lopez", "birth_date": "1990-01-15", "nationality": "ES"},
    "a5": {"name": "Dragan Stojkovic", "aliases": "Drago Stoykovich", "birth_date": "1975"},
    "a6": {"name": "Zbigniew Wasilewski"},
}
SOUGHT: Register = {
    "b1": {"name": "Petrov, Ivan", "birth_date": "1970-05-02", "nationality": "RU"},
    "b2": {"name": "Maria Lopes", "birth_date": "1990-01-15"},
    "b3": {"name": "Zbigniew Wasilewski", "birth_date": "1966-03-01"},
    "b4": {"name": "Drago Stojkovic", "birth_date": "1975-02-28"},
    "b5": {"name": "Maria Lopez", "birth_date": "1934-12-24"},
}


def rows(register: Register) -> list[Row]:
    """Return the rows that a reader makes of a register."""
    return [
        Row(line, {"id": (name,)} | {key: (value,) for key, value in fields.items()})
        for line, (name, fields) in enumerate(register.items(), start=10)
    ]


def match_as_a_node(
    model: Model, *, held: Register, sought: Register
) -> list[tuple[str, str, Decision]]:
    """Ask about each record by itself; return both ids and what is decided, the best first."""
    ids, key = list(held), oprf.derive_key(os.urandom(32), b"node")
    collection = Collection(model.entity_type)
    for number, row in enumerate(rows(held)):
        record = record_from_fields(model.entity_type, row.fields)
        collection.add(number.to_bytes(16, "big"), tokens(record, asking=False))
    linkage, found = Linkage(model), []
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index.duckdb"
        build(path, collection, evaluate=lambda each: direct_pseudonyms(key, each), word_key=key)
        with closing(SealedIndex(path)) as index:
            for row in rows(sought):
                record = record_from_fields(model.entity_type, row.fields)
                subject = tokens(record, asking=True)
                known = dict(direct_pseudonyms(key, subject.leaves()))
                matched = linkage.match(index, encode_subject(subject, known))
                found += [
                    (ids[int.from_bytes(each.reference, "big")], row.fields["id"][0], each)
                    for each in matched.decisions
                ]
    return found
