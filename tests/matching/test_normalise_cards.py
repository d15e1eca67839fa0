"""Tests of `matching.normalise.cards`: payment cards are recognised, other long numbers are not.

The card numbers are those that the schemes publish for testing.
"""

import pytest

from matching.errors import CardNumberError, InvalidRecordError
from matching.normalise.cards import is_card_number
from matching.normalise.identifiers import Scheme, normalise_identifier
from matching.records import EntityType, record_from_fields

CARDS = {
    "visa": "4111 1111 1111 1111",
    "visa-of-19": "4000000000000000006",
    "mastercard": "5555-5555-5555-4444",
    "mastercard-2": "2223003122003222",
    "american-express": "3782 822463 10005",
    "diners": "30569309025904",
    "discover": "6011111111111117",
    "jcb": "3530111333300000",
    "unionpay": "6200000000000005",
    "mir": "2200000000000004",
}
OTHERS = {
    "wrong-digit": "4111 1111 1111 1112",
    "short": "411111111111",
    "beginning": "9111111111111116",
    "letters": "4111111111111111A",
    "container": "CSQU3054383",
    "iban": "ES9121000418450200051332",
    "chinese-identity": "11010519491231002X",
    "russian-company": "1027700132195",
    "brazilian-company": "11222333000181",
}


@pytest.mark.parametrize("kind", CARDS)
def test_cards_are_recognised(kind: str) -> None:
    """Each scheme, in one piece or in groups."""
    assert is_card_number(CARDS[kind])
    assert is_card_number(CARDS[kind].replace(" ", "").replace("-", ""))


@pytest.mark.parametrize("kind", OTHERS)
def test_other_numbers_are_none(kind: str) -> None:
    """A check digit, a length or a beginning is not a card's."""
    assert not is_card_number(OTHERS[kind])


@pytest.mark.parametrize(
    "scheme", [scheme for scheme in Scheme if scheme not in {Scheme.IMEI, Scheme.IMSI}]
)
def test_no_column_takes_a_card(scheme: Scheme) -> None:
    """Wherever it is written, the sentence says why it is refused and not what it was."""
    with pytest.raises(CardNumberError, match="neither kept nor asked") as caught:
        normalise_identifier(scheme, CARDS["visa"])

    assert "4111" not in str(caught.value)


@pytest.mark.parametrize("scheme", [Scheme.ID_NUMBER, Scheme.TAX_NUMBER, Scheme.REG_NUMBER])
def test_an_official_number_may_look_like_a_card(scheme: Scheme) -> None:
    """States give numbers of sixteen digits, and a register must not lose their records."""
    assert normalise_identifier(scheme, "5171042507850018")


def test_a_record_with_a_card_is_refused_whole() -> None:
    """Left out of matching, the number would still lie in the vault with the record."""
    fields = {"name": ("Ivan Petrov",), "passport": (CARDS["mastercard"],)}

    with pytest.raises(InvalidRecordError) as caught:
        record_from_fields(EntityType.PERSON, fields)

    [finding] = caught.value.findings
    assert finding.field == "passport"
    assert "payment card" in finding.reason
