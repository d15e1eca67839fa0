"""What is known of a country: its names with their frequencies, places, numbers and legal forms.

The facts stand in `countries/<code>.toml`, one file for each country of the route, with their
sources.  Common names are ours to list; the long tail of rare ones comes from Faker's locales,
read once and never called per record: a call costs more than a whole record may.
"""

import importlib
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from random import Random
from typing import Final

from node.sample.draw import POOL_SLOTS, slots, weigh
from node.sample.romanise import Spellings, fold, spell, spell_han

Facts = Mapping[str, object]
"""A parsed country file."""

COUNTRIES: Final = [
    "es",
    "co",
    "ec",
    "pa",
    "br",
    "pt",
    "cv",
    "nl",
    "be",
    "it",
    "al",
    "tr",
    "rs",
    "ru",
    "ua",
    "gr",
    "lb",
    "ma",
    "ir",
    "cn",
    "sn",
    "gw",
    "gh",
    "ng",
    "ph",
]
"""ISO 3166 codes, lower case as in the file names."""

_TAIL_SHARE = 0.15
"""Part of the people whose surname is not among the common ones, where the file does not say."""

_GIVEN_TAIL_SHARE = 0.04
"""The same of given names; small, because Faker's lists keep names that nobody bears any more."""

_MALE_ENDINGS = {"ru": (("ский", "ская"), ("ый", "ая"), ("ий", "ая")), "uk": (("ий", "а"),)}
_GREEK_ENDINGS = (("ος", "ου"), ("ης", "η"), ("ής", "ή"), ("ας", "α"), ("άς", "ά"), ("ός", "ού"))


@dataclass(frozen=True, slots=True)
class Part:
    """One name part as its bearer writes it and as others spell it."""

    native: str
    spellings: Spellings
    plain: Spellings
    """The spellings without diacritics."""


@dataclass(frozen=True, slots=True)
class Pool:
    """Name parts with their frequencies."""

    parts: tuple[Part, ...]
    places: Sequence[int] = field(repr=False)
    common: int
    """How many of the parts, from the first, are common names."""

    def draw(self, random: Random) -> Part:
        """Draw a part as often as it occurs in life."""
        return self.parts[self.places[int(random.random() * POOL_SLOTS)]]

    def draw_common(self, random: Random) -> Part:
        """Draw one of the common parts."""
        return self.parts[int(random.random() * self.common)]


@dataclass(frozen=True, slots=True)
class Trade:
    """How companies of a country are named and numbered."""

    forms: tuple[tuple[Part, ...], ...]
    """Legal forms, each with its other ways of writing."""
    words: tuple[tuple[Part, ...], ...]
    stems: tuple[tuple[Part, ...], ...]
    patterns: tuple[str, ...]
    registry: str
    tax: str


@dataclass(frozen=True, slots=True)
class Country:
    """Everything a sample draws from about one country."""

    code: str
    nationality: str
    script: str
    language: str
    pattern: str
    """How names are built: see `node.sample.person`."""
    male: Pool
    female: Pool
    family: Pool
    family_female: Pool
    middle: Pool
    nicknames: Mapping[str, Part]
    bynames: tuple[Part, ...]
    cities: tuple[tuple[str, str], ...]
    """Name and mask of its postcodes."""
    streets: tuple[str, ...]
    address: str
    dialling: str
    mobile: tuple[str, ...]
    passport: str
    national: str
    plate: str
    iban: str
    """Name of the account scheme, empty where there are no IBANs."""
    trade: Trade


def _text(facts: Facts, key: str) -> str:
    return str(facts.get(key, ""))


def _texts(facts: Facts, key: str) -> tuple[str, ...]:
    values = facts.get(key, ())
    return tuple(map(str, values)) if isinstance(values, list) else ()


def _four(spellings: Sequence[str]) -> Spellings:
    """Complete spellings: who has none of his own uses that of the passport."""
    passport = spellings[0]
    rest = [*spellings[1:4], *[passport] * (4 - len(spellings))]
    return passport, rest[0], rest[1], rest[2]


def _part(entry: str, language: str) -> Part:
    """Read `native=passport/english/romance/dutch`; what is left out follows from rules."""
    native, _, given = entry.replace("_", " ").partition("=")
    if language == "zh" and given and given.islower():
        spellings = spell_han(given)
    elif given:
        spellings = _four(given.split("/"))
    elif language in {"ru", "uk", "sr", "el"}:
        spellings = spell(native, language)
    else:
        variants = native.split("/")
        native, spellings = variants[0], _four(variants)
    return Part(native, spellings, _four([fold(text) for text in spellings]))


def _is_name(text: str) -> bool:
    """Tell names from the few entries of Faker that are titles or broken encodings."""
    return all(letter.isalpha() or letter in " '’ʼ-" for letter in text)


def _faker_names(locale: str, kind: str) -> list[str]:
    """Read the names of one Faker locale, in its order and without its doubles."""
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    found: Iterable[object] = getattr(provider, kind, ()) or getattr(
        provider, kind.rpartition("_")[0], ()
    )
    return [name for name in dict.fromkeys(map(str, found)) if _is_name(name)]


def _pool(facts: Facts, kind: str, *, faker_kind: str) -> Pool:
    """Build a pool of one kind: the listed names, then Faker's that are not among them."""
    language = _text(facts, "language")
    head = _text(facts, kind).split()
    locale = _text(facts, "faker")
    known = {entry.partition("=")[0].partition("/")[0].replace("_", " ") for entry in head}
    tail = (
        [name for name in _faker_names(locale, faker_kind) if name not in known] if locale else []
    )
    if kind == "family":
        tail = [name for name in tail if not name.endswith(("ва", "на", "ая", "ська"))]
    top = float(_text(facts, "top_family" if kind == "family" else "top_given"))
    share = float(_text(facts, "tail") or _TAIL_SHARE) if kind == "family" else _GIVEN_TAIL_SHARE
    parts = tuple(_part(entry.replace(" ", "_"), language) for entry in [*head, *tail])
    shares = weigh(len(head), len(tail), top=top, tail_share=share)
    return Pool(parts, slots(shares), len(head))


def _feminine(name: str, language: str) -> str:
    """Give a surname the form women bear, where a language has one."""
    for ending, other in _MALE_ENDINGS.get(language, ()):
        if name.endswith(ending):
            return name.removesuffix(ending) + other
    if language == "ru" and name.endswith(("ов", "ев", "ёв", "ин", "ын")):
        return name + "а"
    if language == "el":
        for ending, other in _GREEK_ENDINGS:
            if name.endswith(ending):
                return name.removesuffix(ending) + other
    return name


def _feminine_pool(pool: Pool, language: str) -> Pool:
    if language not in {"ru", "uk", "el"}:
        return pool
    parts = tuple(_part(_feminine(part.native, language), language) for part in pool.parts)
    return Pool(parts, pool.places, pool.common)


_IRREGULAR_FATHERS = {
    "Микола": "Миколай",
    "Павел": "Павл",
    "Михаил": "Михайл",
    "Пётр": "Петр",
    "Артем": "Артем",
}


def _patronymic(name: str, gender: str, *, language: str) -> str:
    """Form a patronymic from the father's given name."""
    father = _IRREGULAR_FATHERS.get(name, name)
    male, female = ("йович", "ївна") if language == "uk" else ("евич", "евна")
    if father.endswith("й"):
        stem = father[:-2] + "ь" if father.endswith("ий") and language == "ru" else father[:-1]
        return stem + (male if gender == "m" else female)
    if father[-1] in "ая":
        return father[:-1] + ("ич" if gender == "m" else "ична" if language == "ru" else "івна")
    stem = father[:-1] if father[-1] in "оь" else father
    feminine = "івна" if language == "uk" else "овна"
    return stem + ("ович" if gender == "m" else feminine)


def _middle_pool(facts: Facts, male: Pool) -> Pool:
    """Build the pool of middle names; for patronymics see `patronymic_of`."""
    if not _text(facts, "middle"):
        return male
    parts = tuple(_part(entry, "en") for entry in _text(facts, "middle").split())
    return Pool(parts, slots([1 / len(parts)] * len(parts)), len(parts))


@cache
def patronymic_of(father: str, gender: str, *, language: str) -> Part:
    """Give the patronymic of a child, spelled in every system."""
    return _part(_patronymic(father, gender, language=language), language)


def _nicknames(facts: Facts) -> Mapping[str, Part]:
    found = {}
    for entry in _text(facts, "nicknames").split():
        name, _, nickname = entry.partition("=")
        form = nickname.replace("/", "=", 1) if _text(facts, "language") == "ar" else nickname
        found[name.replace("_", " ")] = _part(form, _text(facts, "language"))
    return found


def _variants(facts: Facts, key: str) -> tuple[tuple[Part, ...], ...]:
    """Read `native=Latin|variant|variant` lists; the native text belongs to the first form."""
    groups = []
    for entry in _texts(facts, key):
        native, _, latin = entry.rpartition("=")
        forms = latin.split("|")
        groups.append(
            tuple(Part(native or form, _four([form]), _four([fold(form)])) for form in forms)
        )
    return tuple(groups)


def _trade(facts: Facts) -> Trade:
    return Trade(
        forms=_variants(facts, "forms"),
        words=_variants(facts, "words"),
        stems=_variants(facts, "stems"),
        patterns=_texts(facts, "company"),
        registry=_text(facts, "registry"),
        tax=_text(facts, "tax"),
    )


def _facts(code: str) -> Facts:
    text = resources.files("node.sample").joinpath("countries", f"{code}.toml").read_text("utf-8")
    facts: dict[str, object] = tomllib.loads(text)
    lender = facts.get("names_of")
    return {**_facts(str(lender)), "iban": "", **facts} if lender else facts


def _places(facts: Facts) -> tuple[tuple[str, str], ...]:
    pairs = (entry.partition("|") for entry in _texts(facts, "cities"))
    return tuple((city, postcode) for city, _, postcode in pairs)


@cache
def country(code: str) -> Country:
    """Load one country.

    Args:
        code: one of `COUNTRIES`.
    """
    facts = _facts(code)
    language = _text(facts, "language")
    male = _pool(facts, "male", faker_kind="first_names_male")
    family = _pool(facts, "family", faker_kind="last_names_male")
    return Country(
        code=code,
        nationality=_text(facts, "nationality"),
        script=_text(facts, "script"),
        language=language,
        pattern=_text(facts, "pattern"),
        male=male,
        female=_pool(facts, "female", faker_kind="first_names_female"),
        family=family,
        family_female=_feminine_pool(family, language),
        middle=_middle_pool(facts, male),
        nicknames=_nicknames(facts),
        bynames=tuple(_part(entry, language) for entry in _text(facts, "bynames").split()),
        cities=_places(facts),
        streets=_texts(facts, "streets"),
        address=_text(facts, "address"),
        dialling=_text(facts, "dialling"),
        mobile=_texts(facts, "mobile"),
        passport=_text(facts, "passport"),
        national=_text(facts, "national"),
        plate=_text(facts, "plate"),
        iban=_text(facts, "iban"),
        trade=_trade(facts),
    )
