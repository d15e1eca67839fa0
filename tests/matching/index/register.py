"""Small registers of invented persons, sealed for a test."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from matching import oprf
from matching.encode import direct_pseudonyms, encode_subject, frame
from matching.index.build import Built, build
from matching.index.collect import Collection
from matching.index.find import Found, find
from matching.index.read import SealedIndex
from matching.index.resolve import Limits
from matching.subject import (
    Attribute,
    EntityType,
    Kind,
    NameForm,
    NameRole,
    Part,
    PartKind,
    Pseudonym,
    Subject,
    Value,
)

KEY = oprf.derive_key(bytes(32), b"test register")
OTHER_KEY = oprf.derive_key(bytes(32), b"another node")
WORD_KEY = bytes(range(32))
PERSON = EntityType.PERSON

evaluate = partial(direct_pseudonyms, KEY)


def token(attribute: str, value: str, kind: str = "exact") -> bytes:
    """Frame one value of a person."""
    return frame(PERSON, attribute, kind=kind, value=value)


def part(word: str) -> Part[bytes]:
    """Tokenise a word with all spellings one letter shorter."""
    shorter = dict.fromkeys([word, *(word[:i] + word[i + 1 :] for i in range(len(word)))])
    edits = tuple(token("name", each, "edits") for each in shorter)
    return Part(PartKind.WORD, min(15, len(word)), token("name", word), edits)


def name(text: str, role: NameRole = NameRole.PRIMARY) -> NameForm[bytes]:
    """Tokenise a name of several words."""
    return NameForm(role, tuple(map(part, text.split())))


def born(date: str) -> tuple[Value[bytes], ...]:
    """Tokenise a full date of birth."""
    spelled = {Kind.EXACT: date, Kind.YEAR_MONTH: date[:7], Kind.YEAR: date[:4]}
    return tuple(
        Value(Attribute.BIRTH_DATE, kind, token("birth_date", text, kind))
        for kind, text in spelled.items()
    )


def numbered(number: str, kind: Attribute = Attribute.IDENTIFIER) -> Value[bytes]:
    """Tokenise an identifier."""
    return Value(kind, Kind.EXACT, token("identifier", number), 1)


def located(postcode: str) -> Value[bytes]:
    """Tokenise a postcode."""
    return Value(Attribute.POSTCODE, Kind.EXACT, token("postcode", postcode), 2)


def person(
    *names: str, date: str = "", values: Iterable[Value[bytes]] = (), address: str = ""
) -> Subject[bytes]:
    """Tokenise a person; further names are aliases."""
    roles = [NameRole.PRIMARY, *[NameRole.ALIAS] * len(names)]
    return Subject(
        PERSON,
        tuple(name(text, role) for text, role in zip(names, roles, strict=False)),
        tuple(token("address", word) for word in address.split()),
        values=(*(born(date) if date else ()), *values),
    )


def reference(number: int) -> bytes:
    """Return the reference of the record of that place."""
    return number.to_bytes(16, "big")


def collected(subjects: Iterable[Subject[bytes]]) -> Collection:
    """Take subjects up as the records of a register."""
    collection = Collection(PERSON)
    for number, subject in enumerate(subjects):
        collection.add(reference(number), subject)
    return collection


def sealed(path: Path, subjects: Iterable[Subject[bytes]]) -> Built:
    """Seal subjects as a register."""
    return build(path, collected(subjects), evaluate=evaluate, word_key=WORD_KEY)


def asked(subject: Subject[bytes], key: bytes = KEY) -> Subject[Pseudonym]:
    """Encode a subject under a key."""
    return encode_subject(subject, dict(direct_pseudonyms(key, subject.leaves())))


def found(index: SealedIndex, subject: Subject[bytes], limits: Limits | None = None) -> Found:
    """Find the candidates of a subject."""
    return find(index, asked(subject), limits=limits or Limits())


@dataclass(frozen=True, slots=True)
class Cells:
    """All rows of a generation as they lie on the disk."""

    variants: Mapping[int, bytes]
    postings: Mapping[int, bytes]
    openers: Mapping[int, bytes]
    headers: Mapping[int, bytes]
    tags: Mapping[int, bytes]

    @property
    def all(self) -> Sequence[bytes]:
        """Return the content of every cell."""
        tables = (self.variants, self.postings, self.openers, self.headers, self.tags)
        return [cell for table in tables for cell in table.values()]
