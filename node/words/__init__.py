"""What people read, in their own language: catalogues, names of codes, times and numbers."""

from node.words.language import Language
from node.words.mark import marked
from node.words.speech import Words, words_in

__all__ = ["Language", "Words", "marked", "words_in"]
