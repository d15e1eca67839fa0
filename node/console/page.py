"""Fill the templates. Whatever goes into them is text: nothing from a register is ever HTML."""

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined

from node.console.complaint import complain, complain_code
from node.console.speech import PageWords
from node.words import Language

if TYPE_CHECKING:
    from node.console.visit import Visit

STATIC: Final = files("node.console") / "static"


class Pages:
    """The templates of the console."""

    def __init__(self, facts: Mapping[str, object]) -> None:
        """Read the templates; `facts` are what every page may say of the node."""
        self._environment = Environment(
            loader=PackageLoader("node.console", "templates"),
            autoescape=True,
            trim_blocks=True,
            lstrip_blocks=True,
            undefined=StrictUndefined,
            auto_reload=False,
        )
        self._environment.filters["capital"] = _capital
        self._environment.globals.update(facts)
        self._environment.globals.update(
            languages=list(Language),
            complain=complain,
            complain_code=complain_code,
            asset=_Assets(STATIC).address,
            quote=quote,
        )

    def render(self, template: str, *, visit: "Visit", **values: object) -> str:
        """Fill a template for a visit, in its language."""
        words = PageWords.like(visit.words)
        return self._environment.get_template(template).render(
            visit=visit, words=words, t=words.say, n=words.say_count, **values
        )


def _capital(text: str) -> str:
    """Begin with a capital letter, and leave the others as they are: IMO stays IMO."""
    return text[:1].upper() + text[1:]


class _Assets:
    """The files of the console, each under an address that changes with its content."""

    def __init__(self, folder: Traversable) -> None:
        self._digests = {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest()[:12]
            for file in folder.iterdir()
            if file.is_file()
        }

    def address(self, name: str) -> str:
        """Return the address of a file."""
        return f"/static/{name}?v={self._digests[name]}"
