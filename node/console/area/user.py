"""Accounts: who may use the console, in which role, and who agreed to that."""

from starlette.responses import Response

from node.console.complaint import FormError, complain
from node.console.route import Route, deed, page
from node.console.visit import Visit
from node.domain.account import INVITED_FOR, AccountState, Permission, Role
from node.words import marked


def users(visit: Visit) -> Response:
    """List the accounts."""
    return _show(visit)


def invite(visit: Visit) -> Response:
    """Make an account, and show the link that opens it: once, and on this page alone."""
    access, account = visit.application.access, visit.form.text("account").lower()
    token = access.registrar.invite(account, _role(visit), officer=visit.officer)
    return _show(visit, link=access.invitation_link(token), invited=account)


def reset(visit: Visit) -> Response:
    """Give somebody who has lost what they sign in with a new link, shown on this page alone."""
    access, account = visit.application.access, visit.values["id"]
    token = access.registrar.reset(account, officer=visit.officer)
    return _show(visit, link=access.invitation_link(token), invited=account)


def change_role(visit: Visit) -> Response:
    """Wish another role, or agree to what another officer wished."""
    account = visit.values["id"]
    visit.application.access.registrar.change_role(account, _role(visit), officer=visit.officer)
    return visit.go("/users", note="role", about=account)


def disable(visit: Visit) -> Response:
    """Close an account; its sessions end at once."""
    account = visit.values["id"]
    if account == visit.officer:
        raise FormError(marked("Nobody closes the account that they use."))
    visit.application.access.registrar.disable(account, officer=visit.officer)
    return visit.go("/users", note="disabled", about=account)


def end_sessions(visit: Visit) -> Response:
    """Sign somebody out everywhere."""
    account = visit.values["id"]
    visit.application.access.registrar.end_sessions(account, officer=visit.officer)
    return visit.go("/users", note="signed-out", about=account)


def unlink(visit: Visit) -> Response:
    """Forget to whom at the identity provider an account belongs."""
    account = visit.values["id"]
    visit.application.access.registrar.unlink(account, officer=visit.officer)
    return visit.go("/users", note="unlinked", about=account)


def _role(visit: Visit) -> Role:
    chosen = visit.form.text("role")
    if chosen not in set(Role):
        raise FormError(marked("Choose a role."))
    return Role(chosen)


def _show(visit: Visit, *, link: str = "", invited: str = "") -> Response:
    return visit.show(
        "user/list.html",
        accounts=visit.application.access.registrar.all(),
        roles=list(Role),
        states=AccountState,
        looks={AccountState.INVITED: "flash", AccountState.ACTIVE: "good"},
        link=link,
        invited=invited,
        days=INVITED_FOR.days,
        note=_note(visit),
        complaint=complain(visit.words, visit.error),
    )


def _note(visit: Visit) -> str:
    say, account = visit.words.say, visit.query.get("about", "")
    notes = {
        "role": say(
            "The role of {account} is changed, or waits for a second officer.", account=account
        ),
        "disabled": say("{account} is closed.", account=account),
        "unlinked": say(
            "{account} belongs to nobody at the identity provider any more.", account=account
        ),
        "signed-out": say("{account} is signed out everywhere.", account=account),
    }
    return notes.get(visit.query.get("note", ""), "")


ROUTES: tuple[Route, ...] = (
    page("/users", users, Permission.SEE_USERS),
    deed("/users", invite, Permission.MANAGE_USERS, again=users, asks_proof=True),
    deed("/users/{id}/reset", reset, Permission.MANAGE_USERS, again=users, asks_proof=True),
    deed("/users/{id}/role", change_role, Permission.MANAGE_USERS, again=users, asks_proof=True),
    deed("/users/{id}/disable", disable, Permission.MANAGE_USERS, again=users),
    deed("/users/{id}/unlink", unlink, Permission.MANAGE_USERS, again=users, asks_proof=True),
    deed("/users/{id}/sign-out", end_sessions, Permission.MANAGE_USERS, again=users),
)
