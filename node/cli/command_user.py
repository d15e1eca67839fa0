"""`heliograph user`: who may use the console, and in which role."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from node.cli.command import command, group
from node.cli.document import fields_of
from node.cli.phrase import moment
from node.cli.render_table import render_table
from node.cli.session import Session
from node.domain.account import Role

if TYPE_CHECKING:
    from node.operator.view_user import Invitation

Account = Annotated[str, typer.Argument(help="Pseudonymous id; the journal names it as officer.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteOptions:
    """Options of `user invite`."""

    id: Account
    role: Annotated[Role, typer.Option(help="What the person may do.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleOptions:
    """Options of `user role`."""

    id: Account
    role: Annotated[Role, typer.Argument(help="The other role.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountOptions:
    """Options of `user reset` and `user disable`."""

    id: Account


def add_user_commands(app: typer.Typer) -> None:
    """Add the commands about accounts."""
    users = group(app, "user", about="Say who may use the console, and in which role.")
    command(users, "list", example="heliograph user list")(list_users)
    command(users, "invite", example="heliograph user invite analyst-7 --role analyst")(invite)
    command(users, "reset", example="heliograph user reset analyst-7")(reset)
    command(users, "role", example="heliograph user role analyst-7 senior-reviewer")(change_role)
    command(users, "disable", example="heliograph user disable analyst-7")(disable)


def list_users(session: Session) -> None:
    """List accounts with their roles and last sign-in."""
    with session.connect() as node:
        users = node.users.all()
    table = render_table(
        ("account", "role", "state", "signed in"),
        (
            (
                Text(user.id, style="bold"),
                f"{user.role}, wished: {user.wished_role}" if user.wished_role else user.role,
                user.state,
                moment(user.signed_in_at) if user.signed_in_at else "never",
            )
            for user in users
        ),
        empty="no accounts; make the first with: heliograph user invite ID --role security-officer",
    )
    session.show("users", {"users": users}, table)


def invite(session: Session, options: InviteOptions) -> None:
    """Make an account and print the link that opens it; it works once, for three days.

    The person opens it in a browser and chooses a password and one-time codes.
    """
    with session.connect() as node:
        invitation = node.users.invite(options.id, options.role.value, officer=session.officer)
    _show(session, invitation, account=options.id)


def reset(session: Session, options: AccountOptions) -> None:
    """Print a new link for somebody who has lost password, telephone or passkey.

    Password, one-time codes, passkeys and the link with an identity provider are forgotten, and
    whoever uses the account is signed out; name and role stay.
    """
    with session.connect() as node:
        invitation = node.users.reset(options.id, officer=session.officer)
    _show(session, invitation, account=options.id)


def _show(session: Session, invitation: "Invitation", *, account: str) -> None:
    session.show("invitation", fields_of(invitation), invitation.link)
    until = moment(invitation.expires_at)
    session.say(f"Give this link to {account} alone; it opens the account once, until {until}.")


def change_role(session: Session, options: RoleOptions) -> None:
    """Wish another role for an account; it holds once a second officer wishes the same."""
    with session.connect() as node:
        user = node.users.change_role(options.id, options.role.value, officer=session.officer)
    waits = f"{user.id} stays {user.role} until a second officer wishes {user.wished_role} too."
    said = waits if user.wished_role else f"{user.id} is {user.role}."
    session.show("user", fields_of(user), said)


def disable(session: Session, options: AccountOptions) -> None:
    """Close an account; whoever uses it is signed out at once."""
    with session.connect() as node:
        user = node.users.disable(options.id, officer=session.officer)
    session.show("user", fields_of(user), f"{user.id} is {user.state}.")
