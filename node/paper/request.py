"""Compose the request for information from one desk to the other, after a hit."""

from collections.abc import Iterator

from node.domain.request import FollowUpRequest
from node.paper import section
from node.paper.model import Blank, Block, Facts, Heading, Listing, Paper, Paragraph
from node.words import Language, Words, words_in


def request_paper(request: FollowUpRequest, language: Language) -> Paper:
    """Return the request with everything that Directive (EU) 2023/977, Article 4(5), asks for."""
    words = words_in(language)
    return Paper(
        language,
        kind=words.say("Request for information"),
        title=words.say("Follow-up to a hit: {reference}", reference=request.hit.reference),
        reference=f"{request.own_reference} · {request.hit.reference}",
        issuer=section.agency(words, request.asker),
        marking=words.of(request.handling),
        page_of=words.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        created_at=request.drafted_at,
        blocks=section.numbered(_blocks(words, request)),
    )


def _blocks(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    yield section.parties(words, request)
    yield Heading(words.say("The hit"))
    yield section.hit(words, request)
    yield section.lead(words)
    yield Heading(words.say("Purpose, facts and offence"))
    yield section.reasons(words, request.justification)
    yield from section.facts_of_the_case(words, request)
    yield Heading(words.say("Subject"))
    yield from section.subject(words, request)
    yield Heading(words.say("Reasons to believe that you hold the information"))
    yield Paragraph(
        words.say(
            "Your own node matched the subject with a record of yours and gave it the reference "
            "{reference}. The query covered one subject of one case; nothing was searched for at "
            "random.",
            reference=request.hit.reference,
        )
    )
    yield Heading(words.say("Link between the subject and the purpose"))
    yield from _link(words, request)
    yield Heading(words.say("What is asked for"))
    yield from _question(words, request)
    yield Heading(words.say("Urgency and time limit"))
    yield from section.time_limit(words, request)
    yield Heading(words.say("Restrictions on use"))
    yield from _restrictions(words, request)
    yield Heading(words.say("Signature"))
    yield section.draft(words)
    yield Blank(words.say("Name, rank and function"))
    yield Blank(words.say("Date and signature"))


def _link(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    if request.role:
        yield Paragraph(words.say("In the case the subject appears as: {role}.", role=request.role))
    if request.links:
        yield section.links(words, request)
    if request.particulars.link:
        yield Paragraph(request.particulars.link)
    if request.particulars.link or request.links:
        return
    yield Blank(
        words.say("Link:"), words.say("what connects the subject with the offence"), lines=2
    )


def _question(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    if request.particulars.question:
        yield Paragraph(request.particulars.question)
    yield Listing(
        (
            words.say(
                "Confirmation, after comparison by your officers, whether both records are about "
                "the same subject."
            ),
            words.say(
                "If they are: the information you hold that serves the purpose above, with its "
                "evaluation and the restrictions on its use."
            ),
            words.say(
                "Ongoing investigations with which ours must be coordinated, as far as you may "
                "tell of them."
            ),
            words.say("The authority to be addressed if the information is needed as evidence."),
        )
    )


def _restrictions(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    for text in (request.particulars.restrictions, request.facts.restrictions):
        if text:
            yield Paragraph(text)
    yield Paragraph(
        words.say(
            "What you send will be used for the purpose above alone. Without your consent it will "
            "neither be used as evidence in court nor passed on to another authority or state."
        )
    )
    yield Facts(
        (
            (words.say("Handling of this request"), words.of(request.handling)),
            (words.say("Handling of your hit"), words.of(request.hit.handling)),
        )
    )
