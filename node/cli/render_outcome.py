"""The outcome of a subject at a peer, in words that are clear without their colour."""

from collections.abc import Iterable
from typing import Final

from rich.text import Text

from node.cli.phrase import count, moment
from node.operator.view import Cell

HIT: Final = "hit"
NO_HIT: Final = "no hit"
REFUSED: Final = "refused"
FAILED: Final = "failed"
NOT_ASKED: Final = "not asked"
PENDING: Final = "pending"
WAITING: Final = "waiting"

_BANDS: Final = {"strong": "bold white on green4", "probable": "bold black on gold3"}
_PLAIN: Final = {
    NO_HIT: ("no hit", "bright_black"),
    FAILED: ("not reached", "red"),
    NOT_ASKED: ("no register", "bright_black italic"),
    PENDING: ("asking", "cyan"),
    WAITING: ("will retry", "yellow"),
}
_REFUSALS: Final = {
    "no-agreement": "agreement",
    "purpose-not-covered": "purpose",
    "offence-not-covered": "offence",
    "entity-type-not-covered": "type",
    "category-not-covered": "category",
    "quota-exhausted": "quota",
    "too-little-evidence-asked": "evidence",
    "not-available-now": "not now",
}
_REMEDIES: Final = {
    "no-agreement": "no agreement covers this exchange; see: heliograph peer list",
    "purpose-not-covered": "the agreement does not cover this purpose",
    "offence-not-covered": "the agreement does not cover this offence",
    "entity-type-not-covered": "the agreement does not cover subjects of this type",
    "category-not-covered": "the peer does not answer about persons of this category",
    "quota-exhausted": "the day's quota is used up; ask again tomorrow",
    "too-little-evidence-asked": "add a second attribute, such as a birth date, or a document",
    "not-available-now": "the peer cannot answer now; ask again later",
}
"""What each coded refusal means for the officer."""


def outcome(cell: Cell | None) -> Text:
    """Return the outcome in at most three words."""
    if cell is None:
        return Text("-", style="bright_black")
    if cell.state == HIT:
        hit = Text(f"HIT {cell.band}".rstrip(), style=_BANDS.get(cell.band, "bold"))
        return Text.assemble(hit, (f", {cell.flag}", "bold red")) if cell.flag else hit
    if cell.state == REFUSED:
        return Text(f"refused: {_REFUSALS.get(cell.refusal, cell.refusal)}", style="magenta")
    words, style = _PLAIN.get(cell.state, (cell.state, ""))
    return Text(words, style=style)


def reasons(cells: Iterable[Cell]) -> list[Text]:
    """Return one line for every peer's reason not to answer, without repeating any."""
    lines = (line for cell in cells if (line := _reason(cell)))
    return [Text(line, style="default") for line in dict.fromkeys(lines)]


def _reason(cell: Cell) -> str:
    if cell.state == REFUSED:
        meaning = _REMEDIES.get(cell.refusal, "")
        return f"{cell.peer} refused ({cell.refusal}){': ' if meaning else ''}{meaning}."
    if cell.state == WAITING and cell.problem:
        tried = count(cell.attempts, "attempt")
        again = moment(cell.retry_at)
        return f"{cell.peer}: {cell.problem.sentence} ({tried}); asked again at {again}."
    if cell.state != NOT_ASKED and cell.problem:
        return f"{cell.peer}: {cell.problem.sentence}. {cell.problem.hint}".rstrip()
    return ""
