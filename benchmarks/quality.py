"""Measure matching quality on labelled lists, beside what a user would pick instead.

    python -m benchmarks quality --data ../shared/data --sheet docs/quality.md

Every set is linked three times: without identifiers, on the pairs on which peers were measured;
with everything, against the whole register; and open, where half of each side has no counterpart
and invented others crowd the register. Tokens become pseudonyms by a keyed hash here, which says
the same of equality as the oblivious function and costs a fortieth.
"""

import argparse
import gc
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import numpy as np

from benchmarks import febrl
from benchmarks.doubt import doubtful
from benchmarks.generated import others
from benchmarks.plainnames import names_alone, words_alone
from benchmarks.sheet import sheet
from benchmarks.unseen import unseen
from matching.evaluate import Evaluation, evaluate
from matching.figures import Figures
from matching.labelled import Labelled, read_folder
from matching.linking import keyed_hash, link
from matching.model import Model, load_model
from matching.plaintext import best_in_plain_text
from matching.records import Record
from matching.subject import EntityType

SETS = (
    "persons_un18_uk18",
    "persons_ofac24_au26",
    "companies_un18_uk18",
    "companies_ofac24_au26",
    "companies_ofac24_eu26_inn",
    "vessels_ofac26_gur26",
    "vessels_ofac26_eu26",
    "vessels_eu26_au26",
)
CROWD = 100_000
SEED = 5


@dataclass(frozen=True, slots=True)
class SetQuality:
    """Everything that is measured on one set."""

    name: str
    hidden: Evaluation
    """Without identifiers, on the pairs on which peers were measured."""
    primary: Evaluation
    """The same with primary names only."""
    whole: Evaluation
    """With identifiers, everything against everything."""
    opened: Evaluation
    """With identifiers, half open, in a crowd."""
    doubtful: tuple[int, int]
    """False hits of `whole` and of `opened` of which the records do not tell that they are."""
    plain: Figures
    names: Figures | None
    words: Figures
    chance_true: float
    """Median of coincidental matches expected for true hits."""
    seconds: float
    crowd: int
    """Invented others of the open test."""


def measure(labelled: Labelled, *, crowd: int) -> SetQuality:
    """Measure one set."""
    started = time.perf_counter()
    model = load_model(labelled.entity_type)
    hidden = labelled.without_identifiers()
    pairs = sorted(hidden.pairs or hidden.truth)
    everything = link(replace(labelled, pairs=None), model, evaluate=keyed_hash())
    crowded = link(_in_crowd(labelled, crowd), model, evaluate=keyed_hash())
    chance = everything.chance[everything.is_hit & everything.is_true]
    quality = SetQuality(
        labelled.name,
        hidden=_evaluated(hidden, model),
        primary=_evaluated(hidden.primary_names_only(), model),
        whole=evaluate(everything, model),
        opened=evaluate(crowded, model),
        doubtful=(doubtful(everything), doubtful(crowded)),
        plain=best_in_plain_text(hidden, pairs),
        names=names_alone(hidden, pairs),
        words=words_alone(hidden, pairs),
        chance_true=float(np.median(chance)) if len(chance) else 0.0,
        seconds=time.perf_counter() - started,
        crowd=crowd,
    )
    gc.collect()
    return quality


def _evaluated(labelled: Labelled, model: Model) -> Evaluation:
    return evaluate(link(labelled, model, evaluate=keyed_hash()), model)


def _unseen(data: Path) -> dict[str, Evaluation]:
    """Judge pairs of lists that no choice was made with in view."""
    return {each.name: _evaluated(each, load_model(each.entity_type)) for each in unseen(data)}


def _in_crowd(labelled: Labelled, crowd: int) -> Labelled:
    opened = replace(labelled, pairs=None).half_open()
    return opened.with_others(_others(labelled.entity_type, crowd))


@cache
def _others(entity_type: EntityType, crowd: int) -> dict[str, Record]:
    return others(entity_type, crowd, seed=SEED)


def main(arguments: Sequence[str]) -> None:
    """Measure, print the table, and write the sheet where one is asked for."""
    parser = argparse.ArgumentParser(prog="quality", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--crowd", type=int, default=CROWD, help="invented others, open test")
    parser.add_argument("--only", action="append", choices=SETS, help="sets to measure")
    parser.add_argument("--sheet", type=Path, help="Markdown file to write")
    parser.add_argument("--json", type=Path)
    asked, _ = parser.parse_known_args(arguments)
    found = []
    for name in asked.only or SETS:
        if (asked.data / name).is_dir():
            found.append(measure(read_folder(asked.data / name), crowd=asked.crowd))
            print(_line(found[-1]), flush=True)
        else:
            print(f"{name}: not in {asked.data}, left out")
    if asked.sheet:
        text = sheet(found, _unseen(asked.data), febrl=febrl.measure())
        asked.sheet.write_text(text, encoding="utf-8")
    if asked.json:
        content = {each.name: each.hidden.as_dict() for each in found}
        asked.json.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def _line(found: SetQuality) -> str:
    return (
        f"{found.name}: F1 {found.hidden.best.f1:.4f}, clear text {found.plain.f1:.4f}, "
        f"hit {found.whole.hit.precision:.4f}/{found.whole.hit.recall:.4f}, "
        f"open {found.opened.hit.precision:.4f}/{found.opened.hit.recall:.4f}, "
        f"{found.seconds:.0f} s"
    )
