"""Compose the draft of an agreement on a joint investigation team.

The sections follow the model agreement of the Council of the European Union (2017/C 18/01), which
other states use as well; the ground is Article 13 of the Convention of 29 May 2000 within the Union
and Article 19 of the Palermo Convention elsewhere.
"""

from collections.abc import Iterator

from node.domain.request import FollowUpRequest
from node.paper import section
from node.paper.model import Blank, Block, Facts, Heading, Listing, Paper, Paragraph
from node.words import Language, Words, words_in


def team_paper(request: FollowUpRequest, language: Language) -> Paper:
    """Return the draft."""
    words = words_in(language)
    return Paper(
        language,
        kind=words.say("Draft for the judicial authority"),
        title=words.say("Agreement on a joint investigation team"),
        reference=f"{request.own_reference} · {request.hit.reference}",
        issuer=section.agency(words, request.asker),
        marking=words.say("Draft. Confidential"),
        page_of=words.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        created_at=request.drafted_at,
        blocks=section.numbered(_blocks(words, request)),
    )


def _blocks(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    yield Heading(words.say("Parties"))
    yield from _parties(words, request)
    yield Heading(words.say("Legal basis"))
    yield Listing(tuple(_bases(words, request)))
    yield Heading(words.say("Purpose of the team"))
    yield section.reasons(words, request.justification)
    yield from section.facts_of_the_case(words, request)
    yield from section.subject(words, request)
    yield Heading(words.say("Why both states are concerned"))
    yield section.hit(words, request)
    yield section.lead(words)
    yield Heading(words.say("Period"))
    yield Blank(words.say("From and until; it may be prolonged by agreement in writing:"))
    yield Heading(words.say("States in which the team operates"))
    yield Paragraph(
        words.listed(
            section.country_name(words, each.country) for each in (request.asker, request.owner)
        )
    )
    yield Heading(words.say("Leaders and members"))
    for party in (request.asker, request.owner):
        yield Blank(
            words.say("For {agency}:", agency=section.agency(words, party)),
            words.say("leader; judicial members; police and customs members"),
            lines=2,
        )
    yield Blank(words.say("Participants:"), _participants(words, request))
    yield Heading(words.say("Information and evidence"))
    yield Listing(tuple(_rules(words)))
    yield Heading(words.say("Costs, language, communication"))
    yield Blank(words.say("Costs, equipment, working language, relations with the press:"), lines=2)
    yield Heading(words.say("Signatures"))
    yield section.draft(words)
    for party in (request.asker, request.owner):
        yield Blank(words.say("For {agency}:", agency=section.agency(words, party)))


def _parties(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    yield Blank(words.say("Judicial authority of the one side:"))
    yield Blank(words.say("Judicial authority of the other side:"))
    yield Facts(
        (
            (words.say("Agencies"), _both(words, request)),
            (words.say("Your reference"), request.hit.reference),
            (words.say("Our reference"), request.own_reference),
            (words.say("Date"), words.moment(request.drafted_at)),
        )
    )


def _both(words: Words, request: FollowUpRequest) -> str:
    return "\n".join(section.agency(words, each) for each in (request.asker, request.owner))


def _bases(words: Words, request: FollowUpRequest) -> Iterator[str]:
    if request.is_within_union:
        yield words.say(
            "Convention of 29 May 2000 on Mutual Assistance in Criminal Matters between the Member "
            "States of the European Union, Article 13, and Framework Decision 2002/465/JHA."
        )
    yield words.say(
        "United Nations Convention against Transnational Organized Crime (Palermo, 2000), "
        "Article 19, as far as it binds both states."
    )
    if request.is_about_drugs:
        yield words.say(
            "United Nations Convention against Illicit Traffic in Narcotic Drugs and Psychotropic "
            "Substances (Vienna, 1988), Article 9(1)(c), as far as it binds both states."
        )


def _participants(words: Words, request: FollowUpRequest) -> str:
    if request.is_within_union:
        return words.say("such as Eurojust and Europol, without powers of their own")
    return words.say("such as INTERPOL or UNODC, without powers of their own")


def _rules(words: Words) -> Iterator[str]:
    yield words.say(
        "Members share within the team what they may share at home; what a state had before the "
        "team began enters it by that state's own decision."
    )
    yield words.say(
        "Evidence is gathered under the law of the state in which it is gathered; the leader there "
        "directs it."
    )
    yield words.say(
        "Information is used for the purpose of the team; any other use needs the consent of the "
        "state from which it comes, except to avert a serious and immediate threat."
    )
    yield words.say(
        "Personal data are protected by the law of each state and by this agreement; what proves "
        "wrong is corrected or erased by all who received it."
    )
