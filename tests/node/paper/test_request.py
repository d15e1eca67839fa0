"""What the papers of a follow-up pack say, whatever file they become."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from matching.subject import EntityType
from node.domain.case import Facts, Relation
from node.domain.deadline import Clock
from node.domain.justification import Urgency
from node.domain.request import FollowUpRequest, LinkedSubject, Particulars
from node.paper.assistance import assistance_paper
from node.paper.model import Format, Paper
from node.paper.request import request_paper
from node.paper.team import team_paper
from node.paper.textfile import text_of
from node.paper.write import file_of
from node.words import Language
from tests.factories import a_justification
from tests.node.paper.requests import NAMES, NOON, a_party, a_request

Compose = Callable[[FollowUpRequest, Language], Paper]
PAPERS: list[Compose] = [request_paper, assistance_paper, team_paper]


def words_of(paper: Paper) -> str:
    """Return what a paper says, on one line."""
    return " ".join(text_of(paper).replace("\n! ", "\n").split())


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("compose", PAPERS)
def test_every_paper_names_both_references(compose: Compose, language: Language) -> None:
    """Whoever answers finds their own file, and we find ours."""
    said = words_of(compose(a_request(), language))

    assert "ES-2026-00417" in said
    assert "PA-31/67b1f50c" in said
    assert "CASE-2026-0117" in said


@pytest.mark.parametrize("compose", PAPERS)
def test_languages_differ(compose: Compose) -> None:
    """No language repeats the sentences of another."""
    titles = {compose(a_request(), language).title for language in Language}
    said = {words_of(compose(a_request(), language)) for language in Language}

    assert len(titles) == len(said) == len(Language)


def test_a_request_tells_what_the_directive_asks_for() -> None:
    """Facts, offence, reasons, link, urgency with its reason, time limit, restrictions, desks."""
    said = words_of(request_paper(a_request(), Language.EN))

    for part in (
        "Two tonnes <in> bananas & ice.",
        "drugs.trafficking",
        "matched the subject with a record of yours",
        "the subject appears as: courier",
        "sails tonight",
        "8 hours of receipt",
        "20:00 UTC",
        "neither be used as evidence in court nor passed on",
        "SIENA: ES-ADU-0417",
        "I-24/7: IP PA",
        "H2: not to be passed on without permission",
        "A hit is a lead, not evidence of identity.",
    ):
        assert part in said


def test_what_nobody_said_is_left_to_be_completed() -> None:
    """Without facts there is room for them; nothing is made up."""
    said = words_of(request_paper(a_request(particulars=Particulars()), Language.EN))

    assert "Facts of the case: what happened, where, when, and how it came to light ____" in said


def test_without_the_subject_no_identity_is_told() -> None:
    """The officer chooses whether the paper says who it is about."""
    said = words_of(request_paper(a_request(subject={}), Language.EN))

    assert not any(name in said for name in NAMES)
    assert "The identity of the subject is not in this paper." in said


@pytest.mark.parametrize(
    ("asker", "owner", "bound", "ordered"),
    [
        ("ES", "NL", True, True),
        ("ES", "IE", True, False),
        ("ES", "NO", True, False),
        ("PA", "ES", False, False),
    ],
)
def test_law_follows_from_both_states(
    asker: str, owner: str, *, bound: bool, ordered: bool
) -> None:
    """An order within the Union, assistance elsewhere; limits bind only those they bind."""
    request = a_request(asker=a_party(asker), owner=a_party(owner))

    limits = words_of(request_paper(request, Language.EN))
    assistance = words_of(assistance_paper(request, Language.EN))

    assert ("as a courtesy" not in limits) == bound
    assert ("on the form of Annex A" in assistance) == ordered


def test_clocks_follow_urgency() -> None:
    """Eight hours where it is urgent, seven days where it is not."""
    urgent = a_request()
    normal = a_request(justification=a_justification(urgency=Urgency.NORMAL))

    assert (urgent.clock, urgent.due_at) == (Clock.URGENT_DIRECT, NOON + timedelta(hours=8))
    assert (normal.clock, normal.due_at) == (Clock.ORDINARY, NOON + timedelta(days=7))


def test_drugs_bring_their_own_convention() -> None:
    """The Vienna Convention is named where the purpose is drugs, and nowhere else."""
    drugs = a_request()
    money = replace(drugs, justification=a_justification(purpose="money-laundering"))

    assert "Vienna, 1988" in words_of(assistance_paper(drugs, Language.EN))
    assert "Vienna, 1988" not in words_of(assistance_paper(money, Language.EN))
    assert "Vienna, 1988" not in words_of(team_paper(money, Language.EN))


def test_a_party_without_a_desk_is_told_without_one() -> None:
    """A directory entry need not name a desk."""
    said = words_of(request_paper(a_request(owner=a_party("ES", None)), Language.EN))

    assert "Centre ES (Spain)" in said


def test_a_request_shows_nothing_of_its_subject() -> None:
    """Neither a log line nor a trace can tell who it is about."""
    shown = repr(a_request())

    assert not any(word in shown for word in (*NAMES, "AB1234567", "bananas", "courier"))


@pytest.mark.parametrize("wished", Format)
def test_every_format_is_written(wished: Format) -> None:
    """Each begins as such a file does."""
    begin = {
        Format.PDF: b"%PDF-1.7",
        Format.DOCX: b"PK\x03\x04",
        Format.TEXT: b"Centre PA (Panama)",
    }

    content = file_of(request_paper(a_request(), Language.EN), wished)

    assert content.startswith(begin[wished])


def test_the_case_file_tells_facts_links_and_restrictions() -> None:
    """What the team has written down need not be written again."""
    request = a_request(
        particulars=Particulars(),
        facts=Facts("2026-09-14", "Vigo", "cocaine", "412 kg", "Found in bananas.", "not to XX"),
        links=(LinkedSubject(Relation.MASTER_OF, "S01", EntityType.VESSEL, "carrying vessel"),),
    )

    said = words_of(request_paper(request, Language.EN))

    for part in ("412 kg", "Found in bananas.", "not to XX", "S01 · vessel · carrying vessel"):
        assert part in said
    assert "what connects the subject with the offence" not in said
