"""`heliograph audit`: the journal of who did what."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode, UsageError
from node.cli.outbundle import write_bundle
from node.cli.phrase import count
from node.cli.render_journal import render_entries, render_report
from node.cli.session import Session
from node.operator.view import JournalFilter

_FILTER = "Which entries"
_FULL = typer.Option("--full", help="Print all of each entry below its sentence.")
_LIMIT = typer.Option("-n", "--limit", help="Entries shown.", min=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterOptions:
    """Conditions on entries; all of them hold."""

    since: Annotated[
        str, typer.Option("--from", help="First day or moment, UTC.", rich_help_panel=_FILTER)
    ] = ""
    until: Annotated[
        str, typer.Option("--to", help="Day or moment before which, UTC.", rich_help_panel=_FILTER)
    ] = ""
    peer: Annotated[str, typer.Option(help="Of exchanges with it.", rich_help_panel=_FILTER)] = ""
    case: Annotated[str, typer.Option(help="Case reference.", rich_help_panel=_FILTER)] = ""
    by: Annotated[str, typer.Option(help="Officer who acted.", rich_help_panel=_FILTER)] = ""
    event: Annotated[str, typer.Option(help="Event.", rich_help_panel=_FILTER)] = ""
    query: Annotated[str, typer.Option(help="Query id.", rich_help_panel=_FILTER)] = ""

    def wanted(self) -> JournalFilter:
        """Return the conditions.

        Raises:
            UsageError: A moment is none.
        """
        return JournalFilter(
            since=_moment(self.since, "--from"),
            until=_moment(self.until, "--to"),
            peer=self.peer,
            case_reference=self.case,
            officer=self.by,
            event=self.event,
            query_id=self.query,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class TailOptions:
    """Options of `audit tail`."""

    limit: Annotated[int, _LIMIT] = 20
    event: Annotated[str, typer.Option(help="Only entries of this event.")] = ""
    full: Annotated[bool, _FULL] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """Options of `audit search`."""

    filter: FilterOptions
    limit: Annotated[int, _LIMIT] = 100
    full: Annotated[bool, _FULL] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportOptions:
    """Options of `audit export`."""

    out: Annotated[Path, typer.Argument(help="New folder, or new file that ends with .zip.")]
    filter: FilterOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class CompareOptions:
    """Options of `audit compare`."""

    one: Annotated[Path, typer.Argument(help="Bundle of one node.")]
    other: Annotated[Path, typer.Argument(help="Bundle of the other node.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseOptions:
    """Options of `audit erase`."""

    before: Annotated[
        str, typer.Option(help="Erase what was to be kept until a day before this; today.")
    ] = ""
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOptions:
    """Options of `audit hold`."""

    index: Annotated[int, typer.Argument(help="Number of the entry.", min=0)]
    procedure: Annotated[str, typer.Option(help="Name of the procedure that needs it.")] = ""
    release: Annotated[bool, typer.Option("--release", help="Allow erasure again.")] = False


def add_audit_commands(app: typer.Typer) -> None:
    """Add the commands about the journal."""
    audit = group(app, "audit", about="Verify, read, export and erase the journal.")
    command(audit, "verify", example="heliograph audit verify")(verify)
    command(audit, "tail", example="heliograph audit tail -n 50")(tail)
    command(
        audit, "search", example="heliograph audit search --case ES-2026-014 --from 2026-03-01"
    )(search)
    command(audit, "export", example="heliograph audit export evidence.zip --peer fiu-nl")(export)
    command(audit, "compare", example="heliograph audit compare ours.zip theirs.zip")(compare)
    command(audit, "hold", example='heliograph audit hold 4711 --procedure "DPA 2026/17"')(hold)
    command(audit, "erase", example="heliograph audit erase --yes")(erase)


def verify(session: Session) -> ExitCode:
    """Recompute the whole journal and compare it with its signed heads.

    Ends with code 3 where it does not verify. With --verbose the signed head is printed as well,
    for a peer to compare with the one it has kept.
    """
    with session.connect() as node:
        report = node.verify_journal()
    session.show(
        "journal-report", fields_of(report), render_report(report, with_head=session.verbose)
    )
    return ExitCode.OK if report.is_sound else ExitCode.UNVERIFIED


def tail(session: Session, options: TailOptions) -> None:
    """Show the newest entries of the journal, a sentence each; that it was read is journalled."""
    with session.connect() as node:
        entries = node.tail_journal(
            limit=options.limit, event=options.event, officer=session.officer
        )
    session.show("journal", {"entries": entries}, render_entries(entries, in_full=options.full))


def search(session: Session, options: SearchOptions) -> None:
    """Show the newest entries that meet all conditions; that it was read is journalled."""
    with session.connect() as node:
        entries = node.search_journal(
            options.filter.wanted(), limit=options.limit, officer=session.officer
        )
    session.show("journal", {"entries": entries}, render_entries(entries, in_full=options.full))


def export(session: Session, options: ExportOptions) -> None:
    """Write the journal as a signed bundle that anybody can check without the node.

    Conditions choose which entries are told; of the others the bundle has the hashes alone. Check
    it with deploy/verify/heliograph_verify.py, or compare it with that of a peer.
    """
    with session.connect() as node:
        chunks = node.export_journal(options.filter.wanted(), officer=session.officer)
        written = write_bundle(options.out, chunks)
    content: dict[str, object] = {"path": str(options.out), "bytes": written}
    session.show("journal-export", content, f"{options.out}: {count(written, 'byte')}")


def compare(session: Session, options: CompareOptions) -> ExitCode:
    """Compare the bundles of two nodes: every exchange that one has and the other has not.

    Each bundle is checked first. Ends with code 3 where one does not verify, or where the two
    contradict each other. No node need run.
    """
    # The bundles are read with the node's own code, which takes long to import.
    from node.cli.render_comparison import render_comparison  # noqa: PLC0415
    from node.evidence.bundle import read_bundle  # noqa: PLC0415
    from node.evidence.check import check_bundle  # noqa: PLC0415
    from node.evidence.compare import compare as differences_of  # noqa: PLC0415
    from node.evidence.compare import exchanges  # noqa: PLC0415

    bundles = [read_bundle(path) for path in (options.one, options.other)]
    for bundle in bundles:
        check_bundle(bundle)
    one, other = bundles
    if one.node == other.node:
        raise UsageError("both bundles are of one node", hint="Compare those of two nodes.")
    found, compared = differences_of(one, other), exchanges(one, other)
    content: dict[str, object] = {
        "nodes": [one.node, other.node],
        "exchanges": compared,
        "differences": found,
    }
    picture = render_comparison((one.node, other.node), found, exchanges=compared)
    session.show("journal-comparison", content, picture)
    contradicts = any(each.is_contradiction for each in found)
    return ExitCode.UNVERIFIED if contradicts else ExitCode.OK


def hold(session: Session, options: HoldOptions) -> None:
    """Forbid the erasure of an entry for a named procedure, or allow it again with --release."""
    if bool(options.procedure.strip()) == options.release:
        raise UsageError(
            "a hold has a name, and a release has none", hint="Give --procedure NAME or --release."
        )
    with session.connect() as node:
        node.hold_entry(options.index, procedure=options.procedure, officer=session.officer)
    content: dict[str, object] = {"index": options.index, "procedure": options.procedure}
    told = f"is held for {options.procedure}" if options.procedure else "may be erased again"
    session.show("journal-hold", content, f"Entry {options.index} {told}.")


def erase(session: Session, options: EraseOptions) -> None:
    """Erase the contents of entries whose time of keeping is over; the node does so every day.

    Hashes and positions stay, so that the journal verifies as before, and an entry vouches for what
    was erased. Entries under a legal hold stay.
    """
    if not options.yes:
        session.require_consent("Erase what has been kept long enough?")
    with session.connect() as node:
        erased = node.erase_journal(options.before, officer=session.officer)
    content: dict[str, object] = {"erased": erased}
    session.show("journal-erasure", content, f"{count(erased, 'entry', plural='entries')} erased.")


def _moment(text: str, option: str) -> datetime | None:
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise UsageError(
            f"{option} {text!r} is no day or moment", hint="Write it as 2026-03-01T12:00."
        ) from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)
