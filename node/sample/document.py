"""Numbers with check digits: papers, tax numbers, accounts, ships, containers, devices, wallets.

Every number is invented, and every one that has a check digit has the right one, so that a
normaliser that validates keeps it.  Ranges that cannot be real are used where an authority keeps
one: IBANs name banks that do not exist, LEIs an issuer that does not, container codes an owner that
does not, e-mail addresses the top-level domain `.example` (RFC 2606).  IMO numbers begin with 5,
which ships in service no longer do.  No country of the route reserves telephone numbers for
fiction.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from operator import mul
from random import Random

from node.sample.draw import digits, fill, pick

_BASE36 = {ord(letter): str(int(letter, 36)) for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
"""Letters as the two digits that ISO/IEC 7064 reads them as."""
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_VIN_VALUES = dict(zip("ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "12345678123457923456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)
_BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_CONTAINER_OWNERS = ("HGRU", "OCVU", "TNKU", "ZQLU", "KWYU", "QXBU")
_CALL_SIGNS: Mapping[str, tuple[str, str]] = {
    "pa": ("352", "3E@@#"), "lr": ("636", "A8@@#"), "mh": ("538", "V7@@#"),
    "mt": ("256", "9HA####"), "cy": ("212", "5B@@#"),
    "tg": ("671", "5VC@#"), "km": ("620", "D6A####"), "tz": ("677", "5IM###"),
    "cm": ("613", "TJM###"), "cv": ("617", "D4@@"), "es": ("224", "EA@@"), "pt": ("255", "CQ@@"),
    "nl": ("244", "PB@@"), "br": ("710", "PP@@"), "ve": ("775", "YV@@"),
    "co": ("730", "HK@@"),
    "ec": ("735", "HC####"), "tr": ("271", "TC@@#"), "gr": ("240", "SV@@#"), "gh": ("627", "9G@@"),
    "ng": ("657", "5NQ#"), "sn": ("663", "6V@@"), "gw": ("630", "J5A#"), "bz": ("312", "V3@@#"),
    "vc": ("377", "J8B####"), "st": ("668", "S9A#"), "it": ("247", "IB@@"), "ru": ("273", "UB@@#"),
    "ua": ("272", "UR@@"), "lb": ("450", "OD@@"), "ma": ("242", "CN@@"), "al": ("201", "ZA@#"),
    "gy": ("750", "8R@@"), "sl": ("667", "9L@#"),
}  # fmt: skip
FLAGS = tuple(_CALL_SIGNS)
"""ISO codes of the flags ships of the sample fly."""


def mod11(body: str, weights: Sequence[int]) -> int:
    """Give the weighted sum of the digits, modulo 11."""
    total: int = sum(map(mul, map(int, body), weights))
    return total % 11


def luhn(body: str) -> str:
    """Append the Luhn digit (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in body[::-2])
    total = sum(doubled) + sum(map(int, body[-2::-2]))
    return body + str(-total % 10)


def mod97(text: str) -> str:
    """Give the two check digits of ISO/IEC 7064 MOD 97-10 for text that ends in `00`."""
    number = int(text.translate(_BASE36))
    return f"{98 - number % 97:02d}"


def _es_dni(random: Random, _birth: str) -> str:
    body = digits(random, 8)
    return body + _DNI_LETTERS[int(body) % 23]


def _nl_bsn(random: Random, _birth: str = "") -> str:
    while True:
        body = digits(random, 8)
        check = mod11(body, (9, 8, 7, 6, 5, 4, 3, 2))
        if check < 10 and body > "1":  # noqa: PLR2004 - a check of ten has no digit
            return body + str(check)


def _folded_mod11(body: str, weights: Sequence[int]) -> str:
    """Append the digit that Brazil and Portugal use: remainders zero and one give zero."""
    rest = mod11(body, weights)
    return body + ("0" if rest < 2 else str(11 - rest))  # noqa: PLR2004 - the rule's own bound


def _br_cpf(random: Random, _birth: str) -> str:
    first = _folded_mod11(digits(random, 9), range(10, 1, -1))
    return _folded_mod11(first, range(11, 1, -1))


def _pt_nif(random: Random, _birth: str) -> str:
    return _folded_mod11("2" + digits(random, 7), range(9, 1, -1))


def _be_nn(random: Random, birth: str) -> str:
    body = birth[2:4] + birth[5:7] + birth[8:10] + f"{1 + int(random.random() * 997):03d}"
    century = "2" if birth >= "2000" else ""
    return body + f"{97 - int(century + body) % 97:02d}"


def _tr_tckn(random: Random, _birth: str) -> str:
    body = pick(random, "123456789") + digits(random, 8)
    numbers = list(map(int, body))
    tenth = (7 * sum(numbers[0::2]) - sum(numbers[1::2])) % 10
    return f"{body}{tenth}{(sum(numbers) + tenth) % 10}"


def _rs_jmbg(random: Random, birth: str) -> str:
    body = birth[8:10] + birth[5:7] + birth[1:4] + pick(random, ("71", "73", "80", "74"))
    while True:
        full = body + digits(random, 3)
        check = 11 - mod11(full, (7, 6, 5, 4, 3, 2) * 2)
        if check != 10:  # noqa: PLR2004 - such serial numbers are skipped
            return full + str(check % 11)


def _ec_cedula(random: Random, _birth: str) -> str:
    body = f"{1 + int(random.random() * 24):02d}" + pick(random, "012345") + digits(random, 6)
    return luhn(body)


def _ir_melli(random: Random, _birth: str) -> str:
    body = pick(random, ("001", "006", "127", "228", "339", "449")) + digits(random, 6)
    rest = mod11(body, range(10, 1, -1))
    return body + str(rest if rest < 2 else 11 - rest)  # noqa: PLR2004 - the rule's own bound


def _cn_ric(random: Random, birth: str) -> str:
    area = pick(random, ("310101", "110101"))
    body = area + birth.replace("-", "") + digits(random, 3)
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


_NATIONAL: Mapping[str, Callable[[Random, str], str]] = {
    "es_dni": _es_dni,
    "nl_bsn": _nl_bsn,
    "br_cpf": _br_cpf,
    "pt_nif": _pt_nif,
    "be_nn": _be_nn,
    "tr_tckn": _tr_tckn,
    "rs_jmbg": _rs_jmbg,
    "ec_cedula": _ec_cedula,
    "ir_melli": _ir_melli,
    "cn_ric": _cn_ric,
}


def national_number(random: Random, scheme: str, *, birth: str) -> str:
    """Draw the national number of a person.

    Args:
        random: the source of chance.
        scheme: the `national` entry of a country: a scheme, or `mask:` and a mask.
        birth: birth date as YYYY-MM-DD, which several schemes contain.
    """
    make = _NATIONAL.get(scheme)
    return make(random, birth) if make else fill(random, scheme.removeprefix("mask:"))


def _es_cif(random: Random) -> str:
    body = digits(random, 7)
    return pick(random, "AB") + body + luhn(body)[-1]


def _br_cnpj(random: Random) -> str:
    first = _folded_mod11(digits(random, 8) + "0001", (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))
    return _folded_mod11(first, (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2))


def _it_iva(random: Random) -> str:
    return luhn(digits(random, 7) + pick(random, ("080", "063", "010", "015")))


def _be_vat(random: Random) -> str:
    body = "0" + pick(random, "4567") + digits(random, 6)
    return f"BE{body}{97 - int(body) % 97:02d}"


def _gr_afm(random: Random) -> str:
    body = pick(random, "09") + digits(random, 7)
    total = sum(int(digit) * 2 ** (8 - place) for place, digit in enumerate(body))
    return body + str(total % 11 % 10)


def _ru_inn(random: Random) -> str:
    body = pick(random, ("78", "77", "23", "39")) + digits(random, 7)
    return body + str(mod11(body, (2, 4, 10, 3, 5, 9, 4, 6, 8)) % 10)


def _co_nit(random: Random) -> str:
    body = pick(random, ("800", "830", "900", "901")) + digits(random, 6)
    rest = mod11(body[::-1], (3, 7, 13, 17, 19, 23, 29, 37, 41))
    return f"{body}-{rest if rest < 2 else 11 - rest}"  # noqa: PLR2004 - the rule's own bound


def _rs_pib(random: Random) -> str:
    body = "10" + digits(random, 6)
    rest = 10
    for digit in body:
        rest = ((int(digit) + rest) % 10 or 10) * 2 % 11
    return body + str((11 - rest) % 10)


_TAX: Mapping[str, Callable[[Random], str]] = {
    "es_cif": _es_cif,
    "br_cnpj": _br_cnpj,
    "it_iva": _it_iva,
    "be_vat": _be_vat,
    "gr_afm": _gr_afm,
    "ru_inn": _ru_inn,
    "co_nit": _co_nit,
    "rs_pib": _rs_pib,
    "nl_rsin": lambda random: f"NL{_nl_bsn(random)}B01",
    "pt_nipc": lambda random: _folded_mod11("5" + digits(random, 7), range(9, 1, -1)),
}


def tax_number(random: Random, scheme: str) -> str:
    """Draw the tax number of a company by the `tax` entry of its country."""
    make = _TAX.get(scheme)
    return make(random) if make else fill(random, scheme.removeprefix("mask:"))


def _es_account(random: Random) -> str:
    branch, account = "9998" + digits(random, 4), digits(random, 10)
    weights = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
    checks = (-mod11("00" + branch, weights) % 11, -mod11(account, weights) % 11)
    return branch + "".join(str(1 if check == 10 else check) for check in checks) + account  # noqa: PLR2004


def _be_account(random: Random) -> str:
    body = "998" + digits(random, 7)
    return f"{body}{int(body) % 97 or 97:02d}"


def _keyed_account(random: Random, mask: str) -> str:
    """Draw an account whose last two digits check the others, as in Portugal and Serbia."""
    body = fill(random, mask)
    return body + mod97(body + "00")


_BBANS: Mapping[str, str] = {
    "nl": "HELI##########",
    "it": "@99998#################",
    "al": "99998###################",
    "tr": "999980################",
    "lb": "9998####################",
    "ua": "999998###################",
    "gr": "9998###################",
}

_KEYED_BBANS: Mapping[str, str] = {"pt": "9998###############", "rs": "998#############"}
_BBAN_RULES: Mapping[str, Callable[[Random], str]] = {"es": _es_account, "be": _be_account}


def iban(random: Random, scheme: str) -> str:
    """Draw an account number (ISO 13616) of a bank that does not exist.

    Args:
        random: the source of chance.
        scheme: the `iban` entry of a country, not empty.
    """
    if scheme in _KEYED_BBANS:
        bban = _keyed_account(random, _KEYED_BBANS[scheme])
    else:
        special = _BBAN_RULES.get(scheme)
        bban = special(random) if special else fill(random, _BBANS[scheme])
    country = scheme.upper()
    return country + mod97(f"{bban}{country}00") + bban


def lei(random: Random) -> str:
    """Draw a legal entity identifier (ISO 17442) of an issuer that does not exist."""
    body = "999800" + fill(random, "@@##@#@##@##")
    return body + mod97(body + "00")


def imo(random: Random) -> str:
    """Draw a ship number (IMO resolution A.1117(30)): six digits and a check digit."""
    body = "5" + digits(random, 5)
    return body + str(sum(int(digit) * (7 - place) for place, digit in enumerate(body)) % 10)


def mmsi(random: Random, flag: str) -> str:
    """Draw a maritime mobile identity with the digits of a flag (ITU-R M.585)."""
    return _CALL_SIGNS[flag][0] + digits(random, 6)


def call_sign(random: Random, flag: str) -> str:
    """Draw a call sign in the series of a flag (ITU Radio Regulations, appendix 42)."""
    return fill(random, _CALL_SIGNS[flag][1])


def container(random: Random) -> str:
    """Draw a container number (ISO 6346)."""
    body = pick(random, _CONTAINER_OWNERS) + digits(random, 6)
    values = (_container_value(symbol) << place for place, symbol in enumerate(body))
    return body + str(sum(values) % 11 % 10)


def _container_value(symbol: str) -> int:
    """Letters count from 10 on and leave the multiples of eleven out."""
    plain = int(symbol, 36)
    return plain + (plain - 1) // 10 if symbol.isalpha() else plain


def imei(random: Random) -> str:
    """Draw a device number (3GPP TS 23.003) with its Luhn digit."""
    return luhn(pick(random, ("35", "86")) + digits(random, 12))


def vin(random: Random) -> str:
    """Draw a vehicle number (ISO 3779) whose ninth place checks the others."""
    maker = pick(random, ("WDB", "VSS", "YV2", "XLR", "ZCF", "VF6", "WMA"))
    body = maker + fill(random, "*****0***") + digits(random, 5)
    body = body.replace("I", "1").replace("O", "0").replace("Q", "9")
    values = (_VIN_VALUES.get(symbol) or int(symbol) for symbol in body)
    total = sum(value * weight for value, weight in zip(values, _VIN_WEIGHTS, strict=True))
    return body[:8] + "0123456789X"[total % 11] + body[9:]


def bitcoin(random: Random) -> str:
    """Draw a pay-to-public-key-hash address in Base58Check."""
    drawn = digits(random, 15).encode()
    payload = b"\0" + hashlib.sha256(drawn).digest()[:20]
    check = hashlib.sha256(hashlib.sha256(payload).digest()).digest()[:4]
    number = int.from_bytes(payload + check, "big")
    text = ""
    while number:
        number, rest = divmod(number, 58)
        text = _BASE58[rest] + text
    zeros = len(payload) - len(payload.lstrip(b"\0"))
    return "1" * zeros + text
