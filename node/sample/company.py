"""Companies as they are, and the records agencies keep of them."""

from dataclasses import dataclass, field
from random import Random

from node.sample.column import Row, join, new_row
from node.sample.country import Country, Part
from node.sample.document import iban, lei, tax_number
from node.sample.draw import fill, pick
from node.sample.entry import address_text, file_away
from node.sample.habit import Habit, spelled
from node.sample.mistake import mistype
from node.sample.person import Address, Mix, draw_address, phone_number
from node.sample.romanise import System

_LEI_SHARE = 0.12
_MOVED_SHARE = 0.25
"""Companies with a second address: a warehouse, or the accountant's office."""
_SHORTENED_SHARE = 0.12
"""Records without the legal form: the name as painted on the truck."""
_ALIAS_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Company:
    """One company; a word, stem or form has several ways to be written, the full one first."""

    country: Country = field(repr=False)
    pattern: str
    form: tuple[Part, ...]
    word: tuple[Part, ...]
    second_word: tuple[Part, ...]
    stem: tuple[Part, ...]
    families: tuple[Part, Part]
    registry: str
    tax: str
    lei: str
    account: str
    phone: str
    email: str
    addresses: tuple[Address, ...]
    founded: str
    """YYYY-MM-DD."""


def company_of(random: Random, origin: Country) -> Company:
    """Draw a company of one country."""
    trade = origin.trade
    word = pick(random, trade.words)
    stem = pick(random, trade.stems)
    addresses = [draw_address(random, origin)]
    if random.random() < _MOVED_SHARE:
        addresses.append(draw_address(random, origin))
    families = (origin.family.draw(random), origin.family.draw(random))
    pattern = pick(random, trade.patterns)
    named_after = families[0] if "{family}" in pattern else stem[0]
    host = "".join(letter for letter in named_after.plain[0].lower() if letter.isalnum())
    return Company(
        country=origin,
        pattern=pattern,
        form=pick(random, trade.forms[:2] if random.random() < 0.7 else trade.forms),  # noqa: PLR2004
        word=word,
        second_word=pick(random, [other for other in trade.words if other is not word]),
        stem=stem,
        families=families,
        registry=fill(random, trade.registry),
        tax=tax_number(random, trade.tax),
        lei=lei(random) if random.random() < _LEI_SHARE else "",
        account=iban(random, origin.iban) if origin.iban else "",
        phone=phone_number(random, origin),
        email=f"info@{host}-{origin.code}.example",
        addresses=tuple(addresses),
        founded=_founded(random),
    )


def draw_company(random: Random, companies: Mix) -> Company:
    """Draw a company from anywhere in the mix."""
    return company_of(random, companies.draw(random))


def _founded(random: Random) -> str:
    year = 2025 - int(random.random() ** 2 * 35)
    return f"{year}-{1 + int(random.random() * 12):02d}-{1 + int(random.random() * 28):02d}"


def company_name(
    company: Company,
    system: System,
    *,
    accents: bool,
    short: tuple[bool, bool],
    formless: bool = False,
) -> str:
    """Write the name of a company.

    Args:
        company: whose.
        system: how surnames and words are spelled.
        accents: whether diacritics stay.
        short: whether the words and the legal form are written the short way.
        formless: leave the legal form out.
    """
    words = company.word[-1] if short[0] else company.word[0]
    form = company.form[1 % len(company.form)] if short[1] else company.form[0]
    text = company.pattern.format(
        word=spelled(words, system, accents=accents),
        word2=spelled(company.second_word[0], system, accents=accents),
        stem=spelled(company.stem[0], system, accents=accents),
        family=spelled(company.families[0], system, accents=accents),
        family2=spelled(company.families[1], system, accents=accents),
        form="" if formless else spelled(form, system, accents=accents),
    )
    return " ".join(_spaced(text, company).split())


def _spaced(text: str, company: Company) -> str:
    """Part the words that the patterns of Han names join."""
    if company.country.script != "Han":
        return text
    for group in (company.word, company.form):
        for part in group:
            text = text.replace(part.plain[0], f" {part.plain[0]}")
    return text


def native_company_name(company: Company) -> str:
    """Write the name in the script of its country."""
    text = company.pattern.format(
        word=company.word[0].native,
        word2=company.second_word[0].native,
        stem=company.stem[0].native,
        family=company.families[0].native,
        family2=company.families[1].native,
        form=company.form[0].native,
    )
    return " ".join(text.split())


def _names(random: Random, row: Row, *, company: Company, habit: Habit) -> None:
    system, accents = habit.spelling(random)
    short = (random.random() < 0.25, random.random() < 0.4)  # noqa: PLR2004 - clerks abbreviate forms
    formless = random.random() < _SHORTENED_SHARE
    name = company_name(company, system, accents=accents, short=short, formless=formless)
    if random.random() < habit.rates.typing:
        name = mistype(random, name, second_edit=habit.rates.second_edit)
    row["name"] = name.upper() if habit.capitals else name
    if random.random() < _ALIAS_SHARE:
        other = company_name(
            company, system, accents=False, short=(not short[0], False), formless=not formless
        )
        row["aliases"] = "" if other == name else other
    if company.country.script != "Latin" and random.random() < habit.native_script:
        row["original_script"] = native_company_name(company)


def company_entry(random: Random, company: Company, *, habit: Habit) -> Row:
    """Write the record one agency has of a company; `id` and `source` are left to the register."""
    row = new_row()
    row["type"] = "Company"
    _names(random, row, company=company, habit=habit)
    row["tax_number"] = habit.kept(random, "tax_number", value=company.tax)
    row["reg_number"] = habit.kept(random, "reg_number", value=company.registry)
    row["lei"] = habit.kept(random, "lei", value=company.lei)
    row["country"] = company.country.code
    if random.random() < habit.keeps.get("address", 0.0):
        accents = random.random() < habit.accents
        written = [address_text(random, each, accents=accents) for each in company.addresses]
        row["address"] = join(written if random.random() < 0.5 else written[-1:])  # noqa: PLR2004
    row["incorporation_date"] = habit.kept(random, "incorporation_date", value=company.founded)
    row["phone"] = habit.kept(random, "phone", value=company.phone)
    row["email"] = habit.kept(random, "email", value=company.email)
    row["iban"] = habit.kept(random, "iban", value=company.account)
    file_away(random, row, habit=habit)
    return row
