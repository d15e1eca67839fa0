"""Write the sheet of speed: what was measured, beside what others need for the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from benchmarks.report import TIMES, Times, markdown

if TYPE_CHECKING:
    from benchmarks.speed import Machine, Speed

_STAGES = ("evaluation", "candidates", "scoring", "whole", "processor")


def sheet(found: "Sequence[Speed]", machine: "Machine") -> str:
    """Return the sheet as Markdown."""
    parts = [_head(machine), _building(found), _asking(found), _hostile(found), _clients(found)]
    if any(each.linked for each in found):
        parts.append(_linking(found))
    return "\n\n".join(parts) + "\n"


def _head(machine: "Machine") -> str:
    busy = max(machine.load_before, machine.load_after) > machine.cores
    return "\n".join(
        (
            "# Speed",
            "",
            "Written by `python -m benchmarks speed --sheet docs/speed.md`; do not edit.",
            f"Measured on {machine.day} with {machine.cores} cores of an {machine.processor} and",
            f"Python {machine.python}, at a load of {machine.load_before:g} before and",
            f"{machine.load_after:g} after.",
            *(
                ("Other programs ran meanwhile: times are upper bounds, ratios hold.",)
                if busy
                else ()
            ),
            "Registers hold invented persons (`heliograph sample`) with their identifiers, as two",
            "agencies would have written them down.",
        )
    )


def _building(found: "Sequence[Speed]") -> str:
    titles = (
        "records", "workers", "records per second", "processor, µs per record",
        "of it oblivious function", "distinct tokens per record", "bytes per record",
        "peak MiB", "of a worker", "clkhash, records per second",
    )  # fmt: skip
    rows = (
        (
            f"{each.records:,}",
            str(each.built["workers"]),
            f"{each.built['records_per_second']:,}",
            f"{_number(each.built['cpu_seconds']) / each.records * 1e6:.0f}",
            f"{_number(each.built['oprf_share']):.0%}",
            f"{_number(each.built['distinct_tokens']) / each.records:.2f}",
            str(each.built["bytes_per_record"]),
            *map(str, _mapping(each.built["peak_mib"]).values()),
            _told(each.encoded, "records_per_second"),
        )
        for each in found
    )
    return "\n".join(
        (
            "## Building a sealed generation",
            "",
            "Reading, normalising, evaluation and sealing.",
            "clkhash makes 1,024-bit Bloom filters of name, date, nationality and gender of the",
            "same persons; these have the structure that published attacks break.",
            "",
            markdown(titles, rows),
        )
    )


def _asking(found: "Sequence[Speed]") -> str:
    return "\n".join(
        (
            "## One subject at the peer",
            "",
            "Evaluation is the peer's share of the oblivious function, candidates are found and",
            "compared in the sealed index, scoring is Splink's prepared SQL with the decision.",
            "*Processor* is the time of the whole that the processor worked for it.",
            "Splink `predict_between` answers the same questions in plain text, without index.",
            "anonlink compares one Bloom filter with all of them, here with 20,000 at most.",
            "",
            markdown(("records", "step", *TIMES, "beside the whole"), _asking_rows(found)),
        )
    )


def _asking_rows(found: "Sequence[Speed]") -> Iterator[tuple[str, ...]]:
    for each in found:
        stages = _mapping(each.asked["stages"])
        for stage in _STAGES:
            yield f"{each.records:,}", stage, *_times(stages[stage]).cells, ""
        other = each.asked["splink_predict_between"]
        if isinstance(other, Times):
            ratio = other.p50_ms / _times(stages["whole"]).p50_ms
            yield f"{each.records:,}", "Splink predict_between", *other.cells, f"{ratio:.1f} times"
        if "dice_one_against_all_ms" in each.encoded:
            yield (
                f"{_number(each.encoded['records']):,.0f}",
                "anonlink, Dice",
                f"{_number(each.encoded['dice_one_against_all_ms']):.2f}",
                *("", "", ""),
            )


def _hostile(found: "Sequence[Speed]") -> str:
    rows = (
        (f"{each.records:,}", kind, *_times(times).cells)
        for each in found
        for kind, times in _mapping(each.asked["hostile"]).items()
    )
    return "\n".join(
        (
            "## Questions that touch most",
            "",
            "Whoever names what is commonest reads the longest lists; the bounds of a query",
            "(`matching.index.resolve.Limits`) keep that short.",
            "",
            markdown(("records", "question", *TIMES), rows),
        )
    )


def _clients(found: "Sequence[Speed]") -> str:
    rows = (
        (
            f"{each.records:,}",
            str(_mapping(one)["clients"]),
            str(_mapping(one)["queries_per_second"]),
            *_times(_mapping(one)["whole"]).cells,
        )
        for each in found
        for one in _sequence(each.asked["throughput"])
    )
    return "\n".join(
        (
            "## Several clients at once",
            "",
            "Threads of one process, evaluation included.",
            "",
            markdown(("records", "clients", "queries per second", *TIMES), rows),
        )
    )


def _linking(found: "Sequence[Speed]") -> str:
    titles = (
        "register", "way", "seconds", "pairs scored", "asking records per second", "peak MB",
        "true pairs told",
    )  # fmt: skip
    columns = ("pairs_scored", "records_per_second", "peak_memory_mb", "true_pairs_told")
    rows = (
        (f"{each.records:,}", way, str(result["seconds"]), *(f"{result[key]:,}" for key in columns))
        for each in found
        for way, result in each.linked.items()
    )
    return "\n".join(
        (
            "## A list against a register",
            "",
            "`heliograph link` with 10,000 records, or a tenth of the register, that another",
            "agency has of persons of the register; building the register is counted.",
            "Splink finds its pairs by equal names or dates alone, and protects nobody.",
            "",
            markdown(titles, rows),
        )
    )


def _told(result: Mapping[str, object], key: str) -> str:
    return f"{_number(result[key]):,.0f}" if key in result else "not measured"


def _number(value: object) -> float:
    return float(str(value))


def _times(value: object) -> Times:
    if not isinstance(value, Times):
        raise TypeError(type(value).__name__)
    return value


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(type(value).__name__)
    return value


def _sequence(value: object) -> Iterable[object]:
    if not isinstance(value, Sequence):
        raise TypeError(type(value).__name__)
    return value
