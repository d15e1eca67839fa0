"""Come in, open an account, show again that it is you, leave; and one's own account."""

import io

import segno
from starlette.responses import JSONResponse, Response

from node.console.complaint import FormError, complain
from node.console.gate import signed_in, signed_out
from node.console.route import Route, deed, page
from node.console.visit import Visit, within
from node.domain.account import Permission
from node.keys import onetime
from node.words import Language, marked


def sign_in_page(visit: Visit) -> Response:
    """Show the form by which people come in."""
    if visit.admitted is not None and visit.error is None:
        return visit.go("/")
    return visit.show(
        "sign/sign_in.html",
        complaint=complain(visit.words, visit.error),
        onward=within(visit.form.text("next") or visit.query.get("next", "/")),
    )


def sign_in(visit: Visit) -> Response:
    """Let somebody in by password and code."""
    form = visit.form
    token = visit.application.access.doorkeeper.sign_in(
        form.text("account"), phrase=form.text("password"), code=form.text("code")
    )
    return signed_in(visit.go(within(form.text("next"))), token)


def passkey_options(visit: Visit) -> Response:
    """Tell the browser what to ask a device for."""
    options = visit.application.access.doorkeeper.passkey_options()
    return Response(options, media_type="application/json")


def sign_in_by_passkey(visit: Visit) -> Response:
    """Let somebody in by a device."""
    token = visit.application.access.doorkeeper.sign_in_by_passkey(visit.form.text("answer"))
    return signed_in(visit.go(within(visit.form.text("next"))), token)


def sign_out(visit: Visit) -> Response:
    """End the session."""
    if visit.admitted is not None:
        visit.application.access.doorkeeper.sign_out(visit.admitted)
    return signed_out(visit.go("/sign-in"))


def join_page(visit: Visit) -> Response:
    """Show the form that opens an account, with a secret for its codes."""
    account = visit.application.access.registrar.invited(visit.values["token"])
    secret = visit.form.text("secret") or onetime.new_secret()
    address = onetime.enrolment_address(
        secret, account=account.id, node=visit.application.entry().id
    )
    picture = io.BytesIO()
    segno.make(address, error="m").save(
        picture, kind="svg", xmldecl=False, svgns=True, border=2, omitsize=True
    )
    return visit.show(
        "sign/join.html",
        complaint=complain(visit.words, visit.error),
        account=account,
        secret=secret,
        picture=picture.getvalue().decode(),
    )


def join(visit: Visit) -> Response:
    """Open an account."""
    form = visit.form
    visit.application.access.registrar.enrol(
        visit.values["token"],
        phrase=form.text("password"),
        secret=form.text("secret"),
        code=form.text("code"),
    )
    return visit.go("/sign-in")


def verify_page(visit: Visit) -> Response:
    """Show the form that asks again who is there."""
    return visit.show(
        "sign/verify.html",
        complaint=complain(visit.words, visit.error),
        onward=within(visit.form.text("next") or visit.query.get("next", "/")),
    )


def verify(visit: Visit) -> Response:
    """Have who is there show a code again."""
    if visit.admitted is None:
        raise FormError(marked("Sign in first."))
    visit.application.access.doorkeeper.verify(visit.admitted, code=visit.form.text("code"))
    return visit.go(within(visit.form.text("next")))


def account_page(visit: Visit) -> Response:
    """Show one's own account."""
    doorkeeper = visit.application.access.doorkeeper
    return visit.show(
        "account/account.html",
        devices=doorkeeper.passkeys(visit.admitted) if visit.admitted else [],
        sessions=doorkeeper.sessions(visit.officer),
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
    if visit.admitted is None:
        return JSONResponse({}, 403)
    options = visit.application.access.doorkeeper.registration_options(visit.admitted)
    return Response(options, media_type="application/json")


def add_device(visit: Visit) -> Response:
    """Add a device to one's account."""
    if visit.admitted is None:
        raise FormError(marked("Sign in first."))
    form = visit.form
    visit.application.access.doorkeeper.add_passkey(
        visit.admitted, form.text("answer"), name=form.text("device")
    )
    return visit.go("/account")


def end_sessions(visit: Visit) -> Response:
    """Sign out everywhere."""
    visit.application.access.registrar.end_sessions(visit.officer, officer=visit.officer)
    return signed_out(visit.go("/sign-in"))


ROUTES: tuple[Route, ...] = (
    page("/sign-in", sign_in_page, None),
    deed("/sign-in", sign_in, None, again=sign_in_page),
    page("/sign-in/passkey/options", passkey_options, None),
    deed("/sign-in/passkey", sign_in_by_passkey, None, again=sign_in_page),
    deed("/sign-out", sign_out, None),
    page("/join/{token}", join_page, None),
    deed("/join/{token}", join, None, again=join_page),
    page("/verify", verify_page, Permission.OWN),
    deed("/verify", verify, Permission.OWN, again=verify_page),
    page("/account", account_page, Permission.OWN),
    deed("/account", prefer, Permission.OWN, again=account_page),
    page("/account/passkey/options", new_device_options, Permission.OWN),
    deed("/account/passkey", add_device, Permission.OWN, again=account_page),
    deed("/account/end-sessions", end_sessions, Permission.OWN),
)
