"""Which property of which FollowTheMoney schema is which of Heliograph's columns.

From the ontology (https://followthemoney.tech/explorer/), in which properties are inherited: a
schema has some here that belong to another below it, and then simply never come.
A property by which no subject can be matched is absent.
There is no schema for a telephone or an e-mail address: they are properties of their holder.
"""

from collections.abc import Mapping

from matching.subject import EntityType

_THING = {
    "name": "name",
    "alias": "aliases",
    "previousName": "former_names",
    "weakAlias": "weak_aliases",
    "country": "country",
    "address": "address",
    "addressEntity": "address",
    "program": "program",
}
_REACHED = {
    "phone": "phone",
    "email": "email",
    "taxNumber": "tax_number",
    "innCode": "tax_number",
}
_COMPANY = (
    _THING
    | _REACHED
    | {
        "mainCountry": "country",
        "jurisdiction": "country",
        "registrationNumber": "reg_number",
        "ogrnCode": "reg_number",
        "uscCode": "reg_number",
        "vatCode": "tax_number",
        "voenCode": "tax_number",
        "irsCode": "tax_number",
        "leiCode": "lei",
        "imoNumber": "imo",
        "incorporationDate": "incorporation_date",
    }
)
_PERSON = (
    _THING
    | _REACHED
    | {
        "firstName": "first_name",
        "lastName": "last_name",
        "birthDate": "birth_date",
        "birthPlace": "birth_place",
        "nationality": "nationality",
        "citizenship": "nationality",
        "gender": "gender",
        "title": "title",
        "position": "position",
        "passportNumber": "passport",
        "idNumber": "id_number",
        "socialSecurityNumber": "id_number",
    }
)
_VESSEL = {
    name: column for name, column in _THING.items() if column not in {"country", "address"}
} | {
    "imoNumber": "imo",
    "mmsi": "mmsi",
    "callSign": "call_sign",
    "flag": "flag",
    "pastFlags": "former_flags",
    "registrationNumber": "reg_number",
    "type": "vessel_type",
    "grossRegisteredTonnage": "gross_tonnage",
    "tonnage": "gross_tonnage",
    "deadweightTonnage": "dwt",
    "buildDate": "build_year",
}

NESTED = frozenset({"addressEntity"})
"""Properties whose values are entities, given whole or by their id."""

COLUMNS: Mapping[EntityType, Mapping[str, Mapping[str, str]]] = {
    EntityType.PERSON: {"Person": _PERSON},
    EntityType.VESSEL: {"Vessel": _VESSEL},
    EntityType.COMPANY: {
        "Company": _COMPANY,
        "Organization": _COMPANY,
        "PublicBody": _COMPANY,
        # May be a person as well, but a source that knows of a person says Person.
        "LegalEntity": _COMPANY,
    },
    EntityType.IDENTIFIER: {
        "BankAccount": {"iban": "iban"},
        "CryptoWallet": {"publicKey": "crypto"},
        "Vehicle": {"registrationNumber": "plate"},
        "Airplane": {"registrationNumber": "aircraft"},
    },
}
"""Entity type, schema, property: the column."""
