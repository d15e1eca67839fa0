"""`heliograph register disclosure`: who may be told of a record; two officers decide."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

import typer

from node.cli.command import command, group
from node.cli.render_policy import render_disclosures
from node.cli.session import Session

Register = Annotated[str, typer.Argument(help="Name of the register.")]


class Choice(StrEnum):
    """What an asker may learn of a record."""

    CONTACT = "contact"
    CENTRE = "centre"
    OWNER = "owner"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeOptions:
    """Options of `register disclosure propose`."""

    register: Register
    record: Annotated[str, typer.Argument(help="The record's own id in the register.")]
    disclosure: Annotated[Choice, typer.Option(help="Who is told of a hit.")]
    reason: Annotated[str, typer.Option(help="Why; kept and journalled, so name nobody.")]
    review_on: Annotated[
        str, typer.Option(help="YYYY-MM-DD on which it is looked at again; owner needs it.")
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApproveOptions:
    """Options of `register disclosure approve`."""

    register: Register
    record: Annotated[str, typer.Argument(help="The record's own id, or its key in the list.")]
    review_on: Annotated[
        str, typer.Option(help="YYYY-MM-DD, where the proposal has no date of review.")
    ] = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListOptions:
    """Options of `register disclosure list`."""

    register: Annotated[str, typer.Argument(help="Name of the register; without it, all.")] = ""


def add_disclosure_commands(registers: typer.Typer) -> None:
    """Add the commands about disclosure to those about registers."""
    decisions = group(registers, "disclosure", about="Decide who may be told of a record.")
    command(
        decisions,
        "propose",
        example="heliograph register disclosure propose persons R-17 --disclosure owner "
        '--reason "operation under way" --review-on 2027-03-01',
    )(propose)
    command(
        decisions,
        "approve",
        example="heliograph --officer uid-1002 register disclosure approve persons R-17",
    )(approve)
    command(decisions, "list", example="heliograph register disclosure list persons")(
        list_disclosures
    )


def propose(session: Session, options: ProposeOptions) -> None:
    """Propose who may be told of a record.

    What is stricter, the present or the proposed, holds until a second officer approves.
    """
    with session.connect() as node:
        decision = node.policy.propose(
            options.register,
            options.record,
            disclosure=options.disclosure.value,
            reason=options.reason,
            review_on=options.review_on,
            officer=session.officer,
        )
    session.show("disclosure", {"disclosure": decision}, render_disclosures([decision]))


def approve(session: Session, options: ApproveOptions) -> None:
    """Approve what another officer has proposed, or a register keeps to its owner."""
    with session.connect() as node:
        decision = node.policy.approve(
            options.register,
            options.record,
            review_on=options.review_on,
            officer=session.officer,
        )
    session.show("disclosure", {"disclosure": decision}, render_disclosures([decision]))


def list_disclosures(session: Session, options: ListOptions) -> None:
    """List the records about which officers have decided, or must."""
    with session.connect() as node:
        decisions = node.policy.disclosures(options.register)
    session.show("disclosures", {"disclosures": decisions}, render_disclosures(decisions))
