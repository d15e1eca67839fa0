"""Read a JSON document and gather everything that is wrong with it, instead of the first thing.

Each part of the document knows its place (`splink.comparisons[2]`) and notes its findings in one
list that all parts share. A part that is wrong or missing reads as an empty one, so that reading
goes on; whoever started looks at the findings before using what was read.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Part:
    """One value of a document, with its place and the findings of the whole document."""

    value: object
    place: str = ""
    findings: list[str] = field(default_factory=list)
    """Shared by all parts of a document; every reader may add to it."""
    is_missing: bool = False
    """Its absence has been noted already, so nothing more is said about it."""

    def note(self, sentence: str) -> None:
        """Add a finding about this part."""
        self.findings.append(f"{self.place or 'the document'}: {sentence}")

    def at(self, key: str) -> "Part":
        """Return the member `key`, empty where it is missing."""
        members = self._object()
        if members is None or key not in members:
            missing = Part(None, self._place(key), self.findings, is_missing=True)
            if members is not None:
                missing.note("is missing")
            return missing
        return Part(members[key], self._place(key), self.findings)

    def items(self) -> Iterator[tuple[str, "Part"]]:
        """Yield the members of an object in their order."""
        for key, value in (self._object() or {}).items():
            yield key, Part(value, self._place(key), self.findings)

    def each(self) -> Iterator["Part"]:
        """Yield the elements of a list in their order."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Part(value, f"{self.place}[{index}]", self.findings)
        else:
            self._wrong("must be a list", None)

    def text(self) -> str:
        """Return a string that is not blank."""
        if isinstance(self.value, str) and self.value.strip():
            return self.value
        return self._wrong("must be a text that is not blank", "")

    def number(self, least: float = -math.inf, most: float = math.inf) -> float:
        """Return a finite number from `least` to `most`."""
        value = self.value
        # A bool is an int in Python, not in JSON.
        if isinstance(value, bool) or not isinstance(value, int | float):
            return self._wrong("must be a number", 0.0)
        if not math.isfinite(value) or not least <= value <= most:
            return self._wrong(f"must be a finite number from {least:g} to {most:g}", 0.0)
        return float(value)

    def whole(self, least: int, most: int) -> int:
        """Return a whole number from `least` to `most`."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            return self._wrong(f"must be a whole number from {least} to {most}", 0)
        return value

    def only(self, *known: str) -> None:
        """Note every member that is none of `known`: a misspelt key must not be ignored."""
        for key, part in self.items():
            if key not in known:
                part.note("is not known here")

    def _object(self) -> dict[str, object] | None:
        if isinstance(self.value, dict):
            return self.value
        return self._wrong("must be an object", None)

    def _place(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _wrong(self, sentence: str, instead: T) -> T:
        if not self.is_missing:
            self.note(sentence)
        return instead


def parse(text: str) -> Part:
    """Parse JSON text; text that is no JSON becomes an empty part with a finding."""
    try:
        return Part(json.loads(text))
    except json.JSONDecodeError as error:
        empty = Part(None, is_missing=True)
        empty.note(f"is no JSON at line {error.lineno}, column {error.colno}")
        return empty
