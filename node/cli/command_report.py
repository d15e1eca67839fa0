"""`heliograph case report`: the file of a case for the prosecutor."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Group
from rich.text import Text

from node.cli.command import command
from node.cli.outfile import write_file
from node.cli.render_table import render_pairs
from node.cli.session import Session
from node.domain.paper import ReportFormat
from node.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportOptions:
    """Options of `case report`."""

    reference: Annotated[str, typer.Argument(help="Reference of the case.")]
    format: Annotated[ReportFormat, typer.Option(help="What the file becomes.")] = ReportFormat.PDF
    lang: Annotated[Language, typer.Option(help="Language of the file.")] = Language.EN
    out: Annotated[
        Path | None, typer.Option(help="File to write; by default named after the case.")
    ] = None
    subjects: Annotated[
        bool,
        typer.Option("--subjects", help="Put names or numbers in, in clear text; journalled."),
    ] = False
    officers: Annotated[
        bool, typer.Option("--officers", help="Name officers by their ids instead of their roles.")
    ] = False


def add_report_command(cases: typer.Typer) -> None:
    """Add the command to those about cases."""
    command(cases, "report", example="heliograph case report PA-2026-0031 --format pdf --lang fr")(
        report
    )


def report(session: Session, options: ReportOptions) -> None:
    """Write the file of a case for the prosecutor: hits, decisions, proofs, and how to verify it.

    A PDF has the evidence attached; json writes the evidence alone. Beside the file lies a
    signature by the node's identity. Check both, without the node and without a network, with
    deploy/verify/heliograph_verify.py.
    """
    with session.connect() as node:
        signed = node.papers.report_case(
            options.reference,
            format_=options.format.value,
            language=options.lang.value,
            with_subjects=options.subjects,
            with_officers=options.officers,
            officer=session.officer,
        )
    path = write_file(options.out or Path(signed.file.name), signed.file.content)
    beside = write_file(
        path.with_name(f"{path.name}.sig"), f"{signed.signature.hex()}\n".encode("ascii")
    )
    content: dict[str, object] = {
        "path": str(path),
        "signature": str(beside),
        "sha256": signed.file.digest,
        "identity_key": signed.identity_key,
    }
    key = signed.identity_key
    picture = Group(
        render_pairs(
            (
                ("file", str(path)),
                ("signature", str(beside)),
                ("sha-256", signed.file.digest),
                ("identity key", " ".join(key[at : at + 4] for at in range(0, len(key), 4))),
            )
        ),
        Text(f"\nCheck it anywhere: python heliograph_verify.py {path.name} --key KEY"),
    )
    session.show("case-report-file", content, picture)
