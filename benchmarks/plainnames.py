"""What a user might try first: similarity of names in clear text, or equality of their words."""

from collections.abc import Callable, Sequence
from importlib.util import find_spec

import numpy as np

from matching.figures import Figures, best_choice
from matching.labelled import Labelled, Link
from matching.normalise.names import words
from matching.normalise.variants import sounds
from matching.records import Record
from matching.subject import PartKind


def names_alone(labelled: Labelled, pairs: Sequence[Link]) -> Figures | None:
    """Return the best F1 of the best token sort ratio of rapidfuzz, None where it is missing."""
    if find_spec("rapidfuzz") is None:
        return None
    from rapidfuzz.fuzz import token_sort_ratio  # noqa: PLC0415 - optional

    def similarity(left: Record, right: Record) -> float:
        return max(
            float(token_sort_ratio(a.text.casefold(), b.text.casefold()))
            for a in left.names
            for b in right.names
        )

    return _best(labelled, pairs, similarity=similarity)


def words_alone(labelled: Labelled, pairs: Sequence[Link]) -> Figures:
    """Return the best F1 of the share of words or sounds that two names have in common."""
    sets = {
        id(record): _word_sets(labelled, record)
        for register in (labelled.left, labelled.right)
        for record in register.values()
    }

    def similarity(left: Record, right: Record) -> float:
        return max((_share(a, b) for a in sets[id(left)] for b in sets[id(right)]), default=0.0)

    return _best(labelled, pairs, similarity=similarity)


def _word_sets(labelled: Labelled, record: Record) -> list[frozenset[str]]:
    found = []
    for name in record.names:
        parts = [
            word
            for word in words(labelled.entity_type, name.text)
            if word.kind is not PartKind.LEGAL_FORM
        ]
        codes = {code for word in parts for code in sounds(labelled.entity_type, word.latin)}
        found.append(frozenset({word.latin for word in parts} | codes))
    return found


def _share(a: frozenset[str], b: frozenset[str]) -> float:
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def _best(
    labelled: Labelled, pairs: Sequence[Link], *, similarity: Callable[[Record, Record], float]
) -> Figures:
    known = [(a, b) for a, b in pairs if a in labelled.left and b in labelled.right]
    truth = labelled.truth if labelled.pairs is None else labelled.truth & labelled.pairs
    scores = np.array([similarity(labelled.left[a], labelled.right[b]) for a, b in known])
    is_true = np.array([pair in truth for pair in known], np.bool_)
    return best_choice(scores, is_true, truth=len(truth))
