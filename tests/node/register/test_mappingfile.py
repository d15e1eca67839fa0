"""Tests of `node.register.mappingfile`."""

from pathlib import Path

import hypothesis
import pytest
from hypothesis import strategies as st

from matching.subject import EntityType
from node.domain.errors import MappingError, NodeError, SourceError
from node.register import mappingfile
from node.register.dateformat import DateFormat
from node.register.mapping import Rule
from node.register.mappingfile import load_mapping, parse_mapping

_EXAMPLE = "\n".join(
    line.removeprefix("    ")
    for line in (mappingfile.__doc__ or "").splitlines()
    if line.startswith("    ")
)


def test_the_documented_example_is_read() -> None:
    """The example of the module's own documentation means what it says."""
    mapping = parse_mapping(_EXAMPLE, EntityType.PERSON)

    assert {rule.target: rule.sources for rule in mapping.rules} == {
        "id": ("Expediente",),
        "name": ("Apellidos", "Nombre"),
        "aliases": ("Alias 1", "Alias 2"),
        "birth_date": ("F.Nac",),
        "gender": ("Sexo",),
    }
    assert mapping.rules[1].glue == " "
    assert mapping.rules[3].date_format == DateFormat("%d/%m/%Y")
    assert mapping.rules[4].substitutes == {"h": "male", "m": "female"}
    assert mapping.constants == {"country": ("es",)}
    assert (mapping.separator, mapping.delimiter, mapping.sheet) == (";", ";", "Personas")
    assert mapping.charset is not None
    assert mapping.charset.name == "windows-1251"


def test_only_an_id_is_needed() -> None:
    """All else has a default: the separator of Heliograph's own files, and sniffing."""
    mapping = parse_mapping('columns.id = "Nr"', EntityType.VESSEL)

    assert mapping.rules == (Rule("id", ("Nr",)),)
    assert mapping.separator == " | "
    assert (mapping.charset, mapping.delimiter, mapping.sheet) == (None, None, None)


@pytest.mark.parametrize(("given", "glue"), [("", " "), (", with = ''", ""), (", with = '-'", "-")])
def test_joined_columns_stand_as_far_apart_as_is_said(given: str, glue: str) -> None:
    """A space stands between joined columns unless something else, or nothing, is asked for."""
    text = f"columns = {{ id = {{ join = ['A', 'B']{given} }} }}"

    assert parse_mapping(text, EntityType.PERSON).rules[0].glue == glue


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('colums.id = "Nr"', 'colums: unknown key; did you mean "columns"?'),
        ("", "columns.id: is missing"),
        ('columns = "id"', "columns: needs a table"),
        ('columns.nmae = "A"', 'columns.nmae: unknown column; did you mean "name"?'),
        ('columns.imo = "A"', "columns.imo: is no column of a register of type person"),
        ("columns.name = 3", "columns.name: needs a text or a list"),
        ('columns.name = ["A", 3]', "columns.name: needs a text or a list"),
        ("columns.name = []", "columns.name: needs a text or a list"),
        (
            'columns.name = { colum = "A" }',
            'columns.name.colum: unknown key; did you mean "column"?',
        ),
        ('columns.name = { join = ["A"], with = 3 }', "columns.name.with: needs a text"),
        ("columns.name = {}", 'columns.name.column: needs either "column" or "join"'),
        ('columns.name = { column = "A", join = ["B"] }', "needs either"),
        ('columns.name = { column = "A", with = " " }', "columns.name.with: only says how"),
        (
            'columns.birth_date = { column = "A", format = "%d/%m/%y" }',
            "columns.birth_date.format: %y",
        ),
        (
            'columns.birth_date = { column = "A", format = 3 }',
            "columns.birth_date.format: needs a text",
        ),
        ('constants.id = "7"', "constants.id: cannot be the same"),
        ("constants.country = 3", "constants.country: needs a text"),
        ('constants.contry = "es"', 'constants.contry: unknown column; did you mean "country"?'),
        (
            'columns.country = "A"\nconstants.country = "es"',
            "constants.country: is read from the file",
        ),
        ('values.gender.H = "male"', "values.gender: is not read from the file"),
        ("columns.gender = 'A'\nvalues.gender.H = 3", "values.gender.H: needs a text"),
        ("values.gender = 3", "values.gender: needs a table"),
        ("separator = ''", "separator: needs a text"),
        ('encoding = "klingon"', "encoding: no such character set"),
        ('delimiter = "::"', "delimiter: needs one character"),
        ("delimiter = '\"'", "delimiter: needs one character"),
        ("sheet = 1", "sheet: needs a text"),
        ("columns.id =", "is not TOML"),
    ],
)
def test_a_fault_is_named_with_its_key(text: str, fault: str) -> None:
    """Each fault of a mapping file is told by its dotted key, with what would be right."""
    with pytest.raises(MappingError) as caught:
        parse_mapping(text, EntityType.PERSON)

    assert fault in str(caught.value)


def test_all_faults_are_told_at_once() -> None:
    """A file with several faults is mended once."""
    text = 'sheet = 1\n[columns]\nnmae = "A"\nbirth_date = { column = "B", format = "%y" }\n'

    with pytest.raises(MappingError) as caught:
        parse_mapping(text, EntityType.PERSON, name="es.toml")

    told = str(caught.value).splitlines()
    assert told[0].startswith("es.toml")
    assert {line.split(":")[0].strip() for line in told[1:]} == {
        "sheet",
        "columns.nmae",
        "columns.birth_date.format",
        "columns.id",
    }


def test_a_mapping_is_read_from_a_file(tmp_path: Path) -> None:
    """A file written by an editor that marks UTF-8 is read like any other."""
    path = tmp_path / "es.toml"
    path.write_text('columns.id = "Número"', encoding="utf-8-sig")

    assert load_mapping(path, EntityType.PERSON).rules == (Rule("id", ("Número",)),)


@pytest.mark.parametrize(
    ("content", "told"),
    [(b"\xff\xfe", "not UTF-8"), (b"#" * (1 << 21), "too large")],
    ids=["bytes", "large"],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    """What cannot be a mapping file is said to be none."""
    path = tmp_path / "es.toml"
    path.write_bytes(content)

    with pytest.raises(MappingError, match=told):
        load_mapping(path, EntityType.PERSON)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """A mapping that is not there is an error of its file."""
    with pytest.raises(SourceError, match=r"es\.toml: there is no such file"):
        load_mapping(tmp_path / "es.toml", EntityType.PERSON)


@hypothesis.given(st.text())
def test_no_text_brings_anything_but_our_own_errors(text: str) -> None:
    """Whatever a mapping file holds, it is read or refused."""
    try:
        parse_mapping(text, EntityType.PERSON)
    except NodeError as error:
        assert error.code == "MAPPING"  # noqa: PT017 - a text may also be a mapping
