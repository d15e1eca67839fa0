"""Find every sentence that the product says, and write what is missing into the catalogues.

A sentence is said by `words.say`, `words.say_count` or, in templates, `t` and `n`, or it is
`marked`. The labels of the models are sentences too, for explanations repeat them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import write_po

from node.words.catalogue import FOLDER, read_part
from node.words.language import ZERO_IS_SINGULAR, Language
from node.words.meaning import MEANINGS

_ROOT: Final = Path(__file__).resolve().parents[2]
_PYTHON: Final[Mapping[str, Any]] = {"say": None, "say_count": (1, 2), "marked": None}
_TEMPLATE: Final[Mapping[str, Any]] = {"t": None, "n": (1, 2)}
_SILENT: Final = ("node/pb", "node/cli", "node/demo", "node/sample")
"""Parts that speak to administrators at a shell, in English, or to nobody."""

_RULE: Final = {
    language: "> 1" if language in ZERO_IS_SINGULAR else "!= 1" for language in Language
}
_HEAD: Final = {
    language: f"""msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n {rule});\\n"

"""
    for language, rule in _RULE.items()
}
"""A file begins with what reading it needs, and changes when its sentences do."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence to be translated."""

    part: str
    """Part of the product, which names its file."""
    place: str
    """Where it stands."""
    forms: tuple[str, ...]
    """One text, or singular and plural."""


def sentences(root: Path = _ROOT) -> Iterator[Sentence]:
    """Yield every sentence of a checkout, in the order of its files."""
    for path in sorted((root / "node").rglob("*")):
        name = path.relative_to(root).as_posix()
        if name.startswith(_SILENT):
            continue
        if path.suffix == ".py":
            yield from _in_file(path, name, method="python", keywords=_PYTHON)
        elif path.suffix in {".html", ".txt"} and "templates" in path.parts:
            yield from _in_file(path, name, method="jinja2", keywords=_TEMPLATE)
    for kind, meanings in MEANINGS.items():
        for text in meanings.values():
            yield Sentence("words", kind.__name__, (text,))
    for path in sorted((root / "matching" / "models").rglob("*.json")):
        for label in _labels(json.loads(path.read_text(encoding="utf-8"))):
            yield Sentence("matching", path.name, (label,))


def update(language: Language) -> int:
    """Write the catalogue files of a language anew; return how many sentences lack words."""
    parts: dict[str, dict[tuple[str, ...], Sentence]] = {}
    for sentence in sentences():
        parts.setdefault(sentence.part, {}).setdefault(sentence.forms, sentence)
    folder = FOLDER / language.locale
    folder.mkdir(parents=True, exist_ok=True)
    missing = 0
    for part, wanted in parts.items():
        path = folder / f"{part}.po"
        known = read_part(path) if path.exists() else Catalog()
        renewed = _renewed(known, list(wanted.values()))
        missing += sum(1 for message in renewed if message.id and not _is_said(message.string))
        with path.open("wb") as file:
            file.write(_HEAD[language].encode())
            write_po(file, renewed, no_location=True, omit_header=True, width=100)
    return missing


def _renewed(known: Catalog, wanted: list[Sentence]) -> Catalog:
    catalogue = Catalog()
    for sentence in sorted(wanted, key=lambda each: each.forms):
        found = known.get(sentence.forms[0])
        key = sentence.forms[0] if len(sentence.forms) == 1 else sentence.forms
        catalogue.add(key, found.string if found else None)
    return catalogue


def _is_said(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _in_file(
    path: Path, name: str, *, method: str, keywords: Mapping[str, Any]
) -> Iterator[Sentence]:
    for line, said, _, _ in extract_from_file(method, path, keywords=keywords):
        forms = (said,) if isinstance(said, str) else tuple(said)
        yield Sentence(_part(name), f"{name}:{line}", forms)


def _part(name: str) -> str:
    second = name.split("/")[1]
    return second.removesuffix(".py")


def _labels(model: Mapping[str, Any]) -> Iterator[str]:
    for comparison in model["splink"]["comparisons"]:
        yield str(comparison["comparison_description"])
        for level in comparison["comparison_levels"]:
            yield str(level["label_for_charts"])
    for advice in model["advice"]:
        yield str(advice["words"])
