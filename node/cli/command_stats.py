"""`heliograph stats`: counts for supervisors and the public, in which nobody is to be found."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.exitcode import UsageError
from node.cli.outfile import write_file
from node.cli.session import Session
from node.domain.paper import StatisticsFormat
from node.words import Language

_USUAL = timedelta(days=30)
_BINARY = frozenset({StatisticsFormat.PDF, StatisticsFormat.DOCX})


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsOptions:
    """Options of `stats report`."""

    since: Annotated[
        str, typer.Option("--from", help="First day, UTC; by default 30 days before the last.")
    ] = ""
    until: Annotated[
        str, typer.Option("--to", help="Day before which, UTC; by default tomorrow.")
    ] = ""
    format: Annotated[StatisticsFormat, typer.Option(help="What the statistics become.")] = (
        StatisticsFormat.TEXT
    )
    lang: Annotated[Language, typer.Option(help="Language of the statistics.")] = Language.EN
    out: Annotated[
        Path | None, typer.Option(help="File to write; PDF and DOCX have a name by default.")
    ] = None


def add_statistics_commands(app: typer.Typer) -> None:
    """Add the commands about statistics."""
    stats = group(app, "stats", about="Count queries, matches and answers; nobody is identified.")
    command(stats, "report", example="heliograph stats report --from 2026-01-01 --to 2027-01-01")(
        report
    )


def report(session: Session, options: StatisticsOptions) -> None:
    """Count what was asked, answered and told in a period, with small counts hidden.

    Counts from 1 to 4 are shown as <5, and further counts are withheld where sums would tell them.
    That somebody had statistics made is journalled.
    """
    until = _day(options.until, "--to") or _tomorrow()
    since = _day(options.since, "--from") or until - _USUAL
    wished = StatisticsFormat.JSON if session.as_json else options.format
    with session.connect() as node:
        made = node.papers.statistics(
            since,
            until,
            format_=wished.value,
            language=options.lang.value,
            officer=session.officer,
        )
    if options.out is None and wished not in _BINARY:
        session.write(made.content.decode("utf-8-sig").replace("\r\n", "\n"))
        return
    path = write_file(options.out or Path(made.name), made.content)
    content: dict[str, object] = {"path": str(path), "sha256": made.digest}
    session.show("statistics-file", content, f"{path}: sha-256 {made.digest}")


def _day(text: str, option: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"{option} {text!r} is no day", hint="Write it as 2026-03-01.") from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _tomorrow() -> datetime:
    today = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return today + timedelta(days=1)
