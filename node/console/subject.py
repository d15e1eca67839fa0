"""Forms in which officers say who is asked about, and why; the verbs judge what they say."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from matching.subject import EntityType
from node.console.complaint import FormError
from node.console.form import Form
from node.domain.justification import Aim, Category, Justification, Urgency
from node.words import marked

SEPARATOR: Final = ";"
"""Between several values of one field, as in register files."""
FIELDS: Final[Mapping[EntityType, tuple[str, ...]]] = {
    EntityType.PERSON: (
        "name",
        "aliases",
        "birth_date",
        "nationality",
        "passport",
        "id_number",
        "phone",
        "address",
    ),
    EntityType.VESSEL: ("name", "former_names", "imo", "mmsi", "call_sign", "flag", "build_year"),
    EntityType.COMPANY: (
        "name",
        "aliases",
        "country",
        "reg_number",
        "tax_number",
        "lei",
        "address",
    ),
    EntityType.IDENTIFIER: (
        "phone",
        "email",
        "iban",
        "container",
        "plate",
        "vin",
        "imei",
        "crypto",
    ),
}
"""What a form asks about each kind of subject; a file may say more."""
_PREFIX: Final = "field-"


def entity_type_of(text: str) -> EntityType:
    """Return the kind of subject that a form is about; a person where it does not say."""
    return EntityType(text) if text in set(EntityType) else EntityType.PERSON


def fields_of(form: Form) -> dict[str, Sequence[str]]:
    """Return the fields that are filled in, each with its values.

    Raises:
        FormError: Nothing is.
    """
    fields: dict[str, Sequence[str]] = {}
    for name, values in form.named(_PREFIX):
        parts = [part.strip() for value in values for part in value.split(SEPARATOR)]
        if any(parts):
            fields[name] = [part for part in parts if part]
    if not fields:
        raise FormError(marked("Say at least who is asked about."))
    return fields


def justification_of(form: Form, *, purposes: Collection[str]) -> Justification:
    """Return why something is asked, as a form says it.

    Raises:
        FormError: The purpose, the category or the aim is none.
        JustificationError: Something is missing or too long.
    """
    purpose = form.text("purpose")
    if purpose not in purposes:
        raise FormError(marked("Choose the purpose."))
    category, aim = form.text("category"), form.text("aim") or Aim.IDENTIFY
    if category not in set(Category) or aim not in set(Aim):
        raise FormError(marked("Choose the category of the person and the aim."))
    return Justification(
        case_reference=form.text("reference"),
        legal_basis=form.text("legal_basis"),
        purpose=purpose,
        offence=form.text("offence"),
        category=Category(category),
        aim=Aim(aim),
        urgency=Urgency.URGENT if form.has("urgent") else Urgency.NORMAL,
        urgency_reason=form.text("urgency_reason"),
    )
