"""Words are numbered once, whoever takes them up first."""

from hypothesis import given
from hypothesis import strategies as st

from matching.index.words import Words, as_array

Spelled = tuple[bytes, tuple[bytes, ...]]

letters = st.binary(min_size=1, max_size=2)
spelled = st.tuples(letters, st.lists(letters.map(lambda each: b"~" + each), max_size=4).map(tuple))


def taken_up(entries: list[Spelled]) -> tuple[Words, list[int]]:
    """Take some words up; return their numbers."""
    # A word always has the same spellings.
    spellings: dict[bytes, tuple[bytes, ...]] = {}
    words = Words()
    numbers = [
        words.number(exact, (exact, *spellings.setdefault(exact, more))) for exact, more in entries
    ]
    return words, numbers


def leads(words: Words) -> dict[bytes, set[bytes]]:
    """Return which words each token leads to, by their exact spelling."""
    tokens = list(words.tokens)
    result: dict[bytes, set[bytes]] = {}
    for token, word in zip(words.pair_token, words.pair_word, strict=True):
        result.setdefault(tokens[token], set()).add(tokens[words.exact[word]])
    return result


@given(st.lists(spelled, max_size=30))
def test_word_has_one_number(entries: list[Spelled]) -> None:
    """Equal words have equal numbers, and different words different ones."""
    words, numbers = taken_up(entries)

    assert len(set(numbers)) == len({exact for exact, _ in entries}) == words.size
    assert len(set(zip(numbers, (exact for exact, _ in entries), strict=True))) == words.size


@given(st.lists(spelled, max_size=20), st.lists(spelled, max_size=20))
def test_merging_is_taking_up_in_turn(first: list[Spelled], second: list[Spelled]) -> None:
    """Two collections merged number the same words, with the same tokens, as one does."""
    spellings = dict(reversed([*first, *second]))
    first, second = ([(exact, spellings[exact]) for exact, _ in each] for each in (first, second))
    whole, expected = taken_up(first + second)
    merged, before = taken_up(first)
    other, numbers = taken_up(second)

    found = merged.merge(other)

    assert [*before, *found[numbers].tolist()] == expected
    assert leads(merged) == leads(whole)
    assert as_array(merged.exact).tolist() == as_array(whole.exact).tolist()


def test_spelling_may_become_a_word() -> None:
    """A token known as a variant of one word may be the exact spelling of another."""
    words = Words()
    words.number(b"anna", (b"anna", b"ana"))

    number = words.number(b"ana", (b"ana",))

    assert number == 1
    assert leads(words) == {b"anna": {b"anna"}, b"ana": {b"anna", b"ana"}}


def test_tokens_are_handed_over_by_number() -> None:
    """Each token lies at its number, and the words no longer hold it."""
    words = Words()
    words.number(b"anna", (b"anna", b"ana"))

    tokens = words.take_tokens()

    assert tokens == [b"anna", b"ana"]
    assert not words.tokens
    assert [tokens[number] for number in words.pair_token] == tokens
