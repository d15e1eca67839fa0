"""Tests of `node.register.ftmfile` and the table in `node.register.ftmschema`."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.records import record_from_fields
from matching.subject import EntityType
from node.domain.errors import NodeError, SourceError
from node.register.columns import columns_of
from node.register.ftmfile import FtMSource
from node.register.ftmschema import COLUMNS
from node.register.row import RawRow, RowFault

_PERSON = {
    "id": "Q1",
    "schema": "Person",
    "properties": {
        "name": ["Ivan Zzyzx", "Иван Ззизкс"],
        "alias": ["Vanya Zzyzx"],
        "weakAlias": ["Vanya"],
        "previousName": ["Ivan Quux"],
        "birthDate": ["1975-04", "1975-04-03"],
        "nationality": ["ua"],
        "citizenship": ["ua", "cy"],
        "gender": ["male"],
        "passportNumber": ["AB1234567"],
        "firstName": ["Ivan", "Vanya"],
        "topics": ["sanction"],
    },
}
_VESSEL = {
    "id": "V1",
    "schema": "Vessel",
    "properties": {
        "name": ["SAND SWAN"],
        "previousName": ["ANA I"],
        "imoNumber": ["IMO9074729"],
        "mmsi": ["224123000"],
        "callSign": ["EAAB7"],
        "flag": ["pa"],
        "pastFlags": ["lr", "mt"],
        "type": ["General cargo"],
        "buildDate": ["1998-05-01", "1998"],
        "grossRegisteredTonnage": [2840.0],
    },
}
_COMPANY = {
    "id": "C1",
    "schema": "Company",
    "properties": {
        "name": ["Quux Shipping Ltd"],
        "jurisdiction": ["cy"],
        "registrationNumber": ["HE 12345"],
        "leiCode": ["5493001KJTIIGC8Y1R12"],
        "incorporationDate": ["2011-06-30"],
        "addressEntity": [
            {"id": "A1", "schema": "Address", "properties": {"full": ["1 Quay St, Limassol"]}},
            "addr-17",
        ],
    },
}
_LINK = {"id": "O1", "schema": "Ownership", "properties": {"owner": ["Q1"]}}
_ALL = (_PERSON, _VESSEL, _COMPANY, _LINK)


def _source(
    folder: Path, content: bytes | tuple[object, ...], entity_type: EntityType = EntityType.PERSON
) -> FtMSource:
    path = folder / "register.ftm.json"
    if isinstance(content, tuple):
        content = "\n".join(map(json.dumps, content)).encode()
    path.write_bytes(content)
    return FtMSource(path, entity_type)


def test_a_person_is_read(tmp_path: Path) -> None:
    """Names keep their role, values are distinct, and a single-valued column takes the first."""
    (row,) = _source(tmp_path, _ALL).rows()

    assert row == RawRow(
        1,
        {
            "id": ("Q1",),
            "name": ("Ivan Zzyzx",),
            "aliases": ("Иван Ззизкс", "Vanya Zzyzx"),
            "weak_aliases": ("Vanya",),
            "former_names": ("Ivan Quux",),
            "birth_date": ("1975-04", "1975-04-03"),
            "nationality": ("ua", "cy"),
            "gender": ("male",),
            "passport": ("AB1234567",),
            "first_name": ("Ivan",),
        },
    )


def test_a_vessel_is_read(tmp_path: Path) -> None:
    """Numbers have no fraction, and of the date of build the year is taken, once."""
    (row,) = _source(tmp_path, _ALL, EntityType.VESSEL).rows()

    assert row == RawRow(
        2,
        {
            "id": ("V1",),
            "name": ("SAND SWAN",),
            "former_names": ("ANA I",),
            "imo": ("IMO9074729",),
            "mmsi": ("224123000",),
            "call_sign": ("EAAB7",),
            "flag": ("pa",),
            "former_flags": ("lr", "mt"),
            "vessel_type": ("General cargo",),
            "build_year": ("1998",),
            "gross_tonnage": ("2840",),
        },
    )


def test_a_company_is_read_with_the_address_inside_it(tmp_path: Path) -> None:
    """An address that stands in its holder is text; the mere id of one is not."""
    (row,) = _source(tmp_path, _ALL, EntityType.COMPANY).rows()

    assert isinstance(row, RawRow)
    assert row.fields["address"] == ("1 Quay St, Limassol",)
    assert row.fields["country"] == ("cy",)


@pytest.mark.parametrize(
    ("schema", "name", "value", "column"),
    [
        ("BankAccount", "iban", "ES9121000418450200051332", "iban"),
        ("CryptoWallet", "publicKey", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "crypto"),
        ("Vehicle", "registrationNumber", "1234 BCD", "plate"),
        ("Airplane", "registrationNumber", "EC-ABC", "aircraft"),
    ],
)
def test_things_with_a_number_are_identifiers(
    tmp_path: Path, schema: str, name: str, value: str, column: str
) -> None:
    """The number of an account, wallet, vehicle or aircraft is the record."""
    entity = {"id": "I1", "schema": schema, "properties": {name: [value]}}

    (row,) = _source(tmp_path, (entity,), EntityType.IDENTIFIER).rows()

    assert row == RawRow(1, {"id": ("I1",), column: (value,)})


@pytest.mark.parametrize("entity_type", [EntityType.PERSON, EntityType.VESSEL, EntityType.COMPANY])
def test_rows_are_valid_records(tmp_path: Path, entity_type: EntityType) -> None:
    """What the reader yields is a record without a complaint."""
    (row,) = _source(tmp_path, _ALL, entity_type).rows()

    assert isinstance(row, RawRow)
    assert record_from_fields(entity_type, row.fields).unusable == ()


def test_other_schemata_are_counted(tmp_path: Path) -> None:
    """Entities that are not of the type are left out and told by schema, anew at each reading."""
    source = _source(tmp_path, (*_ALL, _LINK))

    for _ in range(2):
        assert len(list(source.rows())) == 1
        assert source.skipped == {"Vessel": 1, "Company": 1, "Ownership": 2}
        assert source.position == source.total


@pytest.mark.parametrize(
    ("line", "column", "reason"),
    [
        (b"{", None, "not one JSON object"),
        (b"[" * 100_000, None, "not one JSON object"),
        (b"[]", None, "not a JSON object"),
        (b'"Zzyzx"', None, "not a JSON object"),
        (b'{"n": ' + b"1" * 5_000 + b"}", None, "not one JSON object"),
        (b'{"id": "\xff"}', None, "not UTF-8"),
        (b'{"id": "7", "properties": {}}', "schema", "not the name of a schema"),
        (b'{"schema": "Ivan Zzyzx", "properties": {}}', "schema", "not the name of a schema"),
        (b'{"schema": "Person", "properties": []}', "properties", "not an object"),
        (b'{"schema": "Person", "properties": {"name": [["x"]]}}', "name", "neither text nor"),
        (b'{"schema": "Person", "properties": {"name": ["\\ud800"]}}', "name", "half of a"),
        (b'{"schema": "Person", "properties": {"name": [NaN]}}', "name", "not a number"),
        (b'{"id": [{}, []], "schema": "Person", "properties": {}}', "id", "neither text nor"),
    ],
    ids=[
        "cut",
        "deep",
        "list",
        "text",
        "digits",
        "bytes",
        "schemaless",
        "name as schema",
        "properties",
        "nested",
        "surrogate",
        "nan",
        "id",
    ],
)
def test_a_damaged_line_is_a_fault_and_the_next_is_read(
    tmp_path: Path, line: bytes, column: str | None, reason: str
) -> None:
    """One bad line costs one line, and nothing of it is repeated."""
    content = b"\n".join([json.dumps(_VESSEL).encode(), b"", line, json.dumps(_PERSON).encode()])

    fault, row = _source(tmp_path, content).rows()

    assert isinstance(fault, RowFault)
    assert (fault.line, fault.column) == (3, column)
    assert reason in fault.reason
    assert "Zzyzx" not in repr(fault)
    assert row.line == 4


def test_an_overlong_line_is_one_fault(tmp_path: Path) -> None:
    """A line beyond the limit is skipped to its end, and lines are counted on from there."""
    long = b'{"id": "' + b"x" * (33 << 20) + b'"}'
    content = b"\n".join([json.dumps(_VESSEL).encode(), long, json.dumps(_PERSON).encode()])

    assert [(type(row), row.line) for row in _source(tmp_path, content).rows()] == [
        (RowFault, 2),
        (RawRow, 3),
    ]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(_ALL, indent=1).encode(),
        json.dumps(_PERSON, indent=1).encode(),
        b"id,name\n7,Quux\n",
        b"\n\n",
    ],
    ids=["list", "indented", "csv", "blank"],
)
def test_what_holds_no_entities_is_refused(tmp_path: Path, content: bytes) -> None:
    """Other JSON, and other text, is told with what each line should be."""
    with pytest.raises(SourceError, match="no FollowTheMoney entities") as caught:
        _source(tmp_path, content)

    assert "each line" in caught.value.hint


@pytest.mark.parametrize("entity_type", list(EntityType))
def test_every_property_goes_to_a_column_of_its_type(entity_type: EntityType) -> None:
    """No property is laid into a column that the validation then refuses."""
    columns = {column for names in COLUMNS[entity_type].values() for column in names.values()}

    assert columns <= columns_of(entity_type)


_JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text() | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


@given(
    key=_JSON,
    properties=st.dictionaries(st.sampled_from(["name", "address", "addressEntity"]), _JSON),
)
def test_no_entity_brings_anything_but_rows_and_faults(
    tmp_path_factory: pytest.TempPathFactory, key: object, properties: dict[str, object]
) -> None:
    """Whatever the properties hold, the line is a row or a fault."""
    entity = {"id": key, "schema": "Person", "properties": properties}

    rows = list(_source(tmp_path_factory.mktemp("ftm"), (entity,)).rows())

    assert [row.line for row in rows] == [1]


@given(st.binary(max_size=300))
def test_no_bytes_bring_anything_but_our_own_errors(
    tmp_path_factory: pytest.TempPathFactory, tail: bytes
) -> None:
    """Whatever follows an entity, or stands in its place, is a row, a fault or a NodeError."""
    folder = tmp_path_factory.mktemp("ftm")
    for content in (tail, json.dumps(_PERSON).encode() + b"\n" + tail):
        try:
            rows = list(_source(folder, content).rows())
        except NodeError:
            continue
        assert all(isinstance(row, RawRow | RowFault) for row in rows)
