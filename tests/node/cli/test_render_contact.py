"""Contact cards, as they are printed."""

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from node.cli.render_contact import render_contacts
from node.domain.exchange import ContactPoint
from node.operator.view import Cell

DESK = ContactPoint("desk", "Customs", "Risk analysis", "SIENA", "ES-ADU", languages=("es", "en"))
CENTRE = ContactPoint("centre", "Customs", "Duty officer", "I-24/7", "IP MADRID")
AT = datetime(2026, 11, 23, 5, 10, tzinfo=UTC)


def a_hit(subject: str, reference: str, *, desk: ContactPoint | None = DESK) -> Cell:
    """Return a strong hit of one peer."""
    return Cell(
        subject,
        "customs-es",
        "hit",
        band="strong",
        reference=reference,
        contact_point=desk,
        handling="H1",
        fresh_at=AT,
    )


def printed(cells: list[Cell]) -> str:
    """Return what a terminal of 80 columns without colours shows."""
    page = StringIO()
    console = Console(file=page, width=80, color_system=None, markup=False)
    for card in render_contacts(cells):
        console.print(card)
    return "\n".join(line.rstrip() for line in page.getvalue().splitlines())


def test_hits_at_one_desk_share_a_card() -> None:
    """The officer calls a desk once, with all references."""
    text = printed([a_hit("S01", "R-1"), a_hit("S05", "R-5"), a_hit("S09", "R-9")])

    assert text.count("Call customs-es") == 1
    assert "Ask through SIENA, quoting R-1, R-5 and R-9." in text


def test_two_desks_of_a_peer_have_two_cards() -> None:
    """References are not told to a desk that they do not belong to."""
    text = printed([a_hit("S01", "R-1"), a_hit("S02", "R-2", desk=CENTRE)])

    assert text.count("Call customs-es") == 2
    assert "Ask through I-24/7, quoting R-2." in text


def test_card_says_how_fresh_and_how_to_handle() -> None:
    """Freshness has its zone, and the handling code its meaning."""
    text = printed([a_hit("S01", "R-1")])

    assert "register of 2026-11-23 05:10 UTC" in text
    assert "Handling H1: no evidence in court without the consent" in text


def test_hit_without_contact_point_names_the_agency() -> None:
    """A hit whose desk is unknown still says what to quote."""
    assert "Ask this agency, quoting R-1." in printed([a_hit("S01", "R-1", desk=None)])


def test_no_hit_makes_no_card() -> None:
    """Nobody is called about nothing."""
    assert printed([Cell("S01", "customs-es", "no hit")]) == ""
