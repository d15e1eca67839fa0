"""Identifiers to one spelling per scheme, with check digits verified where the scheme has them.

Formats and check digits come from python-stdnum and phonenumbers.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from string import ascii_uppercase
from types import ModuleType

import phonenumbers
from stdnum import bitcoin, iban, imei, imo, imsi, iso6346, lei
from stdnum.exceptions import InvalidChecksum, ValidationError

from matching.errors import CardNumberError, MalformedValueError
from matching.normalise.cards import is_card_number, is_embossed
from matching.normalise.scripts import compose, look_latin


class Scheme(StrEnum):
    """Who gave an identifier; the names are the columns of a register."""

    PASSPORT = "passport"
    ID_NUMBER = "id_number"
    TAX_NUMBER = "tax_number"
    REG_NUMBER = "reg_number"
    LEI = "lei"
    IMO = "imo"
    MMSI = "mmsi"
    CALL_SIGN = "call_sign"
    PHONE = "phone"
    EMAIL = "email"
    IMEI = "imei"
    IBAN = "iban"
    CONTAINER = "container"
    VIN = "vin"
    PLATE = "plate"
    CRYPTO = "crypto"
    AIRCRAFT = "aircraft"
    SEAL = "seal"
    ENGINE = "engine"
    IMSI = "imsi"
    ICAO_ADDRESS = "icao_address"
    HULL = "hull"
    BILL_OF_LADING = "bill_of_lading"


Normaliser = Callable[[str, Sequence[str]], Sequence[str]]
"""From a value and the countries of its record to its normal forms."""

MAX_LETTERS = 300
MIN_NUMBER_LETTERS = 5
"""A shorter number is shared by too many to identify anybody."""
MIN_NUMBER_DIGITS = 2

_MIN_SERIAL_DIGITS = 6
_MIN_CODE_LETTERS = 3
_MAX_CODE_LETTERS = 32
_IMO_DIGITS = 7
_COMPANY_IMO = (8, 6, 4, 2, 9, 7)
"""Weights of the first six digits of the number that IMO gives a shipping company."""
_MMSI_DIGITS = 9
_IMEI_DIGITS = 14
CARD_NUMBER = (
    "a payment card number: it is neither kept nor asked about (PCI DSS); "
    "give the IBAN, or ask the bank by the last four digits"
)
_PREFIX_LETTERS = 3
"""A series or register before a number (`AB 123456`, `HRB 45757`); longer words are comment."""
_BRACKETS_OF_TRUNK = re.compile(r"(?<=\d)\s*\(0\)")
"""+44 (0)20: the zero is dialled inside the country only."""
_DOUBLE_ZERO = re.compile(r"^00(?=[1-9])")
"""Most countries dial it where a number is written with a plus."""

_NOT_ALNUM = re.compile(r"[\W_]+")
_LIST = re.compile(r"\s*[,;]\s*")
_BRACKETS = re.compile(r"\([^)]*\)")
_SECOND_NUMBER = re.compile(r"(?<=\d{8})\s*/\s*\d{8,}\s*$")
_LETTERS = re.compile(r"[^\W\d_]+")
_STATING: Mapping[Scheme, frozenset[str]] = {
    Scheme.PASSPORT: frozenset(
        {"passport", "passeport", "pasaporte", "passaporte", "reisepass", "паспорт"}
    ),
    Scheme.ID_NUMBER: frozenset({"identity", "national", "tazkira", "dni", "nric", "cedula"}),
    Scheme.TAX_NUMBER: frozenset(
        {"tax", "taxpayer", "fiscal", "tin", "vat", "inn", "инн", "ипн", "unp", "унп", "nif", "nit"}
        | {"rfc", "ruc", "cuit", "cnpj", "cpf", "ein", "vkn"}
    ),
    Scheme.REG_NUMBER: frozenset(
        {"registration", "register", "registry", "ogrn", "ogrnip", "огрн", "огрнип", "srn", "brn"}
        | {"edrpou", "едрпоу", "siren", "siret", "krs"}
    ),
}
"""Words beside an official number that say which kind it is, in lower case."""
_EMAIL = re.compile(r"[^\s@]+@[^\s@.]+(\.[^\s@.]+)+")
_HULL = re.compile(r"(?:[A-Z]{2})?[A-Z]{3}[A-Z0-9]{5}[A-L][0-9]{3}")
_ICAO_ADDRESS = re.compile(r"[0-9A-F]{6}")
_VIN = re.compile(r"[A-HJ-NPR-Z0-9]{17}")
_ETHER = re.compile(r"0x[0-9a-fA-F]{40}")
_TRON = re.compile(r"T[1-9A-HJ-NP-Za-km-z]{33}")
_COIN = re.compile(r"[0-9A-Za-z]{25,110}")


def normalise_identifier(
    scheme: Scheme, text: str, *, countries: Sequence[str] = ()
) -> tuple[str, ...]:
    """Write an identifier in the normal form of its scheme; a cell may hold several documents.

    Args:
        scheme: what the identifier is.
        text: as the register has it.
        countries: codes of the record's countries; a phone number without a country code is read
            in the first of them in which it is valid, else possible.

    Raises:
        MalformedValueError: it has not the form of its scheme, or a check digit is wrong.
        CardNumberError: it is the number of a payment card.
    """
    if len(text) > MAX_LETTERS:
        raise MalformedValueError(f"longer than {MAX_LETTERS} characters")
    plain = (text if text.isascii() else look_latin(compose(text.replace("№", " ")))).strip()
    is_card = is_embossed if scheme in _OFFICIAL else is_card_number
    if scheme not in _ALIKE and is_card(plain):
        raise CardNumberError(CARD_NUMBER)
    return tuple(dict.fromkeys(_NORMALISERS[scheme](plain, countries)))


def stated_scheme(scheme: Scheme, text: str) -> Scheme:
    """Say what a cell calls its number: *7839332218 (Tax ID/INN)* in a column of other numbers.

    Lists that have one column for all official numbers say so beside each. Equal numbers meet
    whatever they are called; that two of one kind differ is only seen if both are known as it.

    Args:
        scheme: the column's.
        text: as the register has it.

    Returns:
        The scheme that the words beside the number name, if they name one; else the column's.
    """
    if scheme not in _STATING or text.isalnum():
        return scheme
    said = set(_LETTERS.findall(text.casefold()))
    named = [stated for stated, words in _STATING.items() if not words.isdisjoint(said)]
    return named[0] if len(named) == 1 else scheme


def without_series(number: str) -> str | None:
    """Strip the letters before a document's digits, which one register writes and another not.

    Returns:
        The digits, or None where there are fewer than six or letters among them. Between four
        pairs of public lists 1,123 instead of 1,088 true pairs meet by a document, and 9 others.
    """
    digits = number.lstrip(ascii_uppercase)
    series = len(number) - len(digits)
    is_number = digits.isdecimal() and len(digits) >= _MIN_SERIAL_DIGITS
    return digits if is_number and series <= _PREFIX_LETTERS else None


def _alnum(text: str) -> str:
    return _NOT_ALNUM.sub("", text).upper()


def _document(text: str, _: Sequence[str]) -> Sequence[str]:
    """Read passports, identity, tax and registration numbers out of what stands around them."""
    if text.isalnum() and text.isascii() and _identifies(number := text.upper()):
        # Nothing stands around most numbers.
        return (number,)
    cells = _LIST.split(_SECOND_NUMBER.sub("", _BRACKETS.sub(" ", text)))
    numbers = [number for cell in cells if _identifies(number := "".join(_number_words(cell)))]
    if not numbers:
        raise MalformedValueError("too short or too plain to identify anybody")
    return numbers


def _number_words(cell: str) -> Iterator[str]:
    """Yield what belongs to the number: from its first short prefix to the next longer word."""
    started = False
    for word in cell.split():
        plain = _alnum(word)
        has_digit = any(map(str.isdecimal, plain))
        if not has_digit and (len(plain) > _PREFIX_LETTERS or _is_label(word)):
            if started:
                return
            continue
        started = started or has_digit
        yield plain


def _is_label(word: str) -> bool:
    return word.endswith((".", ":")) or _alnum(word) in {"ID", "NO", "NR", "NUM"}


def _identifies(number: str) -> bool:
    return (
        len(number) >= MIN_NUMBER_LETTERS
        and sum(map(str.isdecimal, number)) >= MIN_NUMBER_DIGITS
        and len(set(number)) > 1
    )


def _code(text: str, _: Sequence[str]) -> Sequence[str]:
    """Read plates, seals, engine numbers, call signs: letters and digits, nothing else."""
    plain = _alnum(text)
    if not _MIN_CODE_LETTERS <= len(plain) <= _MAX_CODE_LETTERS:
        raise MalformedValueError("not a code of 3 to 32 letters and digits")
    return (plain,)


def _checked(module: ModuleType, name: str) -> Normaliser:
    """Make a normaliser of a module of python-stdnum."""

    def normalise(text: str, _: Sequence[str]) -> Sequence[str]:
        return (_validated(module, _alnum(text), name=name),)

    return normalise


def _validated(module: ModuleType, text: str, *, name: str) -> str:
    try:
        return str(module.validate(text))
    except InvalidChecksum:
        reason = f"the check digit of the {name} is wrong"
    except ValidationError:
        reason = f"the {name} has the wrong form"
    # Raised out here because the library's error, even as a context, may carry the value.
    raise MalformedValueError(reason)


def _imo(text: str, _: Sequence[str]) -> Sequence[str]:
    digits = _alnum(text).removeprefix("IMO")
    if _is_company_imo(digits):
        return (digits,)
    return (_validated(imo, digits, name="IMO number"),)


def _is_company_imo(digits: str) -> bool:
    """Check the digit of a shipping company's number, which python-stdnum does not know."""
    if len(digits) != _IMO_DIGITS or not digits.isdecimal():
        return False
    weighted = sum(int(d) * weight for d, weight in zip(digits, _COMPANY_IMO, strict=False))
    return (11 - weighted % 11) % 10 == int(digits[-1])


def _mmsi(text: str, _: Sequence[str]) -> Sequence[str]:
    digits = _alnum(text).removeprefix("MMSI")
    if len(digits) != _MMSI_DIGITS or not digits.isdecimal():
        raise MalformedValueError("an MMSI has nine digits")
    return (digits,)


def _imei(text: str, _: Sequence[str]) -> Sequence[str]:
    """Reduce to type and serial number: the check digit and the software version may differ."""
    return (_validated(imei, _alnum(text), name="IMEI")[:_IMEI_DIGITS],)


def _phone(text: str, countries: Sequence[str]) -> Sequence[str]:
    international = _DOUBLE_ZERO.sub("+", _BRACKETS_OF_TRUNK.sub("", text))
    national = () if international.startswith("+") else countries
    regions: list[str | None] = [code.upper() for code in national]
    read = [number for region in regions or [None] if (number := _parsed(international, region))]
    possible = [number for number in read if phonenumbers.is_possible_number(number)]
    if not possible:
        raise MalformedValueError("not a phone number with a country code")
    # Nine digits are possible in most countries and valid in few; of one country nothing is chosen.
    chosen = possible[0]
    if len(possible) > 1:
        chosen = next(filter(phonenumbers.is_valid_number, possible), chosen)
    return (phonenumbers.format_number(chosen, phonenumbers.PhoneNumberFormat.E164),)


def _parsed(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None


def _email(text: str, _: Sequence[str]) -> Sequence[str]:
    address = text.casefold().removeprefix("mailto:")
    if not _EMAIL.fullmatch(address):
        raise MalformedValueError("not an e-mail address")
    return (address,)


def _vin(text: str, _: Sequence[str]) -> Sequence[str]:
    """Check the form only: the check digit is used in North America and China, not in Europe."""
    number = _alnum(text)
    if not _VIN.fullmatch(number):
        raise MalformedValueError("a VIN has 17 letters and digits without I, O and Q")
    return (number,)


def _crypto(text: str, _: Sequence[str]) -> Sequence[str]:
    address = text.rpartition(":")[2].strip()
    if _ETHER.fullmatch(address):
        return (address.lower(),)
    if address.startswith(("1", "3", "bc1", "BC1")):
        return (_validated(bitcoin, address, name="Bitcoin address"),)
    if not (_TRON.fullmatch(address) or _COIN.fullmatch(address)):
        raise MalformedValueError("not an address of a known kind")
    return (address,)


def _hull(text: str, _: Sequence[str]) -> Sequence[str]:
    """Read a craft identification number (ISO 10087), with or without its country."""
    number = _alnum(text).removeprefix("HIN").removeprefix("CIN")
    if not _HULL.fullmatch(number):
        raise MalformedValueError("a hull number has 12 characters after its country (ISO 10087)")
    # The country came with the edition of 2006; older papers leave it out.
    return (number[-12:],)


def _icao_address(text: str, _: Sequence[str]) -> Sequence[str]:
    """Read the 24-bit address that an aircraft transmits (ICAO Annex 10)."""
    address = _alnum(text).removeprefix("ICAO")
    if not _ICAO_ADDRESS.fullmatch(address) or len(set(address)) == 1:
        raise MalformedValueError("the address of an aircraft has six hexadecimal digits")
    return (address,)


_OFFICIAL = frozenset({Scheme.ID_NUMBER, Scheme.TAX_NUMBER, Scheme.REG_NUMBER})
"""Numbers that states give, some of 14 to 16 digits: an Indonesian identity number of Bali begins
like a Mastercard, and one in ten has its check digit. Only the groups of a card betray one."""
_ALIKE = frozenset({Scheme.IMEI, Scheme.IMSI})
"""Schemes of 15 digits and more of their own, some of which could be a card's."""

_NORMALISERS: Mapping[Scheme, Normaliser] = {
    Scheme.PASSPORT: _document,
    Scheme.ID_NUMBER: _document,
    Scheme.TAX_NUMBER: _document,
    Scheme.REG_NUMBER: _document,
    Scheme.LEI: _checked(lei, "LEI"),
    Scheme.IMO: _imo,
    Scheme.MMSI: _mmsi,
    Scheme.CALL_SIGN: _code,
    Scheme.PHONE: _phone,
    Scheme.EMAIL: _email,
    Scheme.IMEI: _imei,
    Scheme.IBAN: _checked(iban, "IBAN"),
    Scheme.CONTAINER: _checked(iso6346, "container number"),
    Scheme.VIN: _vin,
    Scheme.PLATE: _code,
    Scheme.CRYPTO: _crypto,
    Scheme.AIRCRAFT: _code,
    Scheme.SEAL: _code,
    Scheme.ENGINE: _code,
    Scheme.IMSI: _checked(imsi, "IMSI"),
    Scheme.ICAO_ADDRESS: _icao_address,
    Scheme.HULL: _hull,
    Scheme.BILL_OF_LADING: _code,
}
