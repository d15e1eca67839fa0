"""Encode a table of persons with clkhash and compare them; runs in an environment of its own.

    python benchmarks/clkhash_encode.py persons.csv

Prints one JSON object. The schema is that of the clkhash tutorial: bigrams of the names, positional
unigrams of the date. Where anonlink is there too, it compares some of the filters with all, by the
Dice coefficient: what answering a query costs that has no index.
"""

import csv
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

QUERIES = 50
THRESHOLD = 0.8
"""Of the Dice coefficient: pairs below it are not told."""
SECRET = "benchmark"  # noqa: S105 - of invented persons
BITS = 1024


def _field(name: str, ngram: int, *, positional: bool) -> dict[str, object]:
    comparison = {"type": "ngram", "n": ngram, "positional": positional}
    hashing = {"comparison": comparison, "strategy": {"bitsPerFeature": 200}}
    return {
        "identifier": name,
        "format": {"type": "string", "encoding": "utf-8"},
        "hashing": hashing,
    }


SCHEMA = {
    "version": 3,
    "clkConfig": {
        "l": BITS,
        "kdf": {
            "type": "HKDF",
            "hash": "SHA256",
            "salt": "c2FsdA==",
            "info": "",
            "keySize": 64,
        },
    },
    "features": [
        _field("first_name", 2, positional=False),
        _field("last_name", 2, positional=False),
        _field("birth_date", 1, positional=True),
        _field("nationality", 1, positional=False),
        _field("gender", 1, positional=False),
    ],
}


def main() -> None:
    """Encode the table named on the command line."""
    # Absent from the project's own environment.
    from clkhash import clk, schema  # type: ignore[import-not-found]  # noqa: PLC0415

    with Path(sys.argv[1]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))[1:]
    rules = schema.from_json_dict(SCHEMA)
    before = time.perf_counter()
    encoded = clk.generate_clks(rows, rules, SECRET, validate=False, max_workers=2)
    seconds = time.perf_counter() - before
    result = {
        "records": len(encoded),
        "seconds": round(seconds, 2),
        "records_per_second": round(len(encoded) / seconds),
        "bytes_per_record": BITS // 8,
    }
    sys.stdout.write(json.dumps(result | compared(encoded)))


def compared(encoded: Sequence[object]) -> dict[str, object]:
    """Compare some filters with all, one after the other."""
    try:
        from anonlink.similarities import dice_coefficient_accelerated  # noqa: PLC0415
    except ImportError:
        return {}
    times = []
    for one in encoded[:QUERIES]:
        before = time.perf_counter()
        dice_coefficient_accelerated(([one], encoded), THRESHOLD, k=200)
        times.append(time.perf_counter() - before)
    middle = sorted(times)[len(times) // 2]
    return {
        "dice_one_against_all_ms": round(1_000 * middle, 2),
        "dice_pairs_per_second": round(len(encoded) / middle),
    }


if __name__ == "__main__":
    main()
