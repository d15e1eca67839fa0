"""The sheet of speed says what was measured, and when the machine was busy."""

from dataclasses import replace

from benchmarks.report import Times
from benchmarks.speed import Machine, Speed
from benchmarks.speed_sheet import sheet

TIMES = Times(1.0, 2.0, 3.0)
MACHINE = Machine("2026-11-29", "processor", 2, "3.11", 0.4, 1.2)
FOUND = Speed(
    20_000,
    {
        "workers": 2,
        "records_per_second": 5_000,
        "cpu_seconds": 6.0,
        "oprf_share": 0.5,
        "distinct_tokens": 60_000,
        "bytes_per_record": 640.5,
        "peak_mib": {"this_process": 300, "largest_worker": 200},
    },
    {"records": 20_000, "records_per_second": 9_000, "dice_one_against_all_ms": 0.7},
    {
        "stages": dict.fromkeys(
            ("evaluation", "candidates", "scoring", "whole", "processor"), TIMES
        ),
        "hostile": {"one common name": TIMES},
        "throughput": [{"clients": 4, "queries_per_second": 80.5, "whole": TIMES}],
        "splink_predict_between": Times(10.0, 20.0, 30.0),
    },
)


def test_sheet_has_what_was_measured() -> None:
    """Each figure stands in its table, and the alternative beside it with the ratio."""
    text = sheet([FOUND], MACHINE)

    assert "| 20,000 | 2 | 5,000 | 300 | 50% | 3.00 | 640.5 | 300 | 200 | 9,000 |" in text
    assert "| 20,000 | Splink predict_between | 10.00 | 20.00 | 30.00 | 10.0 times |" in text
    assert "| 20,000 | anonlink, Dice | 0.70 |" in text
    assert "| 20,000 | one common name | 1.00 | 2.00 | 3.00 |" in text
    assert "| 20,000 | 4 | 80.5 | 1.00 | 2.00 | 3.00 |" in text
    assert "A list against a register" not in text


def test_what_was_skipped_is_said() -> None:
    """An alternative that was not there leaves a word, not a figure."""
    text = sheet([replace(FOUND, encoded={"skipped": "not there"})], MACHINE)

    assert "| not measured |" in text
    assert "anonlink, Dice" not in text


def test_busy_machine_is_told() -> None:
    """More processes than cores make times too long, and the sheet says so."""
    assert "upper bounds" not in sheet([FOUND], MACHINE)
    assert "upper bounds" in sheet([FOUND], replace(MACHINE, load_after=7.5))


def test_linked_lists_stand_side_by_side() -> None:
    """Each way to link has a row."""
    result = {
        "seconds": 12.5,
        "pairs_scored": 1_000,
        "records_per_second": 160.0,
        "peak_memory_mb": 900,
        "true_pairs_told": 0.95,
    }

    text = sheet([replace(FOUND, linked={"heliograph, duckdb": result})], MACHINE)

    assert "| 20,000 | heliograph, duckdb | 12.5 | 1,000 | 160.0 | 900 | 0.95 |" in text
