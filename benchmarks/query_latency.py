"""How long one subject takes at the peer, and how many clients it serves.

    python -m benchmarks.query_latency --records 100000 --queries 500 --json latency.json

Evaluation (the peer's share of the oblivious function), candidates (find and compare) and scoring
are timed one by one; blinding and unblinding are the asker's and are not counted. Hostile
questions name what is commonest. Beside them Splink answers the same questions by
`predict_between`, in plain text and without the index.
"""

import argparse
import resource
import tempfile
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from benchmarks import report
from benchmarks.build_index import build
from benchmarks.persons import (
    ASKER,
    HOLDER,
    KEY,
    SEED,
    Question,
    fields,
    hostile_questions,
    questions,
    register,
)
from benchmarks.plaintext import PlainRegister
from benchmarks.report import TIMES, Times
from matching import oprf
from matching.decide import decide
from matching.encode import blind_tokens, check_value, encode_subject
from matching.index.compare import compare
from matching.index.find import find
from matching.index.read import SealedIndex
from matching.index.resolve import Limits
from matching.model import load_model
from matching.score import Scorer
from matching.subject import EntityType, Pseudonym, Subject
from node.sample import iter_persons

CLIENTS = (1, 4, 16)
_WARM_UP = 20
_PLAIN_QUERIES = 20


@dataclass(frozen=True, slots=True)
class Prepared:
    """One question as the peer meets it: elements first, then the subject's pseudonyms."""

    question: Question
    elements: tuple[bytes, ...]
    subject: Subject[Pseudonym] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of each stage of one query, and what came of it."""

    evaluation: float
    candidates: float
    scoring: float
    processor: float
    """Processor time of the whole: other programs do not blur it."""
    found: bool
    """Whether the record that is meant is among the candidates."""
    rows: int
    """Posting rows of the candidates."""
    cut: int

    @property
    def whole(self) -> float:
        """Return the seconds of all stages."""
        return self.evaluation + self.candidates + self.scoring


STAGES = ("evaluation", "candidates", "scoring", "whole", "processor")


class Peer:
    """What a peer does for one query, without the wire and the journal."""

    def __init__(self, index: SealedIndex) -> None:
        """Prepare the scoring once, as a node does."""
        self._index = index
        self._model = load_model(EntityType.PERSON)
        self._scorer = Scorer(self._model)

    def answer(self, prepared: Prepared) -> Measured:
        """Evaluate, find, compare, score and decide."""
        used, began = time.thread_time(), time.perf_counter()
        oprf.evaluate_batch(KEY, prepared.elements)
        evaluated = time.perf_counter()
        found = find(self._index, prepared.subject, limits=Limits())
        comparison, _ = compare(self._index, found, score=self._model.name)
        compared = time.perf_counter()
        scored = self._scorer.score(comparison)
        decide(self._model, comparison, weights=scored.weights)
        ended = time.perf_counter()
        return Measured(
            evaluated - began,
            compared - evaluated,
            ended - compared,
            time.thread_time() - used,
            prepared.question.reference in comparison.references,
            len(found.opened.rows),
            found.cut,
        )


def prepare(asked: Iterable[Question]) -> list[Prepared]:
    """Do the asker's part: blind, have evaluated, unblind, encode."""
    announced, prepared = check_value(KEY), []
    for question in asked:
        batches = blind_tokens(question.subject.leaves())
        pseudonyms: dict[bytes, Pseudonym] = {}
        for batch in batches:
            evaluated = oprf.evaluate_batch(KEY, batch.elements)
            pseudonyms |= batch.unblind(evaluated, announced=announced)
        elements = tuple(chain.from_iterable(batch.elements for batch in batches))
        prepared.append(Prepared(question, elements, encode_subject(question.subject, pseudonyms)))
    return prepared


def latency(peer: Peer, prepared: Sequence[Prepared]) -> dict[str, object]:
    """Answer one after the other; return the percentiles of each stage."""
    for each in prepared[:_WARM_UP]:
        peer.answer(each)
    measured = [peer.answer(each) for each in prepared]
    known = [m for m, each in zip(measured, prepared, strict=True) if each.question.reference]
    result: dict[str, object] = {
        stage: Times.of([getattr(each, stage) for each in measured]) for stage in STAGES
    }
    if known:
        result["recall"] = round(sum(each.found for each in known) / len(known), 4)
    return result


def hostile(peer: Peer, prepared: Sequence[Prepared]) -> dict[str, Times]:
    """Return the percentiles of the whole for each kind of hostile question."""
    kinds = dict.fromkeys(each.question.kind for each in prepared)
    return {
        kind: Times.of([peer.answer(each).whole for each in prepared if each.question.kind == kind])
        for kind in kinds
    }


def throughput(peer: Peer, prepared: Sequence[Prepared], *, clients: int) -> dict[str, object]:
    """Let several clients ask at once."""
    with ThreadPoolExecutor(clients) as threads:
        list(threads.map(peer.answer, prepared[: clients * 2]))
        began = time.perf_counter()
        measured = list(threads.map(peer.answer, prepared))
        seconds = time.perf_counter() - began
    return {
        "clients": clients,
        "queries_per_second": round(len(prepared) / seconds, 1),
        "whole": Times.of([each.whole for each in measured]),
    }


def plaintext(records: int, asked: Sequence[Question]) -> Times:
    """Let Splink answer the first questions over the register in plain text."""
    plain = PlainRegister(list(register(records)))
    known = [question for question in asked if question.reference][:_PLAIN_QUERIES]
    numbers = [int.from_bytes(question.reference, "big") for question in known]
    rows = [next(iter(iter_persons(SEED, 1, agency=ASKER, start=number))) for number in numbers]
    plain.ask(fields(rows[0]))
    return Times.of([plain.ask(fields(row)) for row in rows])


def measure(path: Path, records: int, *, queries: int, with_splink: bool) -> dict[str, object]:
    """Measure everything on one generation."""
    asked = questions(records, queries)
    index = SealedIndex(path)
    peer = Peer(index)
    prepared = prepare(asked)
    result: dict[str, object] = {
        "records": index.size,
        "queries": len(prepared),
        "register": f"generated persons of {HOLDER}, asked about by {ASKER}",
        "stages": latency(peer, prepared),
        "hostile": hostile(peer, prepare(hostile_questions(records))),
        "throughput": [throughput(peer, prepared, clients=clients) for clients in CLIENTS],
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "bytes_per_record": round(path.stat().st_size / index.size, 1),
    }
    index.close()
    result["splink_predict_between"] = (
        plaintext(records, asked) if with_splink else {"skipped": "not asked for"}
    )
    return result


def show(result: dict[str, object]) -> None:
    """Print the result as tables."""
    stages, hostile_kinds = result["stages"], result["hostile"]
    splink, clients = result["splink_predict_between"], result["throughput"]
    rows: list[tuple[str, ...]] = []
    if isinstance(stages, dict):
        rows = [(name, *stages[name].cells) for name in STAGES]
    if isinstance(splink, Times):
        rows.append(("Splink predict_between, plain text", *splink.cells))
    report.show(f"One subject, {result['records']:,} records", ("at the peer", *TIMES), rows=rows)
    if isinstance(hostile_kinds, dict):
        kinds = [(kind, *times.cells) for kind, times in hostile_kinds.items()]
        report.show("Hostile questions, the whole", ("kind", *TIMES), rows=kinds)
    if isinstance(clients, list):
        lines = [
            (str(each["clients"]), str(each["queries_per_second"]), *each["whole"].cells)
            for each in clients
        ]
        report.show("Several clients", ("clients", "queries/s", *TIMES), rows=lines)
    others = [(name, str(result[name])) for name in ("peak_mib", "bytes_per_record")]
    if isinstance(stages, dict):
        others.append(("recall of the record meant", str(stages.get("recall"))))
    report.show("Beside", ("measure", "value"), rows=others)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, measure, and print."""
    parser = argparse.ArgumentParser(description="Measure queries at the peer.")
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--workers", type=int, default=2, help="processes that build")
    parser.add_argument("--index", type=Path, help="generation to use; built here if absent")
    parser.add_argument("--no-splink", action="store_true", help="leave the alternative out")
    parser.add_argument("--json", type=Path, help="write the result here as well")
    asked = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = asked.index or Path(folder) / "index.duckdb"
        if not path.exists():
            build(path, asked.records, workers=asked.workers)
        result = measure(
            path, asked.records, queries=asked.queries, with_splink=not asked.no_splink
        )
    show(result)
    report.write(asked.json, "query_latency", result=result)


if __name__ == "__main__":
    main()
