"""Tests of `node.register.columns`."""

import pytest

from matching.subject import EntityType
from node.domain.errors import MappingError, SourceError
from node.register.columns import KNOWN_COLUMNS, columns_of, plan_columns
from node.register.dateformat import DateFormat
from node.register.mapping import ColumnMapping, Rule
from node.register.row import RawRow, RowFault


def test_own_columns_are_read_as_they_are_named() -> None:
    """Cells become values under their column, and empty ones are left out."""
    plan = plan_columns(["id", "aliases", "imo"], None)

    assert plan.read(2, ["7", "ANA | SWAN", " "]) == RawRow(
        2, {"id": ("7",), "aliases": ("ANA", "SWAN")}
    )


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (["id", "nmae"], 'unknown column "nmae"; did you mean "name"?'),
        (["id", "Birth_Date"], 'did you mean "birth_date"?'),
        (["id", "name", "name"], "twice: name"),
        (["name"], 'no column "id"'),
        ([], "first row names none"),
        (["", ""], "first row names none"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(header: list[str], told: str) -> None:
    """Unknown, doubled and missing columns are named."""
    with pytest.raises(SourceError) as caught:
        plan_columns(header, None)

    assert told in str(caught.value)
    assert caught.value.hint


def test_an_unknown_column_leads_to_the_mapping_option() -> None:
    """Whoever has other columns is told of the mapping file."""
    with pytest.raises(SourceError) as caught:
        plan_columns(["id", "Nombre completo"], None)

    assert "--mapping" in caught.value.hint


@pytest.mark.parametrize("mapping", [None, ColumnMapping((Rule("id", ("Nr",)),))])
def test_a_row_of_data_in_place_of_the_header_is_not_repeated(
    mapping: ColumnMapping | None,
) -> None:
    """Where no column is known the first row may be a person, so nothing of it is told."""
    with pytest.raises(SourceError) as caught:
        plan_columns(["417", "Zzyzx Quux", "1975-04-03"], mapping)

    assert "Zzyzx" not in str(caught.value) + caught.value.hint


def test_a_mapping_must_fit_the_header() -> None:
    """Every missing source column is listed with its nearest neighbour."""
    mapping = ColumnMapping(
        (Rule("id", ("Nr",)), Rule("name", ("Nombre",)), Rule("phone", ("Tel",)))
    )

    with pytest.raises(MappingError) as caught:
        plan_columns(["Nr", "nombre"], mapping)

    assert 'columns.name: the file has no column "Nombre"; did you mean "nombre"?' in str(
        caught.value
    )
    assert 'columns.phone: the file has no column "Tel"' in str(caught.value)


def test_columns_that_no_rule_reads_are_left_alone() -> None:
    """A mapping takes what it names from a wider file."""
    plan = plan_columns(["Nr", "Observaciones"], ColumnMapping((Rule("id", ("Nr",)),)))

    assert plan.read(2, ["7", "anything"]) == RawRow(2, {"id": ("7",)})


def test_columns_are_joined_where_both_are_filled() -> None:
    """A rule over several columns gives a value, or none where all of them are empty."""
    plan = plan_columns(
        ["Nombre", "Nr", "Apellidos"],
        ColumnMapping((Rule("id", ("Nr",)), Rule("name", ("Apellidos", "Nombre"), glue=" "))),
    )

    assert plan.read(2, ["Ana", "7", "Quux"]) == RawRow(2, {"id": ("7",), "name": ("Quux Ana",)})
    assert plan.read(3, ["", "8", ""]) == RawRow(3, {"id": ("8",)})


def test_constants_are_in_every_row() -> None:
    """A constant stands beside what the file says."""
    plan = plan_columns(["Nr"], ColumnMapping((Rule("id", ("Nr",)),), {"country": ("es",)}))

    assert plan.read(2, ["7"]) == RawRow(2, {"id": ("7",), "country": ("es",)})


def test_a_value_under_no_name_is_a_fault() -> None:
    """A nameless column at the edge may be empty, but nothing in it is dropped silently."""
    plan = plan_columns(["id", "name", ""], None)

    assert isinstance(plan.read(2, ["7", "ANA", ""]), RawRow)
    assert plan.read(3, ["8", "ANA", "x"]) == RowFault(
        3, None, "a value under a column without a name"
    )


def test_a_cell_that_its_rule_cannot_read_is_a_fault() -> None:
    """The fault names the column of the file, not the one it was to become."""
    rule = Rule("birth_date", ("F.Nac",), date_format=DateFormat("%d/%m/%Y"))
    plan = plan_columns(["Nr", "F.Nac"], ColumnMapping((Rule("id", ("Nr",)), rule)))

    assert plan.read(2, ["7", "04.03.1975"]) == RowFault(
        2, "F.Nac", "not a date in the format %d/%m/%Y"
    )


@pytest.mark.parametrize("entity_type", list(EntityType))
def test_the_columns_of_a_type_are_known(entity_type: EntityType) -> None:
    """Every entity type has its id and nothing that is not a column."""
    assert "id" in columns_of(entity_type) <= KNOWN_COLUMNS
