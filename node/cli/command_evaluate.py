"""`heliograph evaluate`: measure matching on one's own labelled data, before going live."""

import resource
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from matching.errors import LabelledDataError
from matching.subject import EntityType
from node.cli.command import command
from node.cli.document import document
from node.cli.render_evaluation import render_evaluation
from node.cli.session import Session

if TYPE_CHECKING:
    from matching.evaluate import Evaluation
    from matching.figures import Figures

_KIB = 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluateOptions:
    """Options of `evaluate`."""

    file: Annotated[
        Path | None, typer.Argument(help="After --json: file for the document.", metavar="FILE")
    ] = None
    entity: Annotated[EntityType, typer.Option(help="What the registers hold.")]
    left: Annotated[Path, typer.Option(help="CSV of the register that answers.")]
    right: Annotated[Path, typer.Option(help="CSV of the records that are asked about.")]
    truth: Annotated[Path, typer.Option(help="CSV with id_a and id_b of the true pairs.")]
    pairs: Annotated[
        Path | None, typer.Option(help="CSV with id_a and id_b of the pairs to measure on.")
    ] = None
    plaintext: Annotated[
        bool, typer.Option("--plaintext", help="Run Splink on clear text beside it.")
    ] = False
    without: Annotated[
        str, typer.Option(help="Hide something: identifiers, or aliases.", metavar="WORD")
    ] = ""
    workers: Annotated[int, typer.Option(help="Processes that evaluate tokens.", min=1)] = 1


def add_evaluate_command(app: typer.Typer) -> None:
    """Add the command."""
    example = (
        "heliograph evaluate --entity person --left ours.csv --right theirs.csv --truth same.csv"
    )
    command(app, "evaluate", example=example)(evaluate)


def evaluate(session: Session, options: EvaluateOptions) -> None:
    """Link two labelled registers as nodes would, and say how good the result is.

    The left register is sealed under a fresh key and answers what the right one asks. Nothing is
    kept and no node is needed. The files have Heliograph's columns, in UTF-8.
    """
    started = time.perf_counter()
    found, plain = _measured(options)
    seconds = time.perf_counter() - started
    # Linux counts kibibytes, macOS bytes.
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    peak_mb = peak / (_KIB * _KIB if sys.platform == "darwin" else _KIB)
    content = found.as_dict() | {
        "seconds": round(seconds, 3),
        "peak_memory_mb": round(peak_mb, 1),
        "plaintext": plain and plain.as_dict(),
    }
    if session.as_json and options.file is not None:
        options.file.write_text(document("evaluation", content) + "\n", encoding="utf-8")
        session.say(f"The document is in {options.file}.")
        return
    picture = render_evaluation(found, plain, seconds=seconds, memory_mb=peak_mb)
    session.show("evaluation", content, picture)


def _measured(options: EvaluateOptions) -> "tuple[Evaluation, Figures | None]":
    """Read, link and judge.

    Raises:
        LabelledDataError: The files cannot be used.
    """
    # Splink takes a second to import, which `--help` need not pay.
    from matching.evaluate import evaluate as judged  # noqa: PLC0415
    from matching.labelled import read_labelled  # noqa: PLC0415
    from matching.linking import link, oblivious  # noqa: PLC0415
    from matching.model import load_model  # noqa: PLC0415

    labelled = read_labelled(
        options.left.stem,
        options.entity,
        left=options.left,
        right=options.right,
        truth=options.truth,
        pairs=options.pairs,
    )
    if options.without not in {"", "identifiers", "aliases"}:
        raise LabelledDataError(
            "what is hidden is neither identifiers nor aliases",
            hint="Say --without identifiers or --without aliases.",
        )
    if options.without == "identifiers":
        labelled = labelled.without_identifiers()
    if options.without == "aliases":
        labelled = labelled.primary_names_only()
    model = load_model(options.entity)
    linked = link(labelled, model, evaluate=oblivious(workers=options.workers))
    plain = None
    if options.plaintext:
        from matching.plaintext import best_in_plain_text  # noqa: PLC0415

        pairs = linked.links if labelled.pairs is None else sorted(labelled.pairs)
        plain = best_in_plain_text(labelled, pairs)
    return judged(linked, model), plain
