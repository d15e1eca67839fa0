"""Sections and phrases that several papers have."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import count

from babel import Locale

from node.domain.alert import Flag
from node.domain.case import CellState
from node.domain.casereport import Decision
from node.domain.deadline import Clock
from node.domain.exchange import ContactPoint
from node.domain.followup import FollowUp
from node.domain.justification import Justification, Purpose, Urgency
from node.domain.reason import Reason, Reopening
from node.domain.request import FollowUpRequest, Party
from node.paper.column import TOLD
from node.paper.model import Blank, Block, Facts, Grid, Heading, Notice, Paragraph
from node.words import Words
from node.words.column import COLUMNS


def country_name(words: Words, code: str) -> str:
    """Return what a country is called."""
    return str(Locale.parse(words.language.locale).territories.get(code, code))


def agency(words: Words, party: Party) -> str:
    """Return an agency with its country."""
    return f"{party.name} ({country_name(words, party.country)})"


def desk(words: Words, point: ContactPoint | None) -> str:
    """Return whom to call, through what, and when."""
    if point is None:
        return ""
    official = f"{point.channel}: {point.address}" if point.address else point.channel
    lines = (
        (point.desk, official),
        (
            words.say("telephone {number}", number=point.phone) if point.phone else "",
            words.say("e-mail {address}", address=point.email) if point.email else "",
        ),
        (point.hours, words.listed(point.languages)),
    )
    told = (" · ".join(filter(None, line)) for line in lines)
    return "\n".join(filter(None, told))


def purpose(words: Words, code: str) -> str:
    """Return a purpose in words; a code that agreements alone know stays as it is."""
    return words.of(Purpose(code)) if code in set(Purpose) else code


def said(words: Words, code: StrEnum) -> str:
    """Return what a code means; one for which there are no words yet stays as it is."""
    try:
        return words.of(code)
    except LookupError:
        return code.value


def cell_state(words: Words, result: str) -> str:
    """Return an outcome in words, with the code of a refusal or failure behind it."""
    state, _, code = result.partition(":")
    told = words.of(CellState(state)) if state in set(CellState) else state
    return f"{told} ({code})" if code else told


def outcome(words: Words, code: str, *, flag: Flag) -> str:
    """Return what a hit has led to, and what its owner has said of the record since."""
    told = said(words, FollowUp(code)) if code in set(FollowUp) else words.say("not told yet")
    return told if flag is Flag.NONE else f"{told}\n{said(words, flag)}"


def reason(words: Words, code: str) -> str:
    """Return the reason of a decision in words; what an officer wrote freely stays as it is."""
    for kind in (Reason, Reopening, FollowUp):
        if code in set(kind):
            return said(words, kind(code))
    return code


def decisions(
    words: Words,
    taken: Iterable[Decision],
    *,
    moment: Callable[[datetime], str],
    letters: int | None = None,
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Return titles and rows of what officers decided.

    Args:
        words: in which language.
        taken: the decisions.
        moment: how a time is written.
        letters: so many of the number of an alert; None for all.
    """
    titles = (
        words.say("Time (UTC)"),
        words.say("What"),
        words.say("Alert"),
        words.say("By"),
        words.say("Reason"),
    )
    return titles, tuple(
        (
            moment(each.at),
            said(words, each.event),
            each.alert[:letters],
            each.by or words.say("officer"),
            reason(words, each.reason),
        )
        for each in taken
    )


def reasons(words: Words, justification: Justification) -> Facts:
    """Return why the query was asked."""
    return Facts(
        (
            (words.say("Case"), justification.case_reference),
            (words.say("Purpose"), purpose(words, justification.purpose)),
            (words.say("Offence"), justification.offence),
            (words.say("Legal basis"), justification.legal_basis),
            (words.say("Category of person"), words.of(justification.category)),
            (words.say("Aim"), words.of(justification.aim)),
        )
    )


def parties(words: Words, request: FollowUpRequest) -> Facts:
    """Return who asks whom, through what, quoting which references."""
    return Facts(
        (
            (words.say("Requesting agency"), agency(words, request.asker)),
            (words.say("Desk to answer to"), desk(words, request.asker.desk)),
            (words.say("Requested agency"), agency(words, request.owner)),
            (words.say("Desk"), desk(words, request.owner.desk)),
            (words.say("Your reference"), request.hit.reference),
            (words.say("Our reference"), request.own_reference),
            (words.say("Date"), words.moment(request.drafted_at)),
        )
    )


def facts_of_the_case(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    """Return what is known of the seizure and the officer's account, or room for it."""
    known = request.facts
    rows = (
        (words.say("Seized on"), known.day),
        (words.say("Place"), known.place),
        (words.say("Goods"), known.commodity),
        (words.say("Quantity"), known.quantity),
    )
    if any(value for _, value in rows):
        yield Facts(rows)
    account = request.particulars.facts or known.summary
    if account:
        yield Paragraph(account)
        return
    yield Blank(
        words.say("Facts of the case:"),
        words.say("what happened, where, when, and how it came to light"),
        lines=4,
    )


def links(words: Words, request: FollowUpRequest) -> Grid:
    """Return what the subject is to others of the case."""
    titles = (words.say("Subject"), words.say("Link"), words.say("Other subject"))
    itself = words.say("the subject of this request")
    rows = []
    for link in request.links:
        other = " · ".join(filter(None, (link.number, words.of(link.entity_type), link.role)))
        ends = (itself, other) if link.is_source else (other, itself)
        rows.append((ends[0], said(words, link.relation), ends[1]))
    return Grid(titles, tuple(rows), words.say("No link to other subjects is recorded."))


def subject(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    """Return who or what it is about, as far as the officer chose to put it in."""
    role = (words.say("Role in the case"), request.role)
    entity = (words.say("Type"), words.of(request.hit.entity_type))
    told = tuple(
        (words.say(COLUMNS[name]), "\n".join(request.subject[name]))
        for name in TOLD
        if request.subject.get(name)
    )
    yield Facts((entity, role, *told))
    if not told:
        yield Paragraph(
            words.say(
                "The identity of the subject is not in this paper. It is to be told separately, "
                "through the channel named above, to the desk named above."
            )
        )


def hit(words: Words, request: FollowUpRequest) -> Paragraph:
    """Return what the owner's node has answered."""
    seen = request.hit
    told = words.say(
        "On {moment} your node answered our query in case {case} with a hit of quality “{band}” "
        "under your reference {reference}. The comparison was made on pseudonyms: no identity data "
        "has left either agency.",
        moment=words.moment(seen.answered_at),
        case=request.justification.case_reference,
        band=words.of(seen.band),
        reference=seen.reference,
    )
    fresh = words.say(
        "The register asked had been loaded on {moment}.", moment=words.moment(seen.fresh_at)
    )
    return Paragraph(f"{told} {fresh}" if seen.fresh_at else told)


def time_limit(words: Words, request: FollowUpRequest) -> Iterator[Block]:
    """Return by when an answer is owed, and why it is urgent."""
    reasons_given = request.justification
    is_urgent = reasons_given.urgency is Urgency.URGENT
    limit = length(words, request.clock.length)
    rows = [
        (words.say("Urgency"), words.of(reasons_given.urgency)),
        (words.say("Reason"), reasons_given.urgency_reason),
        (words.say("Answer within"), words.say("{time} of receipt", time=limit)),
        (words.say("Received today, due on"), words.moment(request.due_at)),
    ]
    if is_urgent:
        longer = length(words, Clock.URGENT_INDIRECT.length)
        rows.insert(
            3,
            (
                words.say("If others must be asked first"),
                words.say("{time} of receipt", time=longer),
            ),
        )
    yield Facts(tuple(rows))
    if request.is_bound:
        said = words.say("Time limits of Directive (EU) 2023/977, Article 5(1), from receipt.")
    else:
        said = words.say(
            "The time limits are those of Directive (EU) 2023/977, Article 5(1). The Directive "
            "does not bind both states; an answer within them is asked for as a courtesy."
        )
    yield Paragraph(said)


def length(words: Words, span: timedelta) -> str:
    """Return a time limit: hours up to two days, days beyond."""
    hours = int(span.total_seconds() // 3600)
    if hours <= 48:  # noqa: PLR2004 - the law says 8 and 48 hours, 3 and 7 days
        return words.say_count("{n} hour", "{n} hours", hours)
    return words.say_count("{n} day", "{n} days", span.days)


def lead(words: Words) -> Notice:
    """Return what a hit is not."""
    return Notice(
        words.say(
            "A hit is a lead, not evidence of identity. Whether both records are about the same "
            "subject is established by the officers of both agencies, through the official channel."
        )
    )


def draft(words: Words) -> Paragraph:
    """Return who answers for a draft."""
    return Paragraph(
        words.say(
            "Draft made from the case file. Whoever signs it answers for its content, for the "
            "competence to send it, and for the channel through which it is sent."
        )
    )


def numbered(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with their headings numbered."""
    numbers = count(1)
    return tuple(
        Heading(f"{next(numbers)}. {block.text}") if isinstance(block, Heading) else block
        for block in blocks
    )
