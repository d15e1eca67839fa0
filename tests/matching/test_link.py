"""Two registers on one machine: what is linked, what is told, and what stays out."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from matching.errors import LinkError
from matching.link import Link, Linked, Pair, Reject, Row, link
from matching.model import load_model
from matching.subject import EntityType
from matching.zone import Band, Zone
from tests.matching.linked import HELD, SOUGHT, match_as_a_node, rows

PERSON = load_model(EntityType.PERSON)


def linked(
    wanted: Link,
    held: Sequence[Row | Reject] | None = None,
    sought: Sequence[Row | Reject] | None = None,
) -> tuple[Linked, list[Pair]]:
    """Link two registers and return what came of it with the pairs."""
    pairs: list[Pair] = []
    left, right = held or rows(HELD), sought or rows(SOUGHT)
    return link(wanted, left=left, right=right, take=pairs.append), pairs


def test_tells_what_a_node_would_answer() -> None:
    """Weights, zones and bands are those of a query about each record, in the order asked."""
    _, pairs = linked(Link(PERSON))

    expected = match_as_a_node(PERSON, held=HELD, sought=SOUGHT)
    assert [(p.left, p.right, p.zone, p.band) for p in pairs] == [
        (left, right, decision.zone, decision.band) for left, right, decision in expected
    ]
    assert [pair.weight for pair in pairs] == pytest.approx(
        [decision.weight for _, _, decision in expected], abs=1e-9
    )


def test_counts_what_it_did() -> None:
    """The summary has records, pairs, hits, and how many records have one."""
    result, pairs = linked(Link(PERSON))

    assert (result.left.records, result.right.records) == (len(HELD), len(SOUGHT))
    assert result.scored >= len(pairs)
    assert result.hits == sum(pair.zone is Zone.HIT for pair in pairs) > 0
    assert result.possible == sum(pair.zone is Zone.POSSIBLE for pair in pairs) > 0
    assert result.subjects == len({pair.right for pair in pairs if pair.zone is Zone.HIT})


@pytest.mark.parametrize("threshold", [Zone.HIT, 6.0, -40.0])
def test_threshold_bounds_what_is_told(threshold: Zone | float) -> None:
    """A zone keeps its own pairs, a weight all that have at least as much."""
    _, everything = linked(Link(PERSON, threshold=-1000.0))

    _, told = linked(Link(PERSON, threshold=threshold))

    assert told == [
        pair
        for pair in everything
        if (pair.zone is Zone.HIT if threshold is Zone.HIT else pair.weight >= float(threshold))
    ]
    assert {pair.zone for pair in everything} == set(Zone)


def test_only_hits_have_a_band() -> None:
    """What is possible or no hit is neither probable nor strong."""
    _, pairs = linked(Link(PERSON, threshold=-1000.0))

    assert {pair.band for pair in pairs if pair.zone is not Zone.HIT} == {Band.NONE}
    assert Band.NONE not in {pair.band for pair in pairs if pair.zone is Zone.HIT}


def test_explanation_adds_up_to_the_weight() -> None:
    """Each pair tells one level of each attribute, and their weights with the prior are its own."""
    _, pairs = linked(Link(PERSON, threshold=-1000.0, explain=True))

    for pair in pairs:
        weights = [
            next(level.weight for level in comparator.levels if level.label == label)
            for comparator, label in zip(PERSON.comparators, pair.levels, strict=True)
        ]
        assert PERSON.prior + sum(weights) == pytest.approx(pair.weight, abs=1e-9)


def test_unusable_rows_are_told_and_the_others_linked() -> None:
    """A fault of the file, an impossible value and a repeated id are rejects on their side."""
    fault = Reject(2, "name", "no closing quote")
    impossible = Row(3, {"id": ("x",), "name": ("Ann Other",), "birth_date": ("1990-13-45",)})
    nameless = Row(4, {"id": ("y",), "birth_date": ("1990-01-01",)})
    again = Row(99, {"id": ("b1",), "name": ("Somebody Else",)})

    result, pairs = linked(
        Link(PERSON),
        [fault, nameless, *rows(HELD)],
        [*rows(SOUGHT), again],
    )

    assert [reject.line for reject in result.left.rejects] == [2, 4]
    assert result.left.rejects[0] == fault
    assert result.right.rejects == (Reject(99, "id", "another row has this id"),)
    assert (result.left.rejected, result.right.rejected) == (2, 1)
    assert len(pairs) == len(linked(Link(PERSON))[1])
    assert "1990" not in repr(result) + repr(impossible)


def test_row_without_id_is_named_by_its_line() -> None:
    """A pair names each record so that it is found again."""
    nameless = [Row(row.line, {**row.fields, "id": ()}) for row in rows(HELD)]

    _, pairs = linked(Link(PERSON), nameless)

    lines = {f"line {row.line}" for row in nameless}
    assert {pair.left for pair in pairs} <= lines


def test_nothing_in_common_is_no_pair() -> None:
    """Where no record has a candidate there is nothing to score and nothing to tell."""
    stranger = Row(1, {"id": ("s",), "name": ("Qwzyxk Vbnqzz",)})

    result, pairs = linked(Link(PERSON), None, [stranger])

    assert (result.scored, result.hits, pairs) == (0, 0, [])


@pytest.mark.parametrize("side", ["left", "right"])
@pytest.mark.parametrize("given", [[], [Row(7, {"id": ("1",)})]], ids=["no row", "no usable row"])
def test_register_without_a_record_is_an_error(side: str, given: list[Row]) -> None:
    """An empty side is a mistake of whoever links, not an empty result."""
    sides = {"left": rows(HELD), "right": rows(SOUGHT)}
    sides[side] = given

    with pytest.raises(LinkError, match=f"The {side} register has no usable person record"):
        link(Link(PERSON), left=sides["left"], right=sides["right"], take=print)


def test_workers_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several processes tell the same pairs as one."""
    monkeypatch.setattr("matching.link._FEW_RECORDS", 1)
    monkeypatch.setattr("matching.link._FEW_SUBJECTS", 1)

    _, spread = linked(Link(PERSON, workers=2))

    assert spread == linked(Link(PERSON))[1]


@pytest.mark.parametrize(
    ("entity_type", "held", "sought"),
    [
        (
            EntityType.VESSEL,
            {"name": "Nordic Pearl", "imo": "9074729", "flag": "PA"},
            {"name": "NORDIC PEARL", "imo": "IMO 9074729"},
        ),
        (
            EntityType.COMPANY,
            {"name": "Zephyr Bulk Carriers Ltd", "country": "CY", "lei": "529900T8BM49AURSDO55"},
            {"name": "Zephyr Bulk Carriers Limited", "lei": "529900T8BM49AURSDO55"},
        ),
        (EntityType.IDENTIFIER, {"phone": "+34 600 123 456"}, {"phone": "0034600123456"}),
    ],
    ids=["vessel", "company", "identifier"],
)
def test_links_every_entity_type(
    entity_type: EntityType, held: Mapping[str, str], sought: Mapping[str, str]
) -> None:
    """What two registers write differently is a hit, whatever they hold."""
    left = rows({"a": held})
    right = rows({"b": sought})

    result, pairs = linked(Link(load_model(entity_type)), left, right)

    assert [(pair.left, pair.right, pair.zone) for pair in pairs] == [("a", "b", Zone.HIT)]
    assert result.subjects == 1


def test_nothing_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sealed register and the tables are gone afterwards, also when the caller gives up."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def give_up(_: Pair) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        link(Link(PERSON), left=rows(HELD), right=rows(SOUGHT), take=give_up)

    assert list(tmp_path.iterdir()) == []


def test_no_room_for_tables_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder for temporary files that is not there ends with a sentence that names the cure."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "absent"))

    with pytest.raises(LinkError) as caught:
        linked(Link(PERSON))

    assert "TMPDIR" in caught.value.hint


def test_pair_hides_who_it_is_about() -> None:
    """Neither a row nor a pair shows ids or values where it is printed."""
    _, pairs = linked(Link(PERSON))

    shown = repr(pairs) + repr(rows(HELD))
    assert not any(name in shown for name in [*HELD, *SOUGHT, "Petrov"])


def test_shown_progress_names_every_stage() -> None:
    """Whoever waits is told of reading, asking and scoring."""
    stages: list[str] = []

    link(
        Link(PERSON),
        left=rows(HELD),
        right=rows(SOUGHT),
        take=lambda _: None,
        progress=lambda stage, _done, _total: stages.append(stage),
    )

    assert [stage for stage in ("reading", "asking", "scoring") if stage in stages] == [
        "reading",
        "asking",
        "scoring",
    ]
