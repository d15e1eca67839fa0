"""Which words of a person's name weigh less, how syllables join, which given names are one."""

from importlib.resources import files

import pytest

from matching.normalise.names import readings, words
from matching.normalise.romanise import latin
from matching.normalise.symbols import symbols
from matching.subject import EntityType, PartKind

PERSON = EntityType.PERSON
WORD, PARTICLE, FATHER, INITIAL = (
    PartKind.WORD,
    PartKind.PARTICLE,
    PartKind.PATRONYMIC,
    PartKind.INITIAL,
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Roman Arkadyevich Abramovich", [WORD, FATHER, WORD]),
        ("Абрамович Роман Аркадьевич", [WORD, WORD, FATHER]),
        ("Мороз Микола Костянтинович", [WORD, WORD, FATHER]),
        ("Olga Sergeevna Novikova", [WORD, FATHER, WORD]),
        ("Ilham Heydar oglu Aliyev", [WORD, FATHER, FATHER, WORD]),
        ("Nikola Jovanovich", [WORD, WORD]),
        ("Ayman al-Zawahiri", [WORD, PARTICLE, WORD]),
        ("Ayman Muhammad al-Zawahiri", [WORD, WORD, PARTICLE, WORD]),
        ("Joana Pina dos Santos", [WORD, WORD, PARTICLE, WORD]),
        ("Le Van Do", [WORD, WORD, WORD]),
        ("Paulo W. Lopes", [WORD, INITIAL, WORD]),
    ],
)
def test_kinds_of_words(name: str, expected: list[PartKind]) -> None:
    """Fathers' names and particles are told from the words that make a name."""
    found = [word.kind for word in words(PERSON, name)]

    assert found == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Wei Ya Jing", {"wei ya jing", "wei yajing", "weiya jing"}),
        ("Kim Yong-chol", {"kim yong chol", "kim yongchol", "kimyong chol"}),
        ("Wei Yajing", {"wei yajing"}),
        ("Maria Elena Rios", {"maria elena rios"}),
        ("Li Wei", {"li wei"}),
    ],
)
def test_syllables_join(name: str, expected: set[str]) -> None:
    """A given name of two syllables is read together as well, and no other name is."""
    found = {" ".join(word.latin for word in each) for each in readings(PERSON, name)}

    assert found == expected


@pytest.mark.parametrize(
    "pair",
    [
        "mykola nikolai",
        "volodymyr vladimir",
        "serhii sergei",
        "mehmet mohamed",
        "xavier javier",
        "giorgos georgios",
        "bill william",
    ],
)
def test_forms_of_one_given_name_meet(pair: str) -> None:
    """Forms of a name in several languages share a symbol."""
    left, right = pair.split()

    assert set(symbols(PERSON, left)) & set(symbols(PERSON, right))


def test_other_words_have_no_symbol() -> None:
    """Different given names do not meet, and family names are not in the table."""
    assert not set(symbols(PERSON, "maria")) & set(symbols(PERSON, "marta"))
    assert symbols(PERSON, "petrenko") == ()


@pytest.mark.parametrize("name", ["given_names.txt", "company_words.txt"])
def test_tables_are_spelled_as_words_are(name: str) -> None:
    """Every word of a table is in the spelling that a name's word has, and no group has two."""
    table = files("matching.normalise").joinpath("data", name)
    lines = [line for line in table.read_text("ascii").splitlines() if line and line[0] != "#"]
    groups = [line.replace(":", "").replace("*", "").split() for line in lines]

    assert all(latin(word) == word for group in groups for word in group)
    assert len({group[0] for group in groups}) == len(groups)
