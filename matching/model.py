"""The model of one entity type: what each agreement weighs, and where the zones begin.

A model is one JSON file: the weights that turn the features of two names into one number, a Splink
settings dictionary with m and u of every level, the thresholds of the three zones, the rule of
minimum evidence, and words for people. It says nothing about any record.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from matching import document
from matching.comparator import Comparator, read_comparators, read_prior
from matching.document import Part
from matching.errors import ModelError
from matching.evidence import MinimumEvidence, read_minimum_evidence
from matching.namescore import NAME_FEATURES, NameScore
from matching.subject import EntityType

FORMAT = 1
"""The shape of the file; another number needs another reader."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Where the zones begin, in bits of the whole match weight, prior included."""

    hit: float
    strong: float
    """From here a hit is strong; below, probable."""
    possible: float


@dataclass(frozen=True, slots=True)
class Advice:
    """What to find out to be surer, and the levels at which it would help."""

    column: str
    words: str
    levels: tuple[int, ...]
    """Splink's numbers of these levels; -1 is an attribute that was not compared."""


@dataclass(frozen=True, slots=True)
class Training:
    """Where the numbers come from, for people who must judge them."""

    date: str
    """ISO 8601."""
    method: str
    data: tuple[str, ...]
    """Names of the data sets."""
    matches: int
    """Labelled pairs that were counted; 0 where the numbers were not counted."""
    non_matches: int


@dataclass(frozen=True, slots=True)
class Model:
    """A checked model of one entity type."""

    version: str
    """Such as `person-1`; stands in every answer."""
    entity_type: EntityType
    profile: int
    """The profile of the tokens for which it was made."""
    training: Training
    name: NameScore
    """All weights are zero where the entity type has no names."""
    prior: float
    """log2 of the odds that a candidate is the subject before anything is compared."""
    comparators: tuple[Comparator, ...]
    thresholds: Thresholds
    minimum_evidence: MinimumEvidence
    advice: tuple[Advice, ...]
    splink: str = field(repr=False)
    """The Splink settings as JSON."""

    def comparator(self, column: str) -> Comparator:
        """Return the comparator of a column.

        Raises:
            KeyError: the model has no such column.
        """
        for comparator in self.comparators:
            if comparator.column == column:
                return comparator
        raise KeyError(column)


def load_model(entity_type: EntityType) -> Model:
    """Load the model that is shipped for an entity type.

    Raises:
        ModelError: the file is missing or unusable.
    """
    path = files("matching").joinpath("models", f"{entity_type}.json")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(
            f"the model for {entity_type} cannot be read", hint="Install the package again."
        ) from error
    return read_model(text, entity_type)


def read_model(text: str, entity_type: EntityType) -> Model:
    """Read and check the text of a model file.

    Raises:
        ModelError: the text is no model for this entity type; the message has every fault found.
    """
    root = document.parse(text)
    if root.at("format").whole(1, 999) != FORMAT and not root.findings:
        root.at("format").note(f"must be {FORMAT}: the file is for another release")
    # A file of another shape would only yield faults that are none.
    model = None if root.findings else _read(root, entity_type)
    if model is None or root.findings:
        raise ModelError(
            f"the model for {entity_type} has faults: {'; '.join(root.findings)}",
            hint="Take the file of a release, or train the model again.",
        )
    return model


def _read(root: Part, entity_type: EntityType) -> Model:
    root.only(
        "format",
        "entity_type",
        "version",
        "profile",
        "trained",
        "name",
        "splink",
        "thresholds",
        "minimum_evidence",
        "advice",
    )
    settings = root.at("splink")
    comparators = read_comparators(settings, entity_type)
    columns = {comparator.column: comparator for comparator in comparators}
    return Model(
        version=_version(root, entity_type),
        entity_type=entity_type,
        profile=root.at("profile").whole(1, 255),
        training=_training(root.at("trained")),
        name=_name(root.at("name")) if "name" in columns else NameScore.of(0.0, {}),
        prior=read_prior(settings),
        comparators=comparators,
        thresholds=_thresholds(root.at("thresholds")),
        minimum_evidence=read_minimum_evidence(root.at("minimum_evidence"), columns),
        advice=tuple(_advice(root.at("advice"), columns)),
        splink=json.dumps(settings.value),
    )


def _version(root: Part, entity_type: EntityType) -> str:
    stated = root.at("entity_type")
    if stated.text() not in ("", entity_type):
        stated.note(f"must be {entity_type}")
    version = root.at("version")
    text = version.text()
    if text and not re.fullmatch(rf"{entity_type}-\d+(?:\.\d+)*", text):
        version.note(f"must be like {entity_type}-1")
    return text


def _training(part: Part) -> Training:
    part.only("date", "method", "data", "matches", "non_matches")
    date = part.at("date")
    text = date.text()
    if text and not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        date.note("must be a date such as 2026-01-31")
    counts = (part.at(key).whole(0, 10**12) for key in ("matches", "non_matches"))
    data = tuple(name.text() for name in part.at("data").each())
    return Training(text, part.at("method").text(), data, *counts)


def _name(part: Part) -> NameScore:
    part.only("intercept", "coefficients")
    weights = {}
    for feature, weight in part.at("coefficients").items():
        if feature in NAME_FEATURES:
            weights[feature] = weight.number(-1000, 1000)
        else:
            weight.note("is no feature of two names")
    return NameScore.of(part.at("intercept").number(-1000, 1000), weights)


def _thresholds(part: Part) -> Thresholds:
    part.only("hit", "strong", "possible")
    hit, strong, possible = (part.at(key).number() for key in ("hit", "strong", "possible"))
    if not possible <= hit <= strong:
        part.note("must rise from possible to hit to strong")
    return Thresholds(hit, strong, possible)


def _advice(part: Part, comparators: Mapping[str, Comparator]) -> Iterator[Advice]:
    for each in part.each():
        each.only("column", "words", "levels")
        column = each.at("column").text()
        gammas = tuple(level.whole(-1, 99) for level in each.at("levels").each())
        comparator = comparators.get(column)
        if comparator is None:
            each.note("is about no column of this model")
        elif not set(gammas) <= {level.gamma for level in comparator.levels}:
            each.note("names a level that the column does not have")
        yield Advice(column, each.at("words").text(), gammas)
