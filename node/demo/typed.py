"""Commands of a demonstration, word by word, and how they are shown to whoever reads along."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, TypeVar

from matching.subject import EntityType
from node.demo.member import Member

T = TypeVar("T")
R = TypeVar("R")

_AT_ONCE: Final = 2
"""Commands run side by side; a demonstration is meant for two cores."""
_REGISTERS: Final = {
    EntityType.PERSON: "persons",
    EntityType.VESSEL: "vessels",
    EntityType.COMPANY: "companies",
    EntityType.IDENTIFIER: "identifiers",
}


def init_words(member: Member, address: str) -> list[str]:
    """Return the command that makes a member's node, which is reached at that address."""
    words = ["init", "--id", member.id, "--name", member.name, "--country", member.country]
    words += ["--kind", member.kind, "--address", address]
    words += ["--contact-desk", member.desk.name, "--contact-channel", member.desk.channel]
    words += ["--contact-address", member.desk.address]
    return [*words, "--contact-phone", member.desk.phone] if member.desk.phone else words


def load_words(entity_type: EntityType, file: Path) -> list[str]:
    """Return the command that loads a file as the register of that type."""
    words = ["register", "load", str(file), "--type", entity_type.value]
    return [*words, "--register", _REGISTERS[entity_type]]


def shown(words: Iterable[str]) -> list[str]:
    """Return words with file names instead of paths: that is what one would type in the folder."""
    return [Path(word).name if word.startswith("/") else word for word in words]


def side_by_side(work: Callable[[T], R], items: Iterable[T]) -> list[R]:
    """Do something with each of several things, two at a time; return what came of each."""
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(work, items))
