"""One's own account: how the console speaks, devices, and where one is signed in."""

from starlette.responses import Response

from node.console.complaint import FormError, complain
from node.console.gate import signed_out
from node.console.route import Route, deed, page
from node.console.visit import Visit
from node.domain.account import Permission
from node.words import Language, marked


def account(visit: Visit) -> Response:
    """Show one's own account."""
    access = visit.application.access
    return visit.show(
        "account/account.html",
        complaint=complain(visit.words, visit.error),
        devices=access.devices.all(visit.officer),
        is_fresh=visit.is_fresh,
        is_vouched=access.is_vouched(visit.officer),
        sessions=access.doorkeeper.sessions(visit.officer),
        options=[(each.value, each.endonym) for each in Language],
    )


def prefer(visit: Visit) -> Response:
    """Keep how somebody wants to use the console."""
    language = Language.of(visit.form.text("language"))
    visit.application.access.registrar.prefer(
        visit.officer,
        language=language.value if language else "",
        has_shortcuts=visit.form.has("shortcuts"),
    )
    return visit.go("/account", lang=language.value if language else "")


def new_device_options(visit: Visit) -> Response:
    """Tell the browser what to ask a new device for."""
    options = visit.application.access.devices.new_options(visit.entered)
    return Response(options, media_type="application/json")


def add_device(visit: Visit) -> Response:
    """Add a device to one's account."""
    answer, name = visit.form.text("answer"), visit.form.text("device")
    if not name:
        raise FormError(marked("Give the device a name by which you know it."))
    visit.application.access.devices.add(visit.entered, answer, name=name)
    return visit.go("/account")


def remove_device(visit: Visit) -> Response:
    """Take a device away from one's account."""
    try:
        credential = bytes.fromhex(visit.form.text("device"))
    except ValueError as error:
        raise FormError(marked("Choose a device of your account.")) from error
    visit.application.access.devices.remove(visit.entered, credential)
    return visit.go("/account")


def end_sessions(visit: Visit) -> Response:
    """Sign out everywhere."""
    visit.application.access.registrar.end_sessions(visit.officer, officer=visit.officer)
    return signed_out(visit.go("/sign-in"))


ROUTES: tuple[Route, ...] = (
    page("/account", account, Permission.OWN),
    deed("/account", prefer, Permission.OWN, again=account),
    page("/account/passkey/options", new_device_options, Permission.OWN),
    deed("/account/passkey", add_device, Permission.OWN, again=account),
    deed("/account/passkey/remove", remove_device, Permission.OWN, again=account),
    deed("/account/end-sessions", end_sessions, Permission.OWN),
)
