"""`heliograph subject`: what is known of a person who asks."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated

import typer
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from matching.subject import EntityType
from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.exitcode import UsageError
from node.cli.fieldword import fields_from
from node.cli.phrase import count, moment
from node.cli.render_table import render_pairs
from node.cli.session import Session
from node.operator.view_followup import Access, SubjectDisclosure, SubjectRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """Options of `subject search`."""

    reference: Annotated[str, typer.Option(help="Number of the request for access; journalled.")]
    field: Annotated[
        list[str],
        typer.Option("--field", help="What is known, as NAME=VALUE; may be repeated."),
    ] = field(default_factory=list)
    type: Annotated[EntityType, typer.Option(help="What is asked about.")] = EntityType.PERSON


def add_subject_commands(app: typer.Typer) -> None:
    """Add the commands about persons who ask what is known of them."""
    subjects = group(app, "subject", about="Access of data subjects, for the controller alone.")
    command(
        subjects,
        "search",
        example='heliograph --officer dpo-1 subject search --reference DSR-2026-4 --field "name='
        'Ana Torres" --field birth_date=1980-02-11',
    )(search)


def search(session: Session, options: SearchOptions) -> None:
    """Find every own record that may be about a person, and to whom and when it was told.

    For the answer under Articles 14 to 17 of Directive (EU) 2016/680: print it, or write the
    document with --json.
    Only an officer whom the policy names under data_protection_officers may search; the journal
    has the search before a record is opened.
    """
    given = fields_from(options.field)
    if not given:
        raise UsageError("nothing is known of the person", hint="Give --field name=...")
    with session.connect() as node:
        found = node.followup.search_subject(
            options.type, given, reference=options.reference, officer=session.officer
        )
    session.show("subject-access", fields_of(found), Group(*_report(found)))


def _report(found: Access) -> Iterator[RenderableType]:
    yield Text(f"Request {found.reference}", style="bold")
    yield render_pairs(
        (
            ("controller", f"{found.agency} ({found.node})"),
            ("searched", moment(found.searched_at)),
            ("registers", ", ".join(found.registers) or "none of this kind"),
            ("found", count(len(found.records), "record")),
        )
    )
    for number, record in enumerate(found.records, start=1):
        yield Text("")
        yield from _record(record, number)
    yield Text("")
    yield Text(
        "A possible match may be about somebody else: compare before you answer. Reasons for a "
        "refusal are written down, and the person may turn to the authority (Articles 15 to 17)."
    )


def _record(record: SubjectRecord, number: int) -> Iterator[RenderableType]:
    strength = "match" if record.zone == "hit" else "possible match"
    contested = ", contested" if record.is_contested else ""
    title = f"{number}. {strength} in register {record.register}{contested}"
    yield Text(title, style="bold")
    pairs = render_pairs((each.name, " | ".join(each.values)) for each in record.fields)
    yield Padding(pairs, (0, 0, 1, 3))
    if not record.disclosures:
        yield Padding(Text("Nothing of it was told to anybody."), (0, 0, 0, 3))
    for disclosure in record.disclosures:
        yield Padding(Text(_told(disclosure)), (0, 0, 0, 3))
    if record.untold:
        times = count(record.untold, "further query", plural="further queries")
        yield Padding(Text(f"{times} touched it without anything being told."), (0, 0, 0, 3))


def _told(disclosure: SubjectDisclosure) -> str:
    """Say in one sentence who was told of a hit, when, for what, and what came of it."""
    country = f" ({disclosure.country})" if disclosure.country else ""
    reasons = ", ".join(filter(None, (disclosure.purpose, disclosure.offence)))
    ends = [f"led to {disclosure.outcome}"] if disclosure.outcome else []
    ends += [f"since then {disclosure.flag}"] if disclosure.flag else []
    return (
        f"Told to {disclosure.agency}{country}, {moment(disclosure.told_at)}, for case "
        f"{disclosure.case_reference} ({reasons}), reference {disclosure.reference}"
        f"{'; ' if ends else ''}{', '.join(ends)}."
    )
