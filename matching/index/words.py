"""The distinct words of a register, as numbers.

A word is one exact spelling of a name part or of an identifier, an address or a place. Its
variants are the tokens by which a query may find it.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

NumberArray = NDArray[np.uint32]


def numbers() -> "array[int]":
    """Make an empty array of numbers of 32 bits."""
    return array("I")


def append_all(target: "array[int]", values: NDArray[np.generic]) -> None:
    """Append an array of the same width."""
    target.frombytes(values.tobytes())


def as_array(held: "array[int]") -> NumberArray:
    """View numbers of 32 bits; while the view lives, nothing can be appended."""
    return np.frombuffer(held, np.uint32)


@dataclass(slots=True)
class Words:
    """Words and the tokens that lead to them; a word's number is its place."""

    tokens: dict[bytes, int] = field(default_factory=dict, repr=False)
    """Every token that leads to a word, with its number."""
    exact: "array[int]" = field(default_factory=numbers)
    """Token number of each word's own spelling."""
    pair_token: "array[int]" = field(default_factory=numbers)
    """Token number of each pair of a token and a word that it leads to."""
    pair_word: "array[int]" = field(default_factory=numbers)
    _word: "array[int]" = field(default_factory=lambda: array("i"))
    """The word whose own spelling each token is, or -1."""

    @property
    def size(self) -> int:
        """Number of words."""
        return len(self.exact)

    def number(self, exact: bytes, spellings: Iterable[bytes]) -> int:
        """Return the number of a word, taking it up with all its tokens when it is new.

        Args:
            exact: the token of its own spelling.
            spellings: every token that shall lead to it, `exact` among them.
        """
        token = self.tokens.get(exact)
        if token is not None and self._word[token] >= 0:
            return self._word[token]
        word = self.size
        found = self._numbered(dict.fromkeys(spellings))
        self.pair_token.extend(found)
        self.pair_word.extend([word] * len(found))
        (token,) = self._numbered([exact])
        self._word[token] = word
        self.exact.append(token)
        return word

    def merge(self, other: "Words") -> NumberArray:
        """Take the words of another collection up; return their numbers here."""
        token = np.array(self._numbered(other.tokens), np.uint32)
        exact = token[as_array(other.exact)]
        word = np.frombuffer(self._word, np.int32)[exact]
        is_new = word < 0
        word[is_new] = np.arange(self.size, self.size + is_new.sum())
        np.frombuffer(self._word, np.int32)[exact] = word
        append_all(self.exact, exact[is_new])
        found = word.astype(np.uint32)
        pair = is_new[as_array(other.pair_word)]
        append_all(self.pair_token, token[as_array(other.pair_token)[pair]])
        append_all(self.pair_word, found[as_array(other.pair_word)[pair]])
        return found

    def take_tokens(self) -> list[bytes]:
        """Hand the tokens over, by number; nothing can be taken up or merged afterwards.

        A list takes a third of what the look-up takes that numbers them.
        """
        tokens = list(self.tokens)
        self.tokens.clear()
        del self._word[:]
        return tokens

    def forget_pairs(self) -> None:
        """Let go which tokens lead to which words, when the variants are sealed."""
        for held in (self.pair_token, self.pair_word):
            del held[:]

    def _numbered(self, tokens: Iterable[bytes]) -> list[int]:
        """Return the numbers of tokens, giving new ones the next."""
        known = self.tokens
        found = [known.setdefault(token, len(known)) for token in tokens]
        self._word.extend([-1] * (len(known) - len(self._word)))
        return found
