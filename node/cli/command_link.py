"""`heliograph link`: two registers on one machine; needs no node."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer
from rich.text import Text

from matching.link_engine import Engine
from matching.subject import EntityType
from matching.zone import Zone
from node.cli.choice import ExitCodeHit
from node.cli.command import command
from node.cli.document import fields_of
from node.cli.exitcode import ExitCode, UsageError
from node.cli.phrase import count
from node.cli.progress import bars
from node.cli.session import Session

if TYPE_CHECKING:
    from matching.link import Linked, Reject, Row, Tally
    from node.register.source import Source

_NAMED: Final = {"possible": Zone.POSSIBLE, "hit": Zone.HIT}
_REJECTS_SHOWN: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkOptions:
    """Options of `link`."""

    left: Annotated[Path, typer.Argument(help="Register that is asked, as for register load.")]
    right: Annotated[Path, typer.Argument(help="Register whose records ask.")]
    entity: Annotated[EntityType, typer.Option(help="What both registers hold.")]
    out: Annotated[Path, typer.Option(help="CSV file for the pairs; replaced once complete.")]
    engine: Annotated[Engine, typer.Option(help="What runs Splink.")] = Engine.DUCKDB
    threshold: Annotated[
        str, typer.Option(help="Least that is told: possible, hit, or a match weight in bits.")
    ] = "possible"
    explain: Annotated[
        bool, typer.Option("--explain", help="Add the level of agreement of each attribute.")
    ] = False
    left_map: Annotated[
        Path | None, typer.Option(help="TOML that says what the columns of LEFT mean.")
    ] = None
    right_map: Annotated[
        Path | None, typer.Option(help="TOML that says what the columns of RIGHT mean.")
    ] = None
    workers: Annotated[int, typer.Option(help="Processes used.", min=1)] = 2
    exit_code_hit: ExitCodeHit = False


def add_link_command(app: typer.Typer) -> None:
    """Add the command that links two registers."""
    example = "heliograph link watchlist.csv passengers.csv --entity person --out pairs.csv"
    command(app, "link", example=example)(link_registers)


def link_registers(session: Session, options: LinkOptions) -> ExitCode:
    """Link two registers on this machine, as a node would that holds LEFT and is asked about RIGHT.

    Both become pseudonyms under a key that is forgotten afterwards; nothing leaves the machine.
    Ends with code 4 where rows of either were rejected; the others are linked.
    """
    if options.out.resolve() in {options.left.resolve(), options.right.resolve()}:
        raise UsageError("the pairs would replace a register", hint="Name another file as --out.")
    linked = _linked(session, options, least=_threshold(options.threshold))
    if session.as_json:
        session.show("link", {"out": str(options.out), **fields_of(linked)})
    for line in _summary(options, linked):
        session.say(line)
    if options.exit_code_hit and linked.hits:
        return ExitCode.HIT
    return ExitCode.PARTIAL if linked.left.rejected + linked.right.rejected else ExitCode.OK


def _threshold(text: str) -> Zone | float:
    if text in _NAMED:
        return _NAMED[text]
    try:
        bits = float(text)
    except ValueError:
        bits = math.nan
    if not math.isfinite(bits):
        raise UsageError("--threshold is neither possible nor hit nor a number of bits")
    return bits


def _linked(session: Session, options: LinkOptions, *, least: Zone | float) -> "Linked":
    from matching.link import Link, link  # noqa: PLC0415 - Splink takes long to import
    from matching.model import load_model  # noqa: PLC0415
    from node.cli.pairfile import pair_file  # noqa: PLC0415

    model = load_model(options.entity)
    wanted = Link(
        model,
        engine=options.engine,
        threshold=least,
        explain=options.explain,
        workers=options.workers,
    )
    columns = [each.column for each in model.comparators] if options.explain else ()
    sources = _sources(options)
    with bars(session) as shown, pair_file(options.out, columns) as take:
        return link(
            wanted,
            left=_rows(sources[0]),
            right=_rows(sources[1]),
            take=take,
            progress=lambda stage, done, total: shown.move(stage, "", done=done, total=total),
        )


def _sources(options: LinkOptions) -> "tuple[Source, Source]":
    from node.register.mappingfile import load_mapping  # noqa: PLC0415 - readers take long
    from node.register.source import open_source  # noqa: PLC0415

    def opened(path: Path, mapping: Path | None) -> "Source":
        read = load_mapping(mapping, options.entity) if mapping else None
        return open_source(path, options.entity, mapping=read)

    return opened(options.left, options.left_map), opened(options.right, options.right_map)


def _rows(source: "Source") -> "Iterator[Row | Reject]":
    """Turn what a reader yields into what a link takes."""
    from matching.link import Reject, Row  # noqa: PLC0415 - Splink takes long to import
    from node.register.row import RawRow  # noqa: PLC0415

    for row in source.rows():
        if isinstance(row, RawRow):
            yield Row(row.line, row.fields)
        else:
            yield Reject(row.line, row.column or "", row.reason)


def _summary(options: LinkOptions, linked: "Linked") -> Iterator[Text]:
    asked, held = linked.right.records, linked.left.records
    yield Text(f"{count(asked, 'record')} asked {count(held, 'record')}.")
    yield Text.assemble(
        (count(linked.hits, "hit"), "bold"),
        f" of {count(linked.subjects, 'record')}, {linked.possible:,} possible, "
        f"{count(linked.scored, 'pair')} scored; written to {options.out.name}.",
    )
    yield from _rejected(options.left.name, linked.left)
    yield from _rejected(options.right.name, linked.right)


def _rejected(name: str, tally: "Tally") -> Iterator[Text]:
    if not tally.rejected:
        return
    yield Text(f"{name}: {count(tally.rejected, 'row')} rejected", style="bold red")
    for reject in tally.rejects[:_REJECTS_SHOWN]:
        where = f"{reject.column}: " if reject.column else ""
        yield Text(f"  line {reject.line}: {where}{reject.reason}")
    hidden = tally.rejected - min(len(tally.rejects), _REJECTS_SHOWN)
    if hidden:
        yield Text(f"  and {hidden:,} more; see them with --json")
