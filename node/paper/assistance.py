"""Compose the draft of a request for mutual legal assistance, for the authority that may send it.

United Nations Convention against Transnational Organized Crime, Article 18(15), says what such a
request must hold, and the sections follow it; between most members of the European Union a European
Investigation Order takes its place (Directive 2014/41/EU, Annex A), whose form asks the same.
"""

from collections.abc import Iterator

from node.domain.request import FollowUpRequest
from node.paper import section
from node.paper.model import Blank, Block, Facts, Heading, Listing, Notice, Paper, Paragraph
from node.words import Language, Words, words_in


def assistance_paper(request: FollowUpRequest, language: Language) -> Paper:
    """Return the draft."""
    words = words_in(language)
    return Paper(
        language,
        kind=words.say("Draft for the judicial authority"),
        title=words.say("Request for mutual legal assistance"),
        reference=f"{request.own_reference} · {request.hit.reference}",
        issuer=section.agency(words, request.asker),
        marking=words.say("Draft. Confidential"),
        page_of=words.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        created_at=request.drafted_at,
        blocks=section.numbered(_blocks(words, request)),
    )


def _blocks(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    if request.may_be_ordered:
        yield Notice(
            words.say(
                "Between these two states evidence is asked for by European Investigation Order, "
                "on the form of Annex A to Directive 2014/41/EU. The sections below hold what its "
                "sections ask for."
            )
        )
    yield Heading(words.say("Authorities"))
    yield from _authorities(words, request)
    yield Heading(words.say("Legal basis"))
    yield Listing(tuple(_bases(words, request)))
    yield Heading(words.say("Subject matter and nature of the investigation"))
    yield section.reasons(words, request.justification)
    yield Blank(
        words.say("Applicable criminal law:"), words.say("provisions and penalties"), lines=2
    )
    yield Blank(words.say("Stage of the proceedings:"))
    yield Heading(words.say("Summary of the facts"))
    yield from section.facts_of_the_case(words, request)
    yield Heading(words.say("Person or object concerned"))
    yield from section.subject(words, request)
    yield Heading(words.say("Connection with the requested state"))
    yield section.hit(words, request)
    yield section.lead(words)
    yield from _wanted(words, request)


def _wanted(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    """Yield what is asked for, how, and within which limits."""
    yield Heading(words.say("Assistance sought"))
    yield from _assistance(words, request)
    yield Heading(words.say("Procedure to be followed"))
    yield Blank(
        words.say("Formalities that our law asks for, so that the evidence can be used:"), lines=2
    )
    yield Heading(words.say("Purpose, limits of use, confidentiality"))
    yield Paragraph(
        words.say(
            "What is transmitted will be used in the proceedings named above alone, unless you "
            "consent to another use. Please keep the fact and the substance of this request "
            "confidential, except as far as its execution demands otherwise, and tell us if that "
            "cannot be."
        )
    )
    yield Heading(words.say("Urgency"))
    yield Facts(
        (
            (words.say("Urgency"), words.of(request.justification.urgency)),
            (words.say("Reason"), request.justification.urgency_reason),
        )
    )
    yield Heading(words.say("Signature"))
    yield section.draft(words)
    yield Blank(words.say("Authority, name and function"))
    yield Blank(words.say("Date, signature and seal"))


def _authorities(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    yield Blank(words.say("Requesting authority:"), words.say("prosecutor or court"))
    yield Blank(words.say("Requested authority:"), words.say("central or executing authority"))
    yield Facts(
        (
            (words.say("Investigating agency"), section.agency(words, request.asker)),
            (words.say("Desk to answer to"), section.desk(words, request.asker.desk)),
            (words.say("Agency that holds the record"), section.agency(words, request.owner)),
            (words.say("Desk"), section.desk(words, request.owner.desk)),
            (words.say("Your reference"), request.hit.reference),
            (words.say("Our reference"), request.own_reference),
            (words.say("Date"), words.moment(request.drafted_at)),
        )
    )


def _bases(words: Words, request: FollowUpRequest) -> Iterator[str]:
    if request.may_be_ordered:
        yield words.say("Directive 2014/41/EU regarding the European Investigation Order.")
    elif request.is_within_union:
        yield words.say(
            "Convention of 29 May 2000 on Mutual Assistance in Criminal Matters between the Member "
            "States of the European Union, as far as it binds both."
        )
    yield words.say(
        "United Nations Convention against Transnational Organized Crime (Palermo, 2000), "
        "Article 18, as far as it binds both states."
    )
    if request.is_about_drugs:
        yield words.say(
            "United Nations Convention against Illicit Traffic in Narcotic Drugs and Psychotropic "
            "Substances (Vienna, 1988), Article 7, as far as it binds both states."
        )
    yield words.say("Bilateral treaty or reciprocity, where the authority relies on it.")


def _assistance(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    if request.particulars.question:
        yield Paragraph(request.particulars.question)
    yield Listing(
        (
            words.say(
                "Certified copies of the records filed under {reference}, and of the documents on "
                "which they rest.",
                reference=request.hit.reference,
            ),
            words.say("Evidence of the identity of the person or object concerned."),
        )
    )
    yield Blank(
        words.say("Further measures:"),
        words.say("hearings, searches, accounts, traffic data, freezing"),
        lines=3,
    )
