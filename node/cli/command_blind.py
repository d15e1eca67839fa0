"""`heliograph peer blind-check`: look for identifiers in what a peer publishes of its register."""

from dataclasses import dataclass
from typing import Annotated, Final

import typer

from matching.subject import EntityType
from node.cli.choice import ExitCodeHit, Reasons
from node.cli.exitcode import ExitCode, UsageError
from node.cli.render_table import render_table
from node.cli.session import Session

BLIND_EXAMPLE: Final = (
    "heliograph peer blind-check fiu-nl --entity vessel --field imo=9074729 --case ES-2026-014 "
    '--purpose drug-trafficking --offence drugs.trafficking --legal-basis "UNTOC Art. 18"'
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindOptions:
    """Options of `peer blind-check`."""

    id: Annotated[str, typer.Argument(help="Short name of the peer.")]
    entity: Annotated[EntityType, typer.Option(help="In which of its registers.")]
    field: Annotated[
        list[str], typer.Option(help="Identifier as COLUMN=VALUE; repeat it for several.")
    ]
    case: Annotated[str, typer.Option(help="Reference of the case it belongs to.")]
    reasons: Reasons
    exit_code_hit: ExitCodeHit = False


def blind_check(session: Session, options: BlindOptions) -> ExitCode:
    """Look whether a peer knows identifiers, without its learning which, or whether it does.

    The peer sees how many identifiers are looked for, by whom, in which case and why; it counts
    and journals them. What is found is found here: the peer does not hear of a hit either, so call
    its desk, or ask it openly, before you act on one. Works where the agreement names the class of
    identifiers under blind_check, on both sides.
    """
    column, identifiers = _given(options.field)
    with session.connect() as node:
        found = node.blind.check(
            options.id,
            options.entity.value,
            column=column,
            identifiers=identifiers,
            justification=options.reasons.of(options.case, options.entity),
            officer=session.officer,
        )
    rows = [
        (value, "known" if known else "not known")
        for value, known in zip(identifiers, found.known, strict=True)
    ]
    content: dict[str, object] = {"peer": options.id, "check": found}
    session.show("blind-check", content, render_table((column, f"at {options.id}"), rows, empty=""))
    if found.issued_at is not None:
        session.say(f"the peer made its set at {found.issued_at:%Y-%m-%d %H:%M} UTC")
    return ExitCode.HIT if options.exit_code_hit and any(found.known) else ExitCode.OK


def _given(assignments: list[str]) -> tuple[str, list[str]]:
    """Read `column=value` pairs of one column.

    Raises:
        UsageError: One is no such pair, or they name several columns.
    """
    pairs = [assignment.partition("=") for assignment in assignments]
    columns = {column for column, _, _ in pairs}
    if len(columns) != 1 or not all(value for _, _, value in pairs):
        raise UsageError(
            "a blind check is about identifiers of one column", hint="Write: --field imo=9074729"
        )
    return columns.pop(), [value for _, _, value in pairs]
