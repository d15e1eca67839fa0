"""Persons as they are: one human being with his names, papers, numbers and addresses.

What an agency writes down about him, with its habits and mistakes, is `node.sample.entry`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from node.sample.country import Country, Part, Pool, country, patronymic_of
from node.sample.document import iban, national_number
from node.sample.draw import digits, fill, pick, slots

_SECOND_GIVEN: Mapping[str, float] = {
    "hispanic": 0.55, "lusophone": 0.45, "single": 0.08, "maternal": 0.10, "middle": 0.10,
}  # fmt: skip
"""Share of persons with two given names, by how names are built in their country."""

_MALE_SHARE = 0.88
"""About nine in ten persons whom drug offences bring before justice are men (UNODC, World Drug
Report 2016)."""

_PRESENT_YEAR = 2026
_MINOR_SHARE = 0.01
_PARTICLE_SHARE = 0.6
"""Portuguese surnames with a particle, of those that take one."""
_TWO_SURNAMES_SHARE = 0.7
"""Portuguese and Brazilians who use a name of each parent."""
_MIDDLE_SHARE = 0.55
"""Ghanaians and Nigerians with a middle name."""
_BYNAME_SHARE = 0.12
_EMAIL_SHARE = 0.3
_ACCOUNT_SHARE = 0.6
_AT_HOME_SHARE = 0.72
"""People who live in the country they come from; the others live along the route."""
_SECOND_PHONE_SHARE = 0.3
_RENEWED_SHARE = 0.5
"""Persons whose passport ran out between two agencies' looks at it."""
_MOTORIST_SHARE = 0.5

_EMAIL_HOSTS = ("correo.example", "mail.example", "post.example", "webmail.example")


@dataclass(frozen=True, slots=True)
class Address:
    """One address in its pieces, so that two agencies can write it differently."""

    street: str
    number: str
    postcode: str
    city: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Person:
    """One human being."""

    country: Country = field(repr=False)
    residence: Country = field(repr=False)
    gender: str
    given: tuple[Part, ...] = field(repr=False)
    middle: Part | None = field(repr=False)
    """Patronymic, father's name or middle name, by the pattern of the country."""
    family: tuple[Part, ...] = field(repr=False)
    birth: tuple[int, int, int] = field(repr=False)
    """Year, month, day."""
    birth_place: str = field(repr=False)
    nickname: Part | None = field(repr=False)
    byname: Part | None = field(repr=False)
    passport: str = field(repr=False)
    renewed_passport: str = field(repr=False)
    """The number of the paper he carries now, equal where none has expired."""
    national: str = field(repr=False)
    phones: tuple[str, ...] = field(repr=False)
    email: str = field(repr=False)
    account: str = field(repr=False)
    plate: str = field(repr=False)
    address: Address = field(repr=False)


@dataclass(frozen=True, slots=True)
class Mix:
    """Countries with the share of each, laid out for drawing."""

    codes: tuple[str, ...]
    places: Sequence[int] = field(repr=False)

    def draw(self, random: Random) -> Country:
        """Draw a country."""
        return country(self.codes[pick(random, self.places)])


def mix(shares: Mapping[str, float]) -> Mix:
    """Lay out shares of countries; they need not add up to one."""
    total = sum(shares.values())
    return Mix(tuple(shares), slots([share / total for share in shares.values()]))


def is_minor(person: Person) -> bool:
    """Tell whether somebody is under eighteen for the whole present year."""
    return person.birth[0] > _PRESENT_YEAR - 18


def birth_text(birth: tuple[int, int, int]) -> str:
    """Write a birth date as YYYY-MM-DD."""
    return f"{birth[0]:04d}-{birth[1]:02d}-{birth[2]:02d}"


def phone_number(random: Random, origin: Country) -> str:
    """Draw a mobile number in E.164."""
    return f"+{origin.dialling}{fill(random, pick(random, origin.mobile))}"


def draw_address(random: Random, origin: Country) -> Address:
    """Draw an address of a country."""
    city, postcode = pick(random, origin.cities)
    number = str(1 + int(random.random() ** 2 * 160))
    return Address(
        pick(random, origin.streets), number, fill(random, postcode), city, origin.address
    )


def _birth(random: Random) -> tuple[int, int, int]:
    """Draw a birth date: ages 19 to 75, most about forty, and a few minors of 14 to 16."""
    if random.random() < _MINOR_SHARE:
        return _PRESENT_YEAR - 14 - int(random.random() * 3), *_day(random)
    age = 19 + int((random.random() + random.random() + random.random()) / 3 * 46)
    age += int(random.random() ** 3 * 11)
    return _PRESENT_YEAR - age, *_day(random)


def _day(random: Random) -> tuple[int, int]:
    return 1 + int(random.random() * 12), 1 + int(random.random() * 28)


def _given(random: Random, pool: Pool, *, second: float, common: bool) -> tuple[Part, ...]:
    draw = pool.draw_common if common else pool.draw
    first = draw(random)
    if random.random() >= second or " " in first.native:
        return (first,)
    other = draw(random)
    return (first,) if other.native in first.native or " " in other.native else (first, other)


_PARTICLES = ("da", "de", "dos", "do")
_PARTICLE_OF: Mapping[str, str] = {
    "Silva": "da", "Santos": "dos", "Costa": "da", "Rocha": "da", "Cruz": "da", "Cunha": "da",
    "Souza": "de", "Oliveira": "de", "Almeida": "de", "Lima": "de", "Nascimento": "do",
    "Jesus": "de", "Carmo": "do", "Reis": "dos", "Fonseca": "da", "Veiga": "da", "Graça": "da",
}  # fmt: skip
_PARTICLED: dict[str, Part] = {}


def _particled(part: Part) -> Part:
    """Put the particle before a Portuguese surname that is borne with one."""
    particle = _PARTICLE_OF.get(part.native)
    if particle is None:
        return part
    if part.native not in _PARTICLED:
        whole = f"{particle} {part.native}"
        plain = f"{particle} {part.plain[0]}"
        _PARTICLED[part.native] = Part(whole, (whole,) * 4, (plain,) * 4)
    return _PARTICLED[part.native]


def _family(random: Random, origin: Country, *, gender: str, common: bool) -> tuple[Part, ...]:
    pool = origin.family if gender == "m" else origin.family_female
    draw = pool.draw_common if common else pool.draw
    if origin.pattern == "hispanic":
        return draw(random), draw(random)
    if origin.pattern == "lusophone":
        two = random.random() < _TWO_SURNAMES_SHARE
        last = draw(random)
        last = _particled(last) if random.random() < _PARTICLE_SHARE else last
        return (draw(random), last) if two else (last,)
    return (draw(random),)


def _middle(random: Random, origin: Country, *, gender: str) -> Part | None:
    if origin.pattern == "patronymic":
        return patronymic_of(
            origin.male.draw_common(random).native, gender, language=origin.language
        )
    if origin.pattern == "arabic":
        return origin.male.draw(random)
    if origin.pattern == "maternal":
        return origin.family.draw(random)
    if origin.pattern in {"day_name", "middle"} and random.random() < _MIDDLE_SHARE:
        return origin.middle.draw(random)
    return None


def _email(random: Random, given: Part, *, family: Part, year: int) -> str:
    first, last = given.plain[0].lower(), family.plain[0].lower()
    if random.random() >= _EMAIL_SHARE:
        return ""
    shapes = (f"{first}.{last}", f"{first[0]}{last}", f"{last}{first[0]}", f"{last}.{first}")
    local = pick(random, shapes)
    clean = "".join(letter for letter in local if letter.isalnum() or letter == ".")
    suffix = pick(random, ("", f"{year % 100:02d}", digits(random, 2)))
    return f"{clean}{suffix}@{pick(random, _EMAIL_HOSTS)}"


def _residence(random: Random, origin: Country, *, abroad: Mix) -> Country:
    """Most people live where they come from; the rest along the route."""
    return origin if random.random() < _AT_HOME_SHARE else abroad.draw(random)


def draw_person(random: Random, people: Mix, *, common: bool = False) -> Person:
    """Draw a person.

    Args:
        random: the source of chance.
        people: where persons come from.
        common: give only common names, for the cast of a case.
    """
    return person_of(random, people.draw(random), people=people, common=common)


def person_of(random: Random, origin: Country, *, people: Mix, common: bool = False) -> Person:
    """Draw a person of one country; `people` says where else he may live."""
    gender = "m" if random.random() < _MALE_SHARE else "f"
    pool = origin.male if gender == "m" else origin.female
    given = _given(random, pool, second=_SECOND_GIVEN.get(origin.pattern, 0.0), common=common)
    family = _family(random, origin, gender=gender, common=common)
    birth = _birth(random)
    residence = _residence(random, origin, abroad=people)
    scheme = residence.iban or origin.iban
    passport, renewed = fill(random, origin.passport), random.random() < _RENEWED_SHARE
    return Person(
        country=origin,
        residence=residence,
        gender=gender,
        given=given,
        middle=_middle(random, origin, gender=gender),
        family=family,
        birth=birth,
        birth_place=pick(random, origin.cities)[0],
        nickname=origin.nicknames.get(given[0].native),
        byname=pick(random, origin.bynames) if random.random() < _BYNAME_SHARE else None,
        passport=passport,
        renewed_passport=fill(random, origin.passport) if renewed else passport,
        national=national_number(random, origin.national, birth=birth_text(birth)),
        phones=_phones(random, origin, residence=residence),
        email=_email(random, given[0], family=family[0], year=birth[0]),
        account=iban(random, scheme) if scheme and random.random() < _ACCOUNT_SHARE else "",
        plate=fill(random, residence.plate) if random.random() < _MOTORIST_SHARE else "",
        address=draw_address(random, residence),
    )


def _phones(random: Random, origin: Country, *, residence: Country) -> tuple[str, ...]:
    first = phone_number(random, residence)
    if random.random() < _SECOND_PHONE_SHARE:
        return first, phone_number(random, origin)
    return (first,)
