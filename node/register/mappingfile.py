"""Read a mapping file: TOML that says what the columns of an agency's own file mean.

    separator = ";"                 # between several values in one cell
    encoding = "windows-1251"       # where sniffing cannot know
    delimiter = ";"
    sheet = "Personas"

    [columns]
    id = "Expediente"
    name = { join = ["Apellidos", "Nombre"], with = " " }
    aliases = ["Alias 1", "Alias 2"]
    birth_date = { column = "F.Nac", format = "%d/%m/%Y" }
    gender = "Sexo"

    [constants]
    country = "es"

    [values.gender]
    H = "male"
    M = "female"

Every fault is reported, each with its key; nothing of a file with a fault is used.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from matching.subject import EntityType
from node.domain.errors import MappingError
from node.register.access import reading, require_file
from node.register.charset import Charset, named_charset
from node.register.columns import KNOWN_COLUMNS, columns_of
from node.register.dateformat import DateFormat
from node.register.mapping import ColumnMapping, Rule
from node.register.row import DEFAULT_SEPARATOR
from node.register.spelling import did_you_mean
from node.register.tomltable import TOMLTable

_TOP_KEYS = ("columns", "constants", "values", "separator", "encoding", "delimiter", "sheet")
_RULE_KEYS = ("column", "join", "with", "format")
_FILE_BYTES = 1 << 20
_HINT = "See the columns with: heliograph register schema"


def load_mapping(path: Path, entity_type: EntityType) -> ColumnMapping:
    """Read a mapping file for registers of one entity type.

    Raises:
        SourceError: The file cannot be read.
        MappingError: It is no TOML, or something in it is wrong; the message lists every fault.
    """
    if require_file(path) > _FILE_BYTES:
        raise MappingError(f"{path.name}: is too large for a mapping", hint=_HINT)
    with reading(path):
        content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise MappingError(f"{path.name}: is not UTF-8", hint="Save it as UTF-8.") from error
    return parse_mapping(text, entity_type, name=path.name)


def parse_mapping(text: str, entity_type: EntityType, *, name: str = "mapping") -> ColumnMapping:
    """Read the text of a mapping file; `name` is what messages call it.

    Raises:
        MappingError: It is no TOML, or something in it is wrong; the message lists every fault.
    """
    try:
        document = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise MappingError(f"{name}: is not TOML: {error}", hint=_HINT) from error
    root = TOMLTable(document, [])
    mapping = _mapping(root, entity_type)
    if root.faults:
        listed = "\n".join(f"  {fault}" for fault in root.faults)
        raise MappingError(f"{name}: cannot be used:\n{listed}", hint=_HINT)
    return mapping


def _mapping(root: TOMLTable, entity_type: EntityType) -> ColumnMapping:
    """Read a whole document; the result is of use only if nothing was blamed."""
    root.check_keys(_TOP_KEYS)
    columns, constants = root.table("columns"), root.table("constants")
    substitutes = _substitutes(root.table("values"), columns)
    for table in (columns, constants):
        _check_targets(table, entity_type)
    _check_id(columns, constants)
    return ColumnMapping(
        rules=tuple(_rules(columns, substitutes)),
        constants=_constants(constants, columns),
        separator=root.text("separator") or DEFAULT_SEPARATOR,
        charset=_charset(root),
        delimiter=_delimiter(root),
        sheet=root.text("sheet"),
    )


def _check_targets(table: TOMLTable, entity_type: EntityType) -> None:
    """Blame every key that is no column of this entity type."""
    known = columns_of(entity_type)
    for column in table.entries:
        if column not in KNOWN_COLUMNS:
            table.blame(column, f"unknown column{did_you_mean(column, known)}")
        elif column not in known:
            table.blame(column, f"is no column of a register of type {entity_type}")


def _check_id(columns: TOMLTable, constants: TOMLTable) -> None:
    if "id" in constants.entries:
        constants.blame("id", "cannot be the same in every row")
    if "id" not in columns.entries:
        columns.blame("id", "is missing: the number by which the agency finds the record")


def _rules(columns: TOMLTable, substitutes: Mapping[str, Mapping[str, str]]) -> Iterator[Rule]:
    for target, meaning in columns.entries.items():
        if isinstance(meaning, dict):
            rule = _rule(target, columns.table(target))
        else:
            rule = Rule(target, columns.texts(target))
        yield replace(rule, substitutes=substitutes.get(target, {}))


def _rule(target: str, table: TOMLTable) -> Rule:
    """Read a column that is described by a table."""
    table.check_keys(_RULE_KEYS)
    joined = "join" in table.entries
    if joined == ("column" in table.entries):
        table.blame("column", 'needs either "column" or "join"')
        return Rule(target, ())
    if "with" in table.entries and not joined:
        table.blame("with", 'only says how to "join"')
    return Rule(
        target,
        table.texts("join" if joined else "column"),
        glue=_glue(table) if joined else None,
        date_format=_date_format(table),
    )


def _glue(table: TOMLTable) -> str:
    glue = table.text("with", may_be_empty=True)
    return " " if glue is None else glue


def _date_format(table: TOMLTable) -> DateFormat | None:
    pattern = table.text("format")
    try:
        return DateFormat(pattern) if pattern else None
    except ValueError as error:
        table.blame("format", str(error))
        return None


def _constants(constants: TOMLTable, columns: TOMLTable) -> dict[str, tuple[str, ...]]:
    for column in constants.entries.keys() & columns.entries.keys():
        constants.blame(column, "is read from the file already")
    return {column: constants.texts(column) for column in constants.entries}


def _substitutes(values: TOMLTable, columns: TOMLTable) -> dict[str, dict[str, str]]:
    for column in values.entries:
        if column not in columns.entries:
            near = did_you_mean(column, columns.entries)
            values.blame(column, f"is not read from the file{near}")
    return {column: dict(_pairs(values.table(column))) for column in values.entries}


def _pairs(table: TOMLTable) -> Iterator[tuple[str, str]]:
    """Yield each value of the file, case-folded, with what it means."""
    for given, meant in table.entries.items():
        if isinstance(meant, str):
            yield given.strip().casefold(), meant.strip()
        else:
            table.blame(given, "needs a text; an empty one drops the value")


def _charset(root: TOMLTable) -> Charset | None:
    name = root.text("encoding")
    try:
        return named_charset(name) if name else None
    except LookupError:
        root.blame("encoding", "no such character set")
        return None


def _delimiter(root: TOMLTable) -> str | None:
    delimiter = root.text("delimiter")
    if delimiter is None or (len(delimiter) == 1 and delimiter not in '"\r\n \0'):
        return delimiter
    root.blame("delimiter", "needs one character that is no space, quote or line end")
    return None
