"""The comparisons of a model: what their conditions may say, and how levels are numbered."""

import pytest

from matching import document
from matching.comparator import Comparator, read_comparators, read_prior
from matching.document import Part
from matching.model import load_model
from matching.subject import EntityType

NULL: dict[str, object] = {
    "sql_condition": '"identifier_r" = -1',
    "label_for_charts": "unknown",
    "is_null_level": True,
}


def a_level(condition: str, *, m: float, u: float) -> dict[str, object]:
    """Return a level whose label is its condition."""
    return {
        "sql_condition": condition,
        "label_for_charts": condition,
        "m_probability": m,
        "u_probability": u,
    }


def settings(levels: list[dict[str, object]]) -> Part:
    """Return Splink settings that compare identifiers on these levels."""
    return Part(
        {
            "link_type": "link_only",
            "probability_two_random_records_match": 0.5,
            "unique_id_column_name": "number",
            "source_dataset_column_name": "side",
            "blocking_rules_to_generate_predictions": ["l.number = r.subject"],
            "retain_matching_columns": False,
            "retain_intermediate_calculation_columns": True,
            "comparisons": [
                {
                    "output_column_name": "identifier",
                    "comparison_description": "number",
                    "comparison_levels": levels,
                }
            ],
        }
    )


def read(levels: list[dict[str, object]]) -> tuple[tuple[Comparator, ...], list[str]]:
    """Read the comparisons of identifiers and the findings."""
    part = settings(levels)
    return read_comparators(part, EntityType.IDENTIFIER), part.findings


def test_numbers_levels_as_splink_does() -> None:
    """The null level is -1, and the others fall from the strongest to 0."""
    equal = a_level('"identifier_r" = 2', m=0.8, u=0.1)
    typo = a_level('"identifier_r" = 1', m=0.1, u=0.1)

    (comparator,), findings = read([NULL, equal, typo, a_level("ELSE", m=0.1, u=0.8)])

    assert findings == []
    assert [(level.gamma, level.weight) for level in comparator.levels] == [
        (-1, 0.0),
        (2, 3.0),
        (1, 0.0),
        (0, -3.0),
    ]
    assert comparator.strongest.gamma == 2
    assert comparator.level(0).label == "ELSE"


def test_knows_no_other_level() -> None:
    """A level that the comparison lacks is a programming mistake."""
    comparator = load_model(EntityType.PERSON).comparator("gender")

    with pytest.raises(KeyError):
        comparator.level(3)


@pytest.mark.parametrize(
    "condition",
    [
        '"identifier_r" = 2',
        '"identifier_r" >= -1.25',
        '"identifier_r" = 1 OR "identifier_r" = 2',
        '"identifier_r" > 0 AND "identifier_r" <= 1',
        '"identifier_r" IS NULL OR isnan("identifier_r")',
    ],
)
def test_allows_comparing_the_column_with_numbers(condition: str) -> None:
    """A condition compares its own column of the right side, any number of times."""
    _, findings = read([NULL, a_level(condition, m=0.5, u=0.5), a_level("ELSE", m=0.5, u=0.5)])

    assert findings == []


@pytest.mark.parametrize(
    "condition",
    [
        "1 = 1",
        '"name_r" = 2',
        '"identifier_l" = 2',
        '"identifier_r" = "identifier_l"',
        '"identifier_r" = 2; DROP TABLE candidates',
        "\"identifier_r\" = 2 OR (SELECT count(*) FROM read_csv('list')) > 0",
        '"identifier_r" = 2 --',
        '"identifier_r" = 2\n',
        'getenv("identifier_r")',
        'ELSE "identifier_r" = 2',
    ],
)
def test_refuses_any_other_sql(condition: str) -> None:
    """A model file is data: no other SQL passes, whatever it does."""
    _, findings = read([NULL, a_level(condition, m=0.5, u=0.5), a_level("ELSE", m=0.5, u=0.5)])

    place = "comparisons[0].comparison_levels[1].sql_condition"
    assert findings == [f'{place}: may only compare "identifier_r" with numbers']


EQUAL = a_level('"identifier_r" = 2', m=0.9, u=0.1)
OTHER = a_level("ELSE", m=0.1, u=0.9)


@pytest.mark.parametrize(
    ("levels", "finding"),
    [
        ([EQUAL, OTHER], "must begin with the one null level"),
        ([EQUAL, NULL, OTHER], "must begin with the one null level"),
        ([NULL, NULL, OTHER], "must begin with the one null level"),
        ([NULL, EQUAL], "must end with the one level ELSE"),
        ([NULL, OTHER, EQUAL], "must end with the one level ELSE"),
        ([], "must end with the one level ELSE"),
        ([NULL, EQUAL, EQUAL, OTHER], "must have different labels"),
        (
            [NULL, a_level('"identifier_r" = 1', m=0.1, u=0.8), a_level("ELSE", m=0.9, u=0.2)],
            "must stand in the order of their weights, the strongest first",
        ),
        ([NULL, EQUAL, a_level("ELSE", m=0.2, u=0.9)], "m_probability must not add up to more"),
        ([NULL, EQUAL, a_level("ELSE", m=0.1, u=1.0)], "u_probability must not add up to more"),
        ([NULL, EQUAL, a_level("ELSE", m=0.0, u=0.9)], "m_probability: must be a finite number"),
        ([NULL, EQUAL, a_level("ELSE", m=0.1, u=1.5)], "u_probability: must be a finite number"),
        ([NULL | {"m_probability": 0.5}, EQUAL, OTHER], "m_probability: is not known here"),
        ([NULL, EQUAL | {"tf_adjustment_column": "x"}, OTHER], "is not known here"),
    ],
)
def test_finds_faulty_levels(levels: list[dict[str, object]], finding: str) -> None:
    """Levels have an order, labels, and probabilities that can be probabilities."""
    _, findings = read(levels)

    assert any(finding in each for each in findings), findings


@pytest.mark.parametrize(
    ("key", "value", "finding"),
    [
        ("link_type", "dedupe_only", "link_type: must be link_only"),
        ("retain_matching_columns", True, "retain_matching_columns: must be False"),
        ("em_convergence", 1, "em_convergence: is not known here"),
        ("comparisons", [], "comparisons: must compare exactly identifier"),
        ("comparisons", {}, "comparisons: must be a list"),
    ],
)
def test_finds_faulty_settings(key: str, value: object, finding: str) -> None:
    """Settings on which the scorer relies cannot be changed."""
    part = settings([NULL, EQUAL, OTHER])
    members = dict(part.items())
    changed = Part({name: member.value for name, member in members.items()} | {key: value})

    read_comparators(changed, EntityType.IDENTIFIER)

    assert finding in changed.findings


@pytest.mark.parametrize("prior", ["0", "1", "-1", '"x"'])
def test_finds_an_impossible_prior(prior: str) -> None:
    """A prior of nought or one could never be moved by evidence."""
    part = document.parse(f'{{"probability_two_random_records_match": {prior}}}')

    assert read_prior(part) == 0.0
    assert len(part.findings) == 1


def test_reads_the_prior_in_bits() -> None:
    """One in five is odds of one to four, two bits against."""
    part = document.parse('{"probability_two_random_records_match": 0.2}')

    assert read_prior(part) == pytest.approx(-2.0)
