"""Recognise numbers of payment cards, which are neither kept nor asked about.

A card number together with a name is enough to pay with; whoever stores it is bound by PCI DSS
(requirement 3), and an investigation asks the bank by IBAN or by the last four digits instead.
Only lengths and beginnings that the large schemes issue today count, and the check digit must be
right (ISO/IEC 7812-1): one other number of 16 digits with such a beginning in ten looks alike.
"""

import re

from stdnum import luhn

_GROUPED = re.compile(r"\d(?:[ -]?\d){13,18}")
_SCHEMES = re.compile(
    r"4\d{15}|4\d{18}"  # Visa
    r"|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}"  # Mastercard
    r"|3[47]\d{13}"  # American Express
    r"|3(?:0[0-5]|[68]\d)\d{11}"  # Diners Club
    r"|6(?:011|4[4-9]\d|5\d\d)\d{12}"  # Discover
    r"|35(?:2[89]|[3-8]\d)\d{12}"  # JCB
    r"|62\d{14}|62\d{17}"  # UnionPay
    r"|220[0-4]\d{12}"  # Mir
)


_AS_EMBOSSED = re.compile(
    r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?"  # 4-4-4-4, and 19 digits
    r"|\d{4}([ -])\d{6}\2\d{4,5}"  # American Express, Diners Club
)
"""How the digits stand on a card."""


def is_embossed(text: str) -> bool:
    """Tell whether a text is the number of a payment card in the groups that stand on the card."""
    return _AS_EMBOSSED.fullmatch(text.strip()) is not None and is_card_number(text)


def is_card_number(text: str) -> bool:
    """Tell whether a text is the number of a payment card, in one piece or in groups."""
    if not _GROUPED.fullmatch(text.strip()):
        return False
    digits = "".join(filter(str.isdecimal, text))
    return _SCHEMES.fullmatch(digits) is not None and bool(luhn.is_valid(digits))
