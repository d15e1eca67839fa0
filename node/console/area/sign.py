"""Come in, open an account, show again that it is you, leave."""

import io

import segno
from starlette.responses import Response

from node.console.complaint import complain
from node.console.gate import signed_in, signed_out
from node.console.route import Route, deed, page
from node.console.visit import Visit, within
from node.domain.account import Permission
from node.keys import onetime

VERIFIED = "/verify"
"""Where somebody lands who has shown that it is they, and came from nowhere."""


def sign_in_page(visit: Visit) -> Response:
    """Show the form by which people come in."""
    if visit.admitted is not None and visit.error is None:
        return visit.go("/")
    return visit.show(
        "sign/sign_in.html",
        complaint=complain(visit.words, visit.error),
        onward=within(visit.form.text("next") or visit.query.get("next", "/")),
        has_left=bool(visit.query.get("left")),
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
    return _json(visit.application.access.devices.sign_in_options())


def sign_in_by_passkey(visit: Visit) -> Response:
    """Let somebody in by a device."""
    token = visit.application.access.devices.sign_in(visit.form.text("answer"))
    return signed_in(visit.go(within(visit.form.text("next"))), token)


def sign_out(visit: Visit) -> Response:
    """End the session; who is signed in at an identity provider too is told so."""
    access, left = visit.application.access, ""
    if visit.admitted is not None:
        access.doorkeeper.sign_out(visit.admitted)
        left = "provider" if access.is_vouched(visit.officer) else ""
    return signed_out(visit.go("/sign-in", left=left))


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
    """Show the forms that ask again who is there."""
    return visit.show(
        "sign/verify.html",
        complaint=complain(visit.words, visit.error),
        onward=within(visit.form.text("next") or visit.query.get("next", VERIFIED), VERIFIED),
        is_fresh=visit.is_fresh and visit.error is None,
        has_devices=bool(visit.application.access.devices.all(visit.officer)),
        is_vouched=visit.application.access.is_vouched(visit.officer),
    )


def verify(visit: Visit) -> Response:
    """Have who is there show a code again."""
    visit.application.access.doorkeeper.verify(visit.entered, code=visit.form.text("code"))
    return visit.go(within(visit.form.text("next"), VERIFIED))


def verify_options(visit: Visit) -> Response:
    """Tell the browser what to ask one of somebody's own devices for."""
    return _json(visit.application.access.devices.verify_options(visit.entered))


def verify_by_passkey(visit: Visit) -> Response:
    """Have who is there show by a device that it is they."""
    visit.application.access.devices.verify(visit.entered, visit.form.text("answer"))
    return visit.go(within(visit.form.text("next"), VERIFIED))


def _json(options: str) -> Response:
    return Response(options, media_type="application/json")


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
    page("/verify/passkey/options", verify_options, Permission.OWN),
    deed("/verify/passkey", verify_by_passkey, Permission.OWN, again=verify_page),
)
