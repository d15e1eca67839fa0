"""Compose the file for the prosecutor."""

from collections.abc import Iterator

from node.domain.case import CellState
from node.domain.casereport import CaseReport, ReportedHit
from node.domain.exchange import Band
from node.domain.followup import SAME
from node.paper import section
from node.paper.model import (
    Block,
    Facts,
    Figure,
    Figures,
    Grid,
    Heading,
    Listing,
    Notice,
    Paper,
    Paragraph,
    Verbatim,
)
from node.words import Language, Words, words_in

_ID_LETTERS = 8
_HASH_LETTERS = 16


def case_paper(report: CaseReport, language: Language) -> Paper:
    """Return the file."""
    words = words_in(language)
    country = section.country_name(words, report.country)
    return Paper(
        language,
        kind=words.say("File for the prosecutor"),
        title=words.say("Case {reference}", reference=report.reference),
        reference=f"{report.reference} · {report.node}",
        issuer=f"{report.agency} ({country})",
        marking=words.say("Confidential"),
        page_of=words.say("Page {page} of {pages}", page="{page}", pages="{pages}"),
        created_at=report.created_at,
        blocks=(*_cover(words, report), *section.numbered(_sections(words, report))),
    )


def _cover(words: Words, report: CaseReport) -> Iterator[Block]:
    confirmed = sum(hit.outcome in SAME for hit in report.hits)
    agencies = len(report.answers)
    yield Figures(
        (
            _figure(words, len(report.subjects), label=words.say("subjects asked about")),
            _figure(words, agencies, label=words.say("agencies asked")),
            _figure(words, len(report.hits), label=words.say("hits")),
            _figure(words, confirmed, label=words.say("hits confirmed")),
        )
    )
    yield Facts(
        (
            (words.say("Title"), report.title),
            (words.say("Agency"), report.agency),
            (words.say("Opened"), words.moment(report.opened_at)),
            (words.say("Rounds of queries"), words.number(report.runs)),
            (words.say("File made"), words.moment(report.created_at)),
        )
    )
    yield section.reasons(words, report.justification)
    yield Notice(
        words.say(
            "A hit is a lead, not evidence of identity. It says that another agency holds a record "
            "that agrees with the subject, and whom to ask. What the record says is obtained by "
            "mutual legal assistance or through the channel named with the hit."
        )
    )


def _sections(words: Words, report: CaseReport) -> Iterator[Block]:
    yield Heading(words.say("How the hits came about"))
    yield from _method(words)
    yield Heading(words.say("Hits"))
    yield _hits(words, report)
    yield Heading(words.say("Answers by agency"))
    yield _answers(words, report)
    yield Heading(words.say("Decisions"))
    yield _decisions(words, report)
    yield Heading(words.say("Subjects"))
    yield _subjects(words, report)
    yield Heading(words.say("Models and thresholds"))
    yield from _models(words, report)
    yield Heading(words.say("Entries of the journal"))
    yield _journal(words, report)
    yield Heading(words.say("How to verify this file"))
    yield from _verification(words, report)
    yield Heading(words.say("Limits"))
    yield Listing(tuple(_limits(words)))


def _figure(words: Words, number: int, *, label: str) -> Figure:
    return Figure(words.number(number), label)


def _method(words: Words) -> Iterator[Paragraph]:
    yield Paragraph(
        words.say(
            "Each agency runs a node with its own registers. To ask, our node turned every subject "
            "into pseudonyms that only the node asked can compare with its own records; no name, "
            "number or date left this agency, and none came back."
        )
    )
    yield Paragraph(
        words.say(
            "The node asked weighed agreement and disagreement of names, dates, numbers and places "
            "by the probability with which they occur among records of the same and of different "
            "subjects (the method of Fellegi and Sunter, 1969). Above a published threshold, and "
            "never on a name alone, it answered hit with a desk and a reference; between the "
            "thresholds an officer of that agency decided."
        )
    )
    yield Paragraph(
        words.say(
            "Both nodes wrote each query and each answer into a journal that cannot be altered "
            "without trace, and the answering node signed a receipt for each answer."
        )
    )


def _hits(words: Words, report: CaseReport) -> Grid:
    titles = (
        words.say("Subject"),
        words.say("Agency and desk"),
        words.say("Reference"),
        words.say("Quality"),
        words.say("Answered (UTC)"),
        words.say("Outcome"),
    )
    rows = tuple(_hit(words, hit) for hit in report.hits)
    return Grid(titles, rows, words.say("No agency has answered with a hit."), codes=frozenset({2}))


def _hit(words: Words, hit: ReportedHit) -> tuple[str, ...]:
    country = section.country_name(words, hit.country)
    agency = f"{hit.agency} ({country})" if hit.country else hit.agency
    return (
        hit.subject or words.of(hit.entity_type),
        f"{agency}\n{section.desk(words, hit.desk)}".strip(),
        hit.reference,
        words.of(hit.band) if hit.band is not Band.NONE else "",
        words.moment(hit.answered_at).removesuffix(" UTC"),
        section.outcome(words, hit.outcome, flag=hit.flag),
    )


def _answers(words: Words, report: CaseReport) -> Grid:
    states = [
        state for state in CellState if any(each.counts.get(state) for each in report.answers)
    ]
    titles = (words.say("Agency"), *(words.of(state) for state in states))
    rows = tuple(
        (each.agency, *(words.number(each.counts.get(state, 0)) for state in states))
        for each in report.answers
    )
    numbers = frozenset(range(1, len(states) + 1))
    return Grid(titles, rows, words.say("No round of queries was run."), numbers=numbers)


def _decisions(words: Words, report: CaseReport) -> Grid:
    titles, rows = section.decisions(
        words,
        report.decisions,
        moment=lambda at: words.moment(at).removesuffix(" UTC"),
        letters=_ID_LETTERS,
    )
    return Grid(titles, rows, words.say("Nothing has been decided yet."), codes=frozenset({2}))


def _subjects(words: Words, report: CaseReport) -> Grid:
    is_named = any(each.label for each in report.subjects)
    titles = [words.say("Subject"), words.say("Type"), words.say("Role in the case")]
    rows = [[each.id, words.of(each.entity_type), each.role] for each in report.subjects]
    if is_named:
        titles.append(words.say("Name or number"))
        for row, each in zip(rows, report.subjects, strict=True):
            row.append(each.label)
    return Grid(tuple(titles), tuple(map(tuple, rows)), words.say("The case has no subjects."))


def _models(words: Words, report: CaseReport) -> Iterator[Block]:
    titles = (
        words.say("Model"),
        words.say("Possible from"),
        words.say("Hit from"),
        words.say("Strong from"),
    )
    rows = tuple(
        (each.version, *(_bits(words, bits) for bits in (each.possible, each.hit, each.strong)))
        for each in report.models
    )
    empty = words.say("No model has decided anything.")
    yield Grid(titles, rows, empty, numbers=frozenset({1, 2, 3}))
    yield Paragraph(
        words.say(
            "Thresholds are match weights in bits: each bit doubles the odds that both records are "
            "about the same subject. A dash stands where the agency used a model that this node "
            "does not have."
        )
    )


def _bits(words: Words, bits: float | None) -> str:
    return "–" if bits is None else words.signed(bits)


def _journal(words: Words, report: CaseReport) -> Grid:
    titles = (
        words.say("Entry"),
        words.say("Time (UTC)"),
        words.say("What"),
        words.say("Agency"),
        words.say("Result"),
        words.say("Hash begins"),
    )
    rows = tuple(
        (
            str(line.index),
            words.moment(line.at).removesuffix(" UTC"),
            section.said(words, line.event),
            line.peer,
            _results(words, line.results),
            line.leaf.hex()[:_HASH_LETTERS],
        )
        for line in report.lines
    )
    empty = words.say("The journal holds nothing of this case any more.")
    return Grid(titles, rows, empty, numbers=frozenset({0}), codes=frozenset({5}))


def _results(words: Words, results: tuple[str, ...]) -> str:
    counts = {result: results.count(result) for result in dict.fromkeys(results)}
    return "\n".join(
        f"{words.number(number)} × {section.cell_state(words, result)}"
        for result, number in counts.items()
    )


def _verification(words: Words, report: CaseReport) -> Iterator[Block]:
    yield Paragraph(
        words.say(
            "The evidence is attached to the PDF as evidence.json: every entry above with its "
            "proof of inclusion in the journal, the receipts of the agencies, and this report as "
            "data. A program of one file checks it without the node and without a network; a "
            "signature in a file of its own lies beside the report."
        )
    )
    yield Verbatim(
        "python heliograph_verify.py REPORT.pdf --key IDENTITY-KEY\n"
        "sha256sum REPORT.pdf evidence.json"
    )
    key = report.identity_key.hex()
    grouped = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    yield Facts(
        (
            (words.say("Identity key of the node"), grouped),
            (words.say("SHA-256 of the evidence"), report.evidence_digest),
        )
    )
    yield Paragraph(
        words.say(
            "Compare the identity key with the one that the agency gives you by another way. The "
            "signed head of the journal, of which the entries above are a part:"
        )
    )
    yield Verbatim(report.checkpoint.strip())


def _limits(words: Words) -> Iterator[str]:
    yield words.say(
        "No hit does not mean that an agency knows nothing: it may hold no shareable record, or "
        "one that is spelled in a way the method does not bridge."
    )
    yield words.say(
        "Quality says how well two records agree, not how reliable the record of the other agency "
        "is."
    )
    yield words.say(
        "The proofs show that the entries were written, when, and that nothing of them was altered "
        "since. They do not show that what officers entered was true."
    )
    yield words.say(
        "Without the consent of the agency that answered, a hit under handling code H1 or stricter "
        "is no evidence in court."
    )
