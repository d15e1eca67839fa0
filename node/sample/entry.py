"""The record an agency keeps of a person, with its habits and its mistakes."""

from dataclasses import dataclass
from random import Random

from node.sample.column import Row, join, new_row
from node.sample.country import Part
from node.sample.draw import pick
from node.sample.habit import Habit, category, disclosure, filing, matter, spelled
from node.sample.mistake import Rates, mistype, mistype_number, observed_birth
from node.sample.person import Address, Person, is_minor
from node.sample.romanise import System, fold

_ALIAS_SHARE = 0.18
_CROSSINGS = ("Boyacá", "Avenida Quito", "Calle Principal", "Machala", "García Moreno", "Olmedo")
"""Ecuadorian addresses name the crossing street."""
_ABBREVIATED_SHARE = 0.35
_ABBREVIATIONS = (
    ("Calle ", "C/ "), ("Avenida ", "Avda. "), ("Plaza ", "Pza. "), ("Carretera ", "Ctra. "),
    ("Polígono Industrial ", "Pol. Ind. "), ("Carrera ", "Cra. "), ("Rua ", "R. "),
    ("Praça ", "Pç. "), ("straat", "str."), ("Boulevard ", "Bd. "), ("Avenue ", "Av. "),
    ("Via ", "V. "), ("Corso ", "C.so "), ("Street", "St."), ("Road", "Rd."), ("Rruga ", "Rr. "),
    ("Caddesi", "Cad."), ("Bulvarı", "Blv."), ("Sokak", "Sk."), ("prospekt", "pr."),
    ("Leoforos ", "Leof. "), ("Bulevar ", "Bul. "), ("Bairro ", "B.º "), (" Avenue", " Ave."),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Taken:
    """Which parts of a name a clerk took down."""

    given: tuple[Part, ...]
    middle: Part | None
    family: tuple[Part, ...]
    initial: bool
    """The second given name is only its first letter."""


def _take(random: Random, person: Person, *, rates: Rates) -> _Taken:
    given, family, middle, initial = person.given, person.family, person.middle, False
    if len(given) > 1:
        chance = random.random()
        given = given[:1] if chance < rates.second_given_missing else given
        initial = chance > 1 - rates.second_given_initial
    elif person.nickname and random.random() < rates.nickname:
        given = (person.nickname,)
    if len(family) > 1 and random.random() < rates.second_family_missing:
        family = family[:1] if person.country.pattern == "hispanic" else family[1:]
    if middle is not None and random.random() < rates.middle_missing:
        middle = None
    return _Taken(given, middle, family, initial)


def _write(taken: _Taken, system: System, *, accents: bool) -> tuple[str, str]:
    """Spell what was taken: given names with the middle name, and surnames."""
    given = [spelled(part, system, accents=accents) for part in taken.given]
    if taken.initial:
        given[1] = given[1][0] + "."
    if taken.middle is not None:
        given.append(spelled(taken.middle, system, accents=accents))
    family = [spelled(part, system, accents=accents) for part in taken.family]
    return " ".join(given), " ".join(family)


def _mistaken(random: Random, written: tuple[str, str], *, rates: Rates) -> tuple[str, str]:
    given, family = written
    if random.random() < rates.typing:
        if random.random() < len(given) / (len(given) + len(family)):
            given = mistype(random, given, second_edit=rates.second_edit)
        else:
            family = mistype(random, family, second_edit=rates.second_edit)
    if random.random() < rates.swapped:
        given, family = family, given
    return given, family


def full_name(person: Person, given: str, *, family: str, family_first: bool) -> str:
    """Join the two halves of a name in the order its country or the agency uses."""
    if family_first or person.country.pattern == "family_first":
        return f"{family} {given}"
    return f"{given} {family}"


def native_name(person: Person) -> str:
    """Write the whole name in the script of its bearer."""
    middle = [person.middle.native] if person.middle else []
    given = [part.native for part in person.given] + middle
    family = [part.native for part in person.family]
    if person.country.pattern == "family_first":
        return "".join(family + given)
    return " ".join(family + given if person.country.pattern == "patronymic" else given + family)


def _alias(random: Random, person: Person, *, system: System) -> str:
    """Write another name somebody is known by: respelled, short, or with his nickname."""
    other = pick(random, tuple(System))
    if person.country.script != "Latin" and other is not system:
        taken = _Taken(person.given[:1], None, person.family, initial=False)
    elif person.nickname is not None:
        taken = _Taken((person.nickname,), None, person.family[:1], initial=False)
    else:
        taken = _Taken(person.given[-1:], None, person.family[-1:], initial=False)
    given, family = _write(taken, other, accents=False)
    return full_name(person, given, family=family, family_first=False)


def abbreviated(random: Random, street: str) -> str:
    """Write a street as a clerk does, sometimes with its kind abbreviated."""
    if random.random() >= _ABBREVIATED_SHARE:
        return street
    for long, short in _ABBREVIATIONS:
        if long in street:
            return street.replace(long, short)
    return street


def address_text(random: Random, address: Address, *, accents: bool) -> str:
    """Write an address; a third without the postcode, many without diacritics."""
    text = address.pattern.format(
        street=abbreviated(random, address.street),
        street2=_CROSSINGS[len(address.street + address.number) % len(_CROSSINGS)],
        no=address.number,
        no2=str(len(address.street) * 3 + len(address.number)),
        post=address.postcode if random.random() < 0.67 else "",  # noqa: PLR2004 - see above
        city=address.city,
    )
    text = text.replace(",  ", ", ").rstrip(" ,")
    return text if accents else fold(text)


def _papers(random: Random, row: Row, *, person: Person, habit: Habit) -> None:
    """Fill the numbers that identify a person."""
    rates = habit.rates
    renewed = random.random() < rates.passport_renewed
    passport = person.renewed_passport if renewed else person.passport
    if random.random() < rates.number_typing:
        passport = mistype_number(random, passport)
    row["passport"] = habit.kept(random, "passport", value=passport)
    row["id_number"] = habit.kept(random, "id_number", value=person.national)
    row["phone"] = habit.kept(random, "phone", value=join(person.phones))
    row["email"] = habit.kept(random, "email", value=person.email)
    row["iban"] = habit.kept(random, "iban", value=person.account)
    row["plate"] = habit.kept(random, "plate", value=person.plate)


def _life(random: Random, row: Row, *, person: Person, habit: Habit) -> None:
    """Fill birth, nationality and residence."""
    rates = habit.rates
    row["birth_date"] = observed_birth(random, person.birth, rates=rates)
    row["birth_place"] = habit.kept(random, "birth_place", value=person.birth_place)
    if random.random() >= rates.nationality_missing:
        row["nationality"] = person.country.code
        row["nationality_raw"] = person.country.nationality
    row["country"] = habit.kept(random, "country", value=person.residence.code)
    if random.random() >= rates.gender_missing:
        row["gender"] = "male" if person.gender == "m" else "female"
    if random.random() < habit.keeps.get("address", 0.0):
        row["address"] = address_text(
            random, person.address, accents=random.random() < habit.accents
        )
        row["country"] = person.residence.code
    row["position"] = habit.kept(random, "position", value=pick(random, habit.positions or ("",)))


def _names(random: Random, row: Row, *, person: Person, habit: Habit) -> None:
    system, accents = habit.spelling(random)
    written = _write(_take(random, person, rates=habit.rates), system, accents=accents)
    given, family = _mistaken(random, written, rates=habit.rates)
    row["first_name"] = given
    row["last_name"] = family.upper() if habit.capitals else family
    row["name"] = full_name(person, given, family=row["last_name"], family_first=habit.family_first)
    if random.random() < _ALIAS_SHARE:
        alias = _alias(random, person, system=system)
        same = sorted(alias.lower().split()) == sorted(row["name"].lower().split())
        row["aliases"] = "" if same else alias
    if person.byname is not None and random.random() < habit.keeps.get("weak_aliases", 0.0):
        row["weak_aliases"] = spelled(person.byname, system, accents=accents)
    if person.country.script != "Latin" and random.random() < habit.native_script:
        row["original_script"] = native_name(person)


def file_away(random: Random, row: Row, *, habit: Habit, since: int = 0) -> None:
    """Fill what the agency adds itself: file number, date, matter, disclosure."""
    row["listed_on"], row["file_reference"] = filing(random, habit.prefix, since=since)
    row["program"] = matter(random, habit)
    row["disclosure"] = disclosure(random)


def person_entry(random: Random, person: Person, *, habit: Habit) -> Row:
    """Write the record one agency has of a person; `id` and `source` are left to the register."""
    row = new_row()
    row["type"] = "Person"
    _names(random, row, person=person, habit=habit)
    _life(random, row, person=person, habit=habit)
    _papers(random, row, person=person, habit=habit)
    drawn = category(random)
    minor = is_minor(person)
    row["category"] = "minor" if minor else drawn
    row["position"] = "" if minor else row["position"]
    file_away(random, row, habit=habit, since=person.birth[0] + (14 if minor else 19))
    return row
