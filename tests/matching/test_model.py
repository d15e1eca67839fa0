"""Model files: the shipped ones are sound, and a faulty one is refused with every fault named."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from matching.agreement import COLUMNS
from matching.errors import ModelError
from matching.model import load_model, read_model
from matching.namescore import NAME_FEATURES
from matching.subject import EntityType


def a_document(entity_type: EntityType = EntityType.PERSON) -> dict[str, Any]:
    """Return the shipped model of an entity type, to be changed by a test."""
    path = files("matching").joinpath("models", f"{entity_type}.json")
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def changed(path: str, value: object) -> str:
    """Return the person model with the member at a dotted path replaced, or removed by `...`."""
    document = a_document()
    *sections, last = path.split(".")
    section: Any = document
    for name in sections:
        section = section[int(name) if isinstance(section, list) else name]
    if value is ...:
        del section[last]
    else:
        section[last] = value
    return json.dumps(document)


@pytest.mark.parametrize("entity_type", EntityType)
def test_ships_a_model_for(entity_type: EntityType) -> None:
    """Every entity type has a model that compares exactly its columns."""
    model = load_model(entity_type)

    assert {c.column for c in model.comparators} == set(COLUMNS[entity_type])
    assert model.version.startswith(f"{entity_type}-")
    assert model.thresholds.possible <= model.thresholds.hit <= model.thresholds.strong


@pytest.mark.parametrize("entity_type", EntityType)
def test_weighs_more_agreement_never_less(entity_type: EntityType) -> None:
    """In every shipped comparison weights fall from the strongest level to the weakest."""
    for comparator in load_model(entity_type).comparators:
        weights = [level.weight for level in comparator.levels[1:]]

        assert weights == sorted(weights, reverse=True), comparator.column


def test_holds_the_name_weights_in_the_order_of_the_features() -> None:
    """A coefficient of the file reaches the feature of its name."""
    document = a_document()

    name = load_model(EntityType.PERSON).name

    assert name.intercept == document["name"]["intercept"]
    weights = dict(zip(NAME_FEATURES, name.weights.tolist(), strict=True))
    expected = dict.fromkeys(NAME_FEATURES, 0.0) | document["name"]["coefficients"]
    assert weights == expected


def test_needs_no_names_for_identifiers() -> None:
    """The model of identifiers has no section for names and weighs no feature."""
    model = load_model(EntityType.IDENTIFIER)

    assert "name" not in a_document(EntityType.IDENTIFIER)
    assert not model.name.weights.any()


def test_keeps_the_settings_as_splink_reads_them() -> None:
    """What Splink is given is the section of the file, unchanged."""
    model = load_model(EntityType.VESSEL)

    assert json.loads(model.splink) == a_document(EntityType.VESSEL)["splink"]


FAULTS = [
    ("format", 2, "format: must be 1: the file is for another release"),
    ("format", "1", "format: must be a whole number"),
    ("format", ..., "format: is missing"),
    ("version", "company-1", "version: must be like person-1"),
    ("version", "person-1;", "version: must be like person-1"),
    ("entity_type", "company", "entity_type: must be person"),
    ("profile", 0, "profile: must be a whole number"),
    ("surplus", 1, "surplus: is not known here"),
    ("trained.date", "yesterday", "trained.date: must be a date"),
    ("trained.method", "", "trained.method: must be a text"),
    ("trained.data", [1], "trained.data[0]: must be a text"),
    ("trained.matches", -1, "trained.matches: must be a whole number"),
    ("name", ..., "name: is missing"),
    ("name.intercept", "high", "name.intercept: must be a number"),
    ("name.coefficients.colour", 1.0, "name.coefficients.colour: is no feature of two names"),
    ("name.coefficients.matched", 1e9, "name.coefficients.matched: must be a finite number"),
    ("splink", ..., "splink: is missing"),
    ("splink.comparisons", [{}], "splink.comparisons[0].comparison_levels: is missing"),
    ("thresholds.hit", -5.0, "thresholds: must rise from possible to hit to strong"),
    ("thresholds.strong", ..., "thresholds.strong: is missing"),
    ("minimum_evidence.points", 0, "minimum_evidence.points: must be a finite number"),
    (
        "minimum_evidence.attributes.colour",
        [],
        "minimum_evidence.attributes.colour: is no column of this model",
    ),
    (
        "minimum_evidence.attributes.name",
        [{"at_least": 0, "points": 2.0}],
        "minimum_evidence: name must not reach the minimum alone",
    ),
    (
        "minimum_evidence.attributes.place",
        [{"at_least": 1, "points": 1.0}, {"at_least": 0, "points": 0.5}],
        "minimum_evidence.attributes.place: must rise in value and in points",
    ),
    (
        "minimum_evidence.attributes.place",
        [{"at_least": 0, "points": 1.0}, {"at_least": 1, "points": 0.5}],
        "minimum_evidence.attributes.place: must rise in value and in points",
    ),
    (
        "minimum_evidence.sufficient.name",
        3,
        "minimum_evidence.sufficient.name: can never be enough by itself",
    ),
    ("advice.0.column", "colour", "advice[0]: is about no column of this model"),
    ("advice.0.levels", [-1, 9], "advice[0]: names a level that the column does not have"),
    ("advice.0.words", " ", "advice[0].words: must be a text"),
]


@pytest.mark.parametrize(("path", "value", "fault"), FAULTS, ids=[f[2] for f in FAULTS])
def test_refuses(path: str, value: object, fault: str) -> None:
    """A file with one fault is refused, and the message names the place."""
    with pytest.raises(ModelError, match="the model for person has faults") as caught:
        read_model(changed(path, value), EntityType.PERSON)

    assert fault in str(caught.value)


def test_names_every_fault_at_once() -> None:
    """Whoever mends a model file sees all faults in one message."""
    document = a_document()
    document["version"] = "7"
    document["thresholds"]["hit"] = None
    document["splink"]["link_type"] = "dedupe_only"

    with pytest.raises(ModelError) as caught:
        read_model(json.dumps(document), EntityType.PERSON)

    for place in ("version", "thresholds.hit", "splink.link_type"):
        assert f"{place}: must be" in str(caught.value)
    assert caught.value.hint


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}"])
def test_refuses_what_is_no_model(text: str) -> None:
    """Any text that is no model is refused in our own words."""
    with pytest.raises(ModelError):
        read_model(text, EntityType.PERSON)


def test_refuses_the_model_of_another_entity_type() -> None:
    """A model for vessels cannot score persons."""
    text = json.dumps(a_document(EntityType.VESSEL))

    with pytest.raises(ModelError, match="entity_type: must be person"):
        read_model(text, EntityType.PERSON)


def test_refuses_a_missing_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package without its model files says so, and what to do."""
    monkeypatch.setattr("matching.model.files", lambda _: tmp_path)

    with pytest.raises(ModelError, match="cannot be read") as caught:
        load_model(EntityType.PERSON)

    assert caught.value.hint == "Install the package again."


def test_knows_no_other_column() -> None:
    """A column that the model does not compare is a programming mistake."""
    with pytest.raises(KeyError):
        load_model(EntityType.IDENTIFIER).comparator("name")
