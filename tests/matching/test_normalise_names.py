"""Tests of `matching.normalise` for names: words, scripts, variants and symbols."""

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.normalise.names import Word, words
from matching.normalise.scripts import look_latin, unmix
from matching.normalise.symbols import symbols
from matching.normalise.variants import deletions, one_deletions, sounds
from matching.subject import EntityType, PartKind

PERSON, VESSEL, COMPANY = EntityType.PERSON, EntityType.VESSEL, EntityType.COMPANY

VOCABULARY = (
    "José", "Müller", "Ivan", "O'Brien", "al-Rahman", "bin", "van", "J.", "Nguyễn", "Łukasz",
    "Владимир", "Шевченко", "Ґалаґан", "محمد", "الظواهري", "حسين", "יוסף", "Γιώργος",
    "张伟", "王小明", "김정은", "やまだ", "II", "2",
)  # fmt: skip
COMPANY_WORDS = (
    "Ocean", "Trading", "Bank", "Ltd", "S.A.", "GmbH", "ООО", "Синезис", "of", "China", "2", "Sur",
    "Transportes", "Marítimos", "Holding",
)  # fmt: skip
VESSEL_WORDS = ("OCEAN", "STAR", "II", "7", "007", "X", "ABC123", "MARS", "ÇELEBI", "ЗАРЯ")


def spelled(entity_type: EntityType, text: str) -> list[str]:
    """Normalise a name and list its words."""
    return [word.latin for word in words(entity_type, text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. José Müller", "jose muller"),
        ("Mr. John SMITH", "john smith"),
        ("O’Brien, Seán", "obrien sean"),
        ("Abd al-Rahman", "abd al rahman"),
        ("Ｆｕｌｌ Ｗｉｄｔｈ", "full width"),
        ("Владимир Путин", "vladimir putin"),
        ("Шевченко Тарас", "shevchenko taras"),
        ("Γιώργος Παπαδόπουλος", "giorgos papadopoulos"),
        ("أيمن الظواهري", "aymn al zwahri"),
        ("یوسف", "yusf"),
        ("يوسف", "yusf"),
        ("יוסף לוי", "ywsf lwy"),
        ("张伟", "zhang wei"),
        ("王小明", "wang xiaoming"),
        ("歐陽娜娜", "ouyang nana"),
        ("김정은", "gim jeongeun"),
        ("김 정은", "gim jeongeun"),
        ("やまだ たろう", "yamada tarou"),
        ("タナカ", "tanaka"),
        ("नरेन्द्र मोदी", "narendra modi"),
        ("...", ""),
    ],
)
def test_persons_names_become_latin_words(text: str, expected: str) -> None:
    """Honorifics go, diacritics go, and every script is spelled in Latin letters."""
    assert spelled(PERSON, text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Made in China Trading Co., Ltd.", "made china trading coltd"),
        ("Investments in Africa Ltd", "investments africa ltd"),
        ("The Coca-Cola Company", "coca cola company"),
        ("Dalian Carbon Co. Ltd", "dalian carbon coltd"),
        ("Transportes Marítimos, S.A.", "transportes maritimos sa"),
        ("ООО «Синезис»", "ooo sinezis"),
        ("Gesellschaft mit beschränkter Haftung Müller", "gmbh muller"),
        ("Fund Ⅱ 02", "fund ii 2"),
    ],
)
def test_companies_names_keep_the_legal_form_in_one_spelling(text: str, expected: str) -> None:
    """Legal forms are rewritten, the article goes, and *in* is no legal form."""
    assert spelled(COMPANY, text) == expected.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("M/V OCEAN STAR II", "ocean star 2"),
        ("MT ZHUO YUAN", "zhuo yuan"),
        ("F/V GALAPAGOS-03", "galapagos 3"),
        ("ABC007", "abc 7"),
        ("MARS V", "mars 5"),
        ("OCEAN XXIV", "ocean 24"),
        ("V STAR", "v star"),
        ("MIX CIVIL", "mix civil"),
    ],
)
def test_vessels_names_have_plain_numbers(text: str, expected: str) -> None:
    """Letters part from digits, Roman numerals after the first word count, leading zeros go."""
    assert spelled(VESSEL, text) == expected.split()


@pytest.mark.parametrize(
    ("entity_type", "text", "expected"),
    [
        (PERSON, "J Smith 2", [PartKind.INITIAL, PartKind.WORD, PartKind.NUMBER]),
        (COMPANY, "Rossiya Bank OAO", [PartKind.WORD, PartKind.GENERIC, PartKind.LEGAL_FORM]),
        (COMPANY, "A Trading 3", [PartKind.WORD, PartKind.GENERIC, PartKind.NUMBER]),
        (VESSEL, "MARS A II", [PartKind.WORD, PartKind.WORD, PartKind.NUMBER]),
    ],
)
def test_words_have_a_kind(entity_type: EntityType, text: str, expected: list[PartKind]) -> None:
    """Legal forms, trades, numbers and a person's initials are told from other words."""
    assert [word.kind for word in words(entity_type, text)] == expected


NAMES = st.one_of(
    st.tuples(st.just(PERSON), st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=5)),
    st.tuples(st.just(COMPANY), st.lists(st.sampled_from(COMPANY_WORDS), min_size=1, max_size=5)),
    st.tuples(st.just(VESSEL), st.lists(st.sampled_from(VESSEL_WORDS), min_size=1, max_size=5)),
)


@given(NAMES)
def test_normalising_twice_changes_nothing(name: tuple[EntityType, list[str]]) -> None:
    """A name in normal form is its own normal form."""
    entity_type, parts = name
    once = spelled(entity_type, " ".join(parts))

    assert spelled(entity_type, " ".join(once)) == once


@given(NAMES)
def test_composed_and_decomposed_letters_are_the_same(name: tuple[EntityType, list[str]]) -> None:
    """A file from a Mac and a file from elsewhere give the same words."""
    entity_type, parts = name
    text = " ".join(parts)

    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))

    assert words(entity_type, composed) == words(entity_type, decomposed)


@given(st.sampled_from((PERSON, COMPANY, VESSEL)), st.text(max_size=40))
def test_any_text_becomes_words_or_none(entity_type: EntityType, text: str) -> None:
    """No text makes the normaliser raise, and no word is empty."""
    assert all(spelled(entity_type, text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Сhаrlie", "Charlie"),
        ("Мoсква", "Москва"),
        ("Сосо", "Сосо"),
        ("Ιvan", "Ivan"),
        ("Москва", "Москва"),
        ("Pутin", "Pутin"),
        ("Жan", "Жan"),
        ("Ivan Иван", "Ivan Иван"),
    ],
)
def test_look_alikes_take_the_alphabet_of_their_word(text: str, expected: str) -> None:
    """Only a word that mixes alphabets is changed, and only if one alphabet fits."""
    assert unmix(text) == expected


def test_look_alike_codes_are_read_as_latin() -> None:
    """A plate of letters that both alphabets have is one plate."""
    assert look_latin("А123ВС") == "A123BC"
    assert look_latin("Д123") == "Д123"


VARIANTS: dict[str, Callable[[Word], set[str]]] = {
    "exact": lambda word: {word.latin},
    "edits": lambda word: set(deletions(word.latin)),
    "sounds": lambda word: set(sounds(PERSON, word.latin)),
}


@pytest.mark.parametrize(
    ("one", "other", "by"),
    [
        ("Путин", "Putin", "exact"),
        ("Щербаков", "Shcherbakov", "exact"),
        ("Ющенко", "Yuschenko", "edits"),
        ("Сергей", "Sergey", "edits"),
        ("محمد", "Muhammad", "sounds"),
        ("محمد", "Mohammed", "sounds"),
        ("خالد", "Khaled", "sounds"),
        ("وليد", "Walid", "sounds"),
        ("حسين", "Hussein", "sounds"),
        ("ظواهري", "Zawahiri", "sounds"),
        ("رحمن", "Rahman", "sounds"),
        ("فاطمة", "Fatima", "edits"),
        ("אברהם", "Avraham", "sounds"),
        ("משה", "Moshe", "sounds"),
        ("Γιώργος", "Giorgos", "exact"),
        ("Γεώργιος", "Georgios", "exact"),
        ("नरेन्द्र", "Narendra", "exact"),
        ("张", "Zhang", "exact"),
        ("김", "Kim", "sounds"),
        ("やまだ", "Yamada", "exact"),
        ("Yusuf", "Юсуф", "exact"),
        ("يوسف", "Yusuf", "sounds"),
        ("Aleksandr", "Alexander", "sounds"),
        ("Baghdadi", "Bagdadi", "edits"),
        ("Ghani", "Gani", "sounds"),
        ("Mohammed", "Mohamed", "edits"),
    ],
)
def test_scripts_and_spellings_meet(one: str, other: str, by: str) -> None:
    """Each pair is one name, and meets at least in the way named."""
    variants = VARIANTS[by]
    (left,), (right,) = words(PERSON, one), words(PERSON, other)

    assert variants(left) & variants(right)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Банк", "Bank"), ("Компания", "Company"), ("Москва", "Moscow"), ("Trading", "Trade")],
)
def test_words_of_companies_meet_by_meaning(one: str, other: str) -> None:
    """Trades, kinds of company and places have one symbol in every language of the tables."""
    (left,), (right,) = words(COMPANY, one), words(COMPANY, other)

    assert set(symbols(COMPANY, left.latin)) & set(symbols(COMPANY, right.latin))


@pytest.mark.parametrize(
    "pair",
    [
        "zavod plant",
        "issledovatelskogo research",
        "mashinostroitelnyi machine",
        "muyok trade",
        "bazargani trading",
        "insaat construction",
        "nauchno scientific",
    ],
)
def test_words_of_companies_meet_their_translation(pair: str) -> None:
    """What one list translates and another spells shares a symbol, whatever its ending."""
    left, right = pair.split()

    assert set(symbols(COMPANY, left)) & set(symbols(COMPANY, right))


def test_longer_words_are_no_endings() -> None:
    """A name that begins like a word of the table is a name."""
    assert symbols(COMPANY, "gazprom") == ()
    assert symbols(COMPANY, "vagonmashelektro") == ()


@pytest.mark.parametrize("entity_type", [PERSON, VESSEL])
def test_words_of_trades_are_symbols_of_companies_only(entity_type: EntityType) -> None:
    """A person's name and a ship's say nothing of a trade."""
    assert symbols(entity_type, "bank") == ()


@given(st.text("abcdefgh", min_size=5, max_size=12), st.integers(0, 11), st.sampled_from("abcxyz"))
def test_one_edit_apart_shares_a_deletion(word: str, place: int, letter: str) -> None:
    """Every insertion and every substitution is found by equality."""
    place = min(place, len(word) - 1)
    inserted = word[:place] + letter + word[place:]
    substituted = word[:place] + letter + word[place + 1 :]

    assert set(deletions(word)) & set(deletions(inserted))
    assert set(deletions(word)) & set(deletions(substituted))


@pytest.mark.parametrize("word", ["", "wei", "yuan", "abc12345"])
def test_short_words_and_numbers_have_no_edits(word: str) -> None:
    """One edit makes another word of a short one, and another number of any."""
    assert deletions(word) == ()


def test_deletions_start_with_the_word_and_repeat_nothing() -> None:
    """Double letters give one deletion, and the order is fixed."""
    assert one_deletions("anna") == ("anna", "nna", "ana", "ann")


@pytest.mark.parametrize("word", ["li", "zhu0", "张"])
def test_words_that_metaphone_cannot_read_have_no_sound(word: str) -> None:
    """Short words, numbers and letters that are not Latin are not coded."""
    assert sounds(PERSON, word) == ()


@pytest.mark.parametrize("entity_type", [VESSEL, COMPANY])
def test_three_letters_sound_in_a_person_name_only(entity_type: EntityType) -> None:
    """Elsewhere they are abbreviations, which only look alike."""
    assert sounds(PERSON, "kim") == ("KM",)
    assert sounds(entity_type, "kim") == ()
