"""`heliograph alert request`: the papers with which an officer follows a hit up."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.alertid import whole_id
from node.cli.command import command
from node.cli.exitcode import UsageError
from node.cli.outfile import write_files
from node.cli.phrase import moment
from node.cli.render_table import render_pairs, render_table
from node.cli.session import Session
from node.domain.deadline import Clock
from node.domain.exchange import Handling
from node.domain.request import PackPart
from node.operator.view_paper import Pack, PackOrder
from node.paper.model import Format
from node.words import Language

_CONTENT: Final = "What only you can say"
_CLOCKS: Final = {
    Clock.URGENT_DIRECT: "8 hours from receipt",
    Clock.URGENT_INDIRECT: "3 days from receipt",
    Clock.ORDINARY: "7 days from receipt",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOptions:
    """Options of `alert request`."""

    id: Annotated[str, typer.Argument(help="Id of the outgoing alert, or its beginning.")]
    out: Annotated[Path, typer.Option(help="Folder for the files; made where it is missing.")]
    part: Annotated[
        list[PackPart], typer.Option(help="Only this paper; may be repeated. Without it, all.")
    ] = field(default_factory=list)
    format: Annotated[Format, typer.Option(help="What the papers become.")] = Format.PDF
    lang: Annotated[Language, typer.Option(help="Language of the papers.")] = Language.EN
    facts: Annotated[
        str,
        typer.Option(
            help="Account of the facts; by default that of the case file.", rich_help_panel=_CONTENT
        ),
    ] = ""
    facts_file: Annotated[
        Path | None, typer.Option(help="Text file with the facts.", rich_help_panel=_CONTENT)
    ] = None
    link: Annotated[
        str,
        typer.Option(help="What connects the subject with the offence.", rich_help_panel=_CONTENT),
    ] = ""
    question: Annotated[
        str, typer.Option(help="What is asked for beyond the usual.", rich_help_panel=_CONTENT)
    ] = ""
    restrictions: Annotated[
        str, typer.Option(help="Further restrictions on use.", rich_help_panel=_CONTENT)
    ] = ""
    handling: Annotated[
        Handling | None,
        typer.Option(
            help="Code under which the request is sent; by default that of the case.",
            rich_help_panel=_CONTENT,
        ),
    ] = None
    subject: Annotated[
        bool,
        typer.Option(
            "--subject",
            help="Put the own subject in, in clear text; journalled.",
            rich_help_panel=_CONTENT,
        ),
    ] = False


def add_pack_command(alerts: typer.Typer) -> None:
    """Add the command to those about alerts."""
    command(
        alerts,
        "request",
        example="heliograph alert request 67b1f50c --out pack --format docx --lang fr",
    )(request)


def request(session: Session, options: PackOptions) -> None:
    """Draft the follow-up of a hit: request, legal-assistance and joint-team drafts, UMF export.

    The papers name both references, the desk, the reasons and the time limit, and leave room for
    what nobody has said. They stay with you: send them through the official channel. Each file is
    journalled with its hash before it is written.
    """
    with session.connect() as node:
        order = _order(options, whole_id(node, options.id))
        pack = node.papers.draft(order, officer=session.officer)
    paths = write_files(options.out, pack.files)
    content: dict[str, object] = {
        "files": [
            {"path": str(path), "sha256": file.digest}
            for path, file in zip(paths, pack.files, strict=True)
        ],
        "own_reference": pack.own_reference,
        "reference": pack.reference,
        "agency": pack.agency,
        "channel": pack.channel,
        "address": pack.address,
        "clock": pack.clock,
        "due_at": pack.due_at,
    }
    session.show("follow-up-pack", content, _picture(pack, paths))


def _order(options: PackOptions, alert_id: str) -> PackOrder:
    return PackOrder(
        alert_id=alert_id,
        parts=tuple(part.value for part in options.part),
        format=options.format.value,
        language=options.lang.value,
        facts=_facts(options),
        link=options.link,
        question=options.question,
        restrictions=options.restrictions,
        handling=options.handling.value if options.handling else "",
        with_subject=options.subject,
    )


def _facts(options: PackOptions) -> str:
    if options.facts_file is None:
        return options.facts
    if options.facts:
        raise UsageError("the facts come twice", hint="Give --facts or --facts-file.")
    try:
        return options.facts_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeError) as error:
        raise UsageError(
            f"{options.facts_file.name} cannot be read as text", hint="Save it as UTF-8."
        ) from error


def _picture(pack: Pack, paths: list[Path]) -> RenderableType:
    through = f"{pack.channel} {pack.address}".strip() or "the channel of your agreement"
    due = f"{_CLOCKS[Clock(pack.clock)]}; if received now, {moment(pack.due_at)}"
    rows = [(str(path), file.digest[:16]) for path, file in zip(paths, pack.files, strict=True)]
    return Group(
        render_table(("file", "sha-256 begins"), rows, empty="", whole=("sha-256 begins",)),
        Text(""),
        render_pairs(
            (
                ("send to", pack.agency),
                ("through", through),
                ("quoting", f"{pack.reference} (theirs), {pack.own_reference} (ours)"),
                ("answer due", due),
            )
        ),
        Text("\nThese are drafts: read them, complete what is left blank, and sign."),
    )
