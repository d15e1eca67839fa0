"""Write a request in the shape of the Universal Message Format, for a system that reads XML.

The Universal Message Format (Implementing Decisions (EU) 2023/220 and 2023/221) describes persons,
organisations, items, locations and the connections between them. Its schema is not public, so this
is a mapping in a namespace of our own, not a conforming message: docs/umf.md has the table.
"""

from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from matching.subject import EntityType
from node.domain.exchange import ContactPoint
from node.domain.journal import timestamp
from node.domain.request import FollowUpRequest, Party

NAMESPACE: Final = "urn:heliograph:umf-mapping:1"

ENTITIES: Final = {
    EntityType.PERSON: "Person",
    EntityType.COMPANY: "Organisation",
    EntityType.VESSEL: "MeansOfTransportation",
    EntityType.IDENTIFIER: "Item",
}
"""What a subject is in the model of UMF."""

ELEMENTS: Final = {
    "name": "Name",
    "aliases": "AliasName",
    "weak_aliases": "NickName",
    "original_script": "NameInOriginalScript",
    "former_names": "FormerName",
    "first_name": "FirstName",
    "last_name": "FamilyName",
    "birth_date": "DateOfBirth",
    "birth_place": "PlaceOfBirth",
    "gender": "Gender",
    "nationality": "Nationality",
    "country": "Country",
    "address": "Location/Address",
    "position": "Profession",
    "passport": "Document/PassportNumber",
    "id_number": "Document/IdentityDocumentNumber",
    "tax_number": "TaxNumber",
    "reg_number": "RegistrationNumber",
    "lei": "LegalEntityIdentifier",
    "incorporation_date": "DateOfIncorporation",
    "imo": "IMONumber",
    "mmsi": "MMSI",
    "call_sign": "CallSign",
    "flag": "Flag",
    "former_flags": "FormerFlag",
    "vessel_type": "Type",
    "gross_tonnage": "GrossTonnage",
    "build_year": "YearOfConstruction",
    "engine": "EngineNumber",
    "phone": "MeansOfCommunication/TelephoneNumber",
    "email": "MeansOfCommunication/EmailAddress",
    "imei": "MeansOfCommunication/IMEI",
    "iban": "MeansOfPayment/IBAN",
    "crypto": "MeansOfPayment/CryptoAssetAddress",
    "container": "Item/ContainerNumber",
    "seal": "Item/SealNumber",
    "vin": "MeansOfTransportation/VIN",
    "plate": "MeansOfTransportation/RegistrationPlate",
    "aircraft": "MeansOfTransportation/AircraftRegistration",
}
"""Column of a subject to its element; what stands before the slash is an entity of its own."""


def umf_of(request: FollowUpRequest) -> bytes:
    """Return the request as XML."""
    root = Element("Request", {"xmlns": NAMESPACE})
    _head(root, request)
    _purpose(root, request)
    subject = SubElement(root, ENTITIES[request.hit.entity_type], {"id": "subject"})
    _put(subject, "RoleInCase", value=request.role)
    for column, path in ELEMENTS.items():
        for value in request.subject.get(column, ()):
            _place(subject, path, value=value)
    connection = SubElement(root, "Connection", {"from": "subject", "to": "hit"})
    _put(connection, "Description", value=request.particulars.link)
    _hit(root, request)
    indent(root)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def _head(root: Element, request: FollowUpRequest) -> None:
    head = SubElement(root, "Header")
    _put(head, "Reference", value=request.own_reference)
    _put(head, "RequestedReference", value=request.hit.reference)
    _put(head, "CreatedAt", value=timestamp(request.drafted_at))
    _put(head, "DueAt", value=timestamp(request.due_at))
    _put(head, "Urgency", value=request.justification.urgency)
    _put(head, "UrgencyReason", value=request.justification.urgency_reason)
    _put(head, "HandlingCode", value=request.handling)
    for name, party in (("Sender", request.asker), ("Recipient", request.owner)):
        _party(head, name, party=party)


def _party(parent: Element, name: str, *, party: Party) -> None:
    found = SubElement(parent, name)
    _put(found, "Authority", value=party.name)
    _put(found, "AuthorityType", value=party.kind)
    _put(found, "Country", value=party.country)
    if party.desk is not None:
        _desk(found, party.desk)


def _desk(parent: Element, point: ContactPoint) -> None:
    contact = SubElement(parent, "ContactPoint")
    for name, value in (
        ("Unit", point.desk),
        ("Channel", point.channel),
        ("Address", point.address),
        ("TelephoneNumber", point.phone),
        ("EmailAddress", point.email),
    ):
        _put(contact, name, value=value)


def _purpose(root: Element, request: FollowUpRequest) -> None:
    told = SubElement(root, "Purpose")
    reasons, particulars = request.justification, request.particulars
    for name, value in (
        ("CaseReference", reasons.case_reference),
        ("PurposeCode", reasons.purpose),
        ("OffenceCode", reasons.offence),
        ("LegalBasis", reasons.legal_basis),
        ("PersonCategory", reasons.category),
        ("Aim", reasons.aim),
        ("Facts", particulars.facts or request.facts.summary),
        ("InformationRequested", particulars.question),
        ("UseRestriction", particulars.restrictions or request.facts.restrictions),
    ):
        _put(told, name, value=value)


def _hit(root: Element, request: FollowUpRequest) -> None:
    found = SubElement(root, "Hit", {"id": "hit"})
    _put(found, "Reference", value=request.hit.reference)
    _put(found, "Quality", value=request.hit.band)
    _put(found, "AnsweredAt", value=timestamp(request.hit.answered_at))
    _put(found, "HandlingCode", value=request.hit.handling)
    if request.hit.fresh_at is not None:
        _put(found, "RegisterLoadedAt", value=timestamp(request.hit.fresh_at))


def _place(subject: Element, path: str, *, value: str) -> None:
    entity, _, name = path.rpartition("/")
    _put(SubElement(subject, entity) if entity else subject, name, value=value)


def _put(parent: Element, name: str, *, value: str) -> None:
    """Add an element; what is empty is left out."""
    if value:
        # XML has no way to write control characters, and refuses the file as a whole.
        SubElement(parent, name).text = "".join(
            letter for letter in value if letter.isprintable() or letter in "\n\t"
        )
