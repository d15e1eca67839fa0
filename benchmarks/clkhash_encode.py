"""Encode a table of persons with clkhash; runs in an environment of its own.

    python benchmarks/clkhash_encode.py persons.csv

Prints one JSON object. The schema is that of the clkhash tutorial: bigrams of the names, positional
unigrams of the date.
"""

import csv
import json
import sys
import time
from pathlib import Path

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
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
