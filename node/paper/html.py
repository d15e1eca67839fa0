"""Write a paper as one HTML page with its style sheet inside; nothing is fetched from anywhere."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from node.paper.model import Paper

_FOLDER = Path(__file__).parent / "templates"


def html_of(paper: Paper) -> str:
    """Return the page; everything that a paper says is escaped in it."""
    before, _, rest = paper.page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    return _template().render(
        paper=paper,
        blocks=[(type(block).__name__.lower(), block) for block in paper.blocks],
        style=_style(),
        counting=(before, between, after),
    )


@cache
def _template() -> Template:
    loader = FileSystemLoader(_FOLDER)
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["css"] = _css_text
    return environment.get_template("paper.html")


@cache
def _style() -> Markup:
    # Our own file, without anything from outside.
    return Markup((_FOLDER / "paper.css").read_text(encoding="utf-8"))  # noqa: S704


def _css_text(text: str) -> Markup:
    """Write a text as a CSS string, in which no letter can end the string or the style sheet."""
    letters = (each if each.isalnum() or each == " " else f"\\{ord(each):x} " for each in text)
    return Markup(f'"{"".join(letters)}"')  # noqa: S704 - nothing but letters, digits and escapes
