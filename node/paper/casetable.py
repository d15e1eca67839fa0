"""The tables of a case, for spreadsheets."""

from node.domain.casereport import CaseReport
from node.domain.journal import timestamp
from node.paper import section
from node.paper.sheetfile import Cell, Sheet
from node.words import Language, Words, words_in


def case_sheets(report: CaseReport, language: Language) -> tuple[Sheet, ...]:
    """Return hits, answers, decisions and journal, times in UTC after RFC 3339."""
    words = words_in(language)
    return (
        _hits(words, report),
        _answers(words, report),
        _decisions(words, report),
        _journal(words, report),
    )


def _hits(words: Words, report: CaseReport) -> Sheet:
    titles = (
        words.say("Case"),
        words.say("Subject"),
        words.say("Type"),
        words.say("Agency"),
        words.say("Country"),
        words.say("Reference"),
        words.say("Desk"),
        words.say("Channel"),
        words.say("Address"),
        words.say("Telephone"),
        words.say("E-mail"),
        words.say("Quality"),
        words.say("Handling code"),
        words.say("Answered (UTC)"),
        words.say("Outcome"),
        words.say("Model"),
    )
    rows = tuple(
        (
            report.reference,
            hit.subject,
            words.of(hit.entity_type),
            hit.agency,
            section.country_name(words, hit.country),
            hit.reference,
            hit.desk.desk if hit.desk else "",
            hit.desk.channel if hit.desk else "",
            hit.desk.address if hit.desk else "",
            hit.desk.phone if hit.desk else "",
            hit.desk.email if hit.desk else "",
            words.of(hit.band),
            hit.handling.value,
            timestamp(hit.answered_at),
            section.outcome(words, hit.outcome, flag=hit.flag),
            hit.model,
        )
        for hit in report.hits
    )
    return Sheet(words.say("Hits"), titles, rows)


def _answers(words: Words, report: CaseReport) -> Sheet:
    states = sorted({state for each in report.answers for state in each.counts})
    titles = (words.say("Agency"), *(section.cell_state(words, state) for state in states))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (each.agency, *(each.counts.get(state, 0) for state in states)) for each in report.answers
    )
    return Sheet(words.say("Answers by agency"), titles, rows)


def _decisions(words: Words, report: CaseReport) -> Sheet:
    titles, rows = section.decisions(words, report.decisions, moment=timestamp)
    return Sheet(words.say("Decisions"), titles, rows)


def _journal(words: Words, report: CaseReport) -> Sheet:
    titles = (
        words.say("Entry"),
        words.say("Time (UTC)"),
        words.say("What"),
        words.say("Agency"),
        words.say("Result"),
        words.say("Hash"),
    )
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            line.index,
            timestamp(line.at),
            section.said(words, line.event),
            line.peer,
            ", ".join(section.cell_state(words, result) for result in line.results),
            line.leaf.hex(),
        )
        for line in report.lines
    )
    return Sheet(words.say("Entries of the journal"), titles, rows)
