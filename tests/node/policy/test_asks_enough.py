"""What a subject must bring to be asked about."""

import pytest

from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType
from node.policy.permit import asks_enough
from tests.factories import COMPANY, TARGET, VESSEL, Fields

PERSON = EntityType.PERSON


@pytest.mark.parametrize(
    ("kind", "fields", "is_enough"),
    [
        (PERSON, TARGET, True),
        (PERSON, {"name": ("Teodoro Valdespino",)}, True),
        (PERSON, {"name": ("Valdespino",)}, False),
        (PERSON, {"name": ("Valdespino",), "birth_date": ("1971-04-23",)}, True),
        (PERSON, {"name": ("Valdespino",), "nationality": ("es",)}, False),
        (PERSON, {"passport": ("XQA774210",)}, True),
        (EntityType.VESSEL, VESSEL, True),
        (EntityType.VESSEL, {"name": ("Poniente",)}, True),
        (EntityType.COMPANY, COMPANY, True),
        (EntityType.IDENTIFIER, {"phone": ("+34600111222",)}, True),
    ],
)
def test_a_person_needs_two_attributes_or_an_identifier(
    kind: EntityType,
    fields: Fields,
    is_enough: bool,  # noqa: FBT001 - a parameter
) -> None:
    """Given name, family name and date of birth: two of them (Regulation (EU) 2024/982, 43)."""
    assert asks_enough(tokens(record_from_fields(kind, fields), asking=True)) is is_enough
