"""What a browser has sent, as values: fields, and files as bytes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import FormData, UploadFile

FILE_BYTES: Final = 16 << 20
"""The largest file that a form takes: a case has hundreds of subjects, not millions."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came with a form."""

    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form in the order in which they came; nothing of it is printed."""

    fields: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    files: Mapping[str, Upload] = field(default_factory=dict, repr=False)

    def text(self, name: str) -> str:
        """Return the first value of a field without the room around it; nothing where none came."""
        return next((value.strip() for key, value in self.fields if key == name), "")

    def all(self, name: str) -> list[str]:
        """Return every value of a field that says something."""
        return [value.strip() for key, value in self.fields if key == name and value.strip()]

    def has(self, name: str) -> bool:
        """Tell whether a box was ticked or a button pressed."""
        return any(key == name for key, _ in self.fields)

    def number(self, name: str, otherwise: int = 0) -> int:
        """Return a whole number, or another one where the field has none."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdecimal() else otherwise

    def named(self, prefix: str) -> Iterator[tuple[str, list[str]]]:
        """Yield the fields whose names begin so, without the beginning, each with its values."""
        names = dict.fromkeys(key for key, _ in self.fields if key.startswith(prefix))
        for name in names:
            yield name.removeprefix(prefix), self.all(name)


async def form_of(data: FormData) -> Form:
    """Return what a browser has sent; of a file that is too large, as much as shows that."""
    fields: list[tuple[str, str]] = []
    files: dict[str, Upload] = {}
    for name, value in data.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read(FILE_BYTES + 1)
            if content:
                files[name] = Upload(value.filename or "", content)
        else:
            fields.append((name, value))
    return Form(tuple(fields), files)


def filled(pairs: Iterable[tuple[str, str]]) -> Form:
    """Return a form as it would come back with these values, to show it again or at first."""
    return Form(tuple(pairs))
