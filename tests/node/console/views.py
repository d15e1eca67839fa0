"""Every page of the console: at which node, for whom, where, and after which form.

A test holds that every template of a whole page is among what these show.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from playwright.async_api import FilePayload, Page

from node.domain.account import FRESH, Role
from tests.node.console.floor import Floor, House
from tests.node.console.scene import Scene

_FILE = "file"
_TABLE = "id,type,role,name,imo\nS08,vessel,carrier,Estrella de Poniente,9074729\nS09,ship,,X,\n"
"""A row that can be added, and one that nobody understands."""
_UNKNOWN = "id,type,role,name\nS09,ship,,X\n"
"""No row that can be added, so that adding changes nothing."""
_ASKED = {
    "type": "vessel",
    "field-name": "Estrella de Poniente",
    "field-imo": "9074729",
    "reference": "LOOK-1",
    "legal_basis": "agreement 4/2025, article 3",
    "purpose": "drug-trafficking",
    "offence": "drugs.trafficking",
    "category": "not-a-person",
}
_SURE = {"verdict": "confirmed", "reason-confirmed": "same-particulars"}
_NOT = {"verdict": "dismissed", "reason-dismissed": "common-name"}


@dataclass(frozen=True, slots=True)
class View:
    """One page: at which node, for whom, and where."""

    node: str
    role: Role | None
    """None: for who is not signed in."""
    path: str
    form: Mapping[str, str] | None = field(default=None)
    """What is sent there, where the page is the answer to a form; see `_FILE`."""
    is_stale: bool = False
    """Whether who looks has proved long ago who they are."""

    @property
    def name(self) -> str:
        """A name for a picture of the page."""
        place = re.sub(r"[^a-z]+", "-", self.path).strip("-") or "home"
        sent = "" if self.form is None else "-" + ("-".join(self.form) or "sent").replace("_", "-")
        return f"{place}{sent}{'-stale' if self.is_stale else ''}"[:90]


VIEWS = (
    View("owner", None, "/sign-in"),
    View("owner", None, "/sign-in?left=provider"),
    View("owner", None, "/sign-in", {"account": "nobody", "password": "guess", "code": "000000"}),
    View("owner", None, "/join/{join}"),
    View("owner", None, "/join/{join}", {"password": "short"}),
    View("owner", None, "/nowhere"),
    View("owner", Role.ANALYST, "/"),
    View("owner", Role.ANALYST, "/alerts"),
    View("owner", Role.ANALYST, "/alerts", {"which": "ticked", "wish": "dismissed"}),
    View("owner", Role.ANALYST, "/alerts/{hit}?state=open"),
    View("owner", Role.ANALYST, "/alerts/{hit}/record", {}),
    View("owner", Role.ANALYST, "/alerts/{possible}?blind=yes"),
    View("owner", Role.ANALYST, "/alerts/{possible}/decide", {"verdict": "dismissed"}),
    View("owner", Role.ANALYST, "/alerts/{possible}/decide", _SURE),
    View("owner", Role.ANALYST, "/alerts/{possible}/decide", _NOT | {"revision": "999"}),
    View("owner", Role.ANALYST, "/alerts/{possible}/decide", _SURE, is_stale=True),
    View("owner", Role.ANALYST, "/alerts/nothing-here"),
    View("owner", Role.ANALYST, "/labels"),
    View("owner", Role.ANALYST, "/registers"),
    View("owner", Role.ANALYST, "/registers/persons"),
    View("owner", Role.ANALYST, "/models/person"),
    View("owner", Role.ANALYST, "/statistics"),
    View("owner", Role.ANALYST, "/help"),
    View("owner", Role.ANALYST, "/account"),
    View("owner", Role.ANALYST, "/account/provider", {}),
    View("owner", Role.ANALYST, "/verify"),
    View("owner", Role.ANALYST, "/users"),
    View("owner", Role.ANALYST, "/nowhere"),
    View("owner", Role.DATA_STEWARD, "/account"),
    View("owner", Role.DATA_STEWARD, "/account", is_stale=True),
    View("owner", Role.DATA_STEWARD, "/verify", is_stale=True),
    View("owner", Role.DATA_STEWARD, "/verify", {"code": "000000"}, is_stale=True),
    View("owner", Role.SECURITY_OFFICER, "/journal"),
    View("owner", Role.SECURITY_OFFICER, "/journal/verify", {}),
    View("owner", Role.SECURITY_OFFICER, "/users"),
    View("owner", Role.SECURITY_OFFICER, "/users", {"account": "guest-9", "role": "auditor"}),
    View(
        "owner",
        Role.SECURITY_OFFICER,
        "/users",
        {"account": "guest-9", "role": "auditor"},
        is_stale=True,
    ),
    View("owner", Role.SECURITY_OFFICER, "/operations"),
    View("owner", Role.SECURITY_OFFICER, "/peers"),
    View("owner", Role.SECURITY_OFFICER, "/peers/customs-es"),
    View("owner", Role.SECURITY_OFFICER, "/peers/customs-es/test", {}),
    View("asker", Role.ANALYST, "/hits"),
    View("asker", Role.ANALYST, "/hits/{told}"),
    View("asker", Role.ANALYST, "/overlaps/{overlap}"),
    View("asker", Role.ANALYST, "/query"),
    View("asker", Role.ANALYST, "/query/preview", {"type": "vessel"}),
    View("asker", Role.ANALYST, "/query/preview", _ASKED),
    View("asker", Role.ANALYST, "/query", _ASKED),
    View("asker", Role.ANALYST, "/cases"),
    View("asker", Role.ANALYST, "/cases/new"),
    View("asker", Role.ANALYST, "/cases/file?reference={case}"),
    View(
        "asker", Role.ANALYST, "/cases/renew?reference={case}", {"days": "30", "reason": "goes on"}
    ),
    View("asker", Role.ANALYST, "/cases/stand?reference={case}", {}),
    View("asker", Role.ANALYST, "/cases/run?reference={case}", {"stand-reason": "asked again"}),
    View("asker", Role.ANALYST, "/cases/import?reference={case}"),
    View("asker", Role.ANALYST, "/cases/import?reference={case}", {_FILE: _TABLE, "look": "yes"}),
    View("asker", Role.ANALYST, "/cases/import?reference={case}", {_FILE: _UNKNOWN}),
    View("asker", Role.ANALYST, "/cases/import?reference={case}", {"look": "yes"}),
    View("asker", Role.ANALYST, "/cases/answer?reference={case}&subject=S01&peer=fiu-nl"),
    View("asker", Role.AUDITOR, "/query"),
    View("asker", Role.AUDITOR, "/journal?fault=yes"),
)


def by_visitor() -> Iterator[tuple[str, Role | None, list[View]]]:
    """Yield the views of each node and role, so that one session opens all of them.

    Those of somebody who has proved long ago who they are come last.
    """
    views = sorted(VIEWS, key=lambda view: view.is_stale)
    visitors = dict.fromkeys((view.node, view.role) for view in views)
    for node, role in visitors:
        yield node, role, [view for view in views if (view.node, view.role) == (node, role)]


def house_of(floor: Floor, node: str) -> House:
    """Return a node by its part in the scene."""
    return floor.owner if node == "owner" else floor.asker


async def open_view(page: Page, house: House, *, view: View, scene: Scene) -> None:
    """Open a page as its person would: by its address, or by sending its form."""
    path = view.path.format(**asdict(scene))
    if view.is_stale:
        house.member.clock.ahead += FRESH
    if view.form is None:
        await page.goto(house.origin + path)
        return
    await page.goto(house.origin + ("/help" if view.role else "/sign-in"))
    await page.evaluate(_MAKE_FORM, [path, dict(view.form)])
    if _FILE in view.form:
        table = FilePayload(name="case.csv", mimeType="text/csv", buffer=view.form[_FILE].encode())
        await page.set_input_files("#sent-file", table)
    # Not the navigation: htmx replaces the state of the page before, which counts as one.
    async with page.expect_event("load"):
        await page.evaluate("document.getElementById('sent').submit()")


_MAKE_FORM = """([path, fields]) => {
    const form = document.createElement("form");
    Object.assign(form, {id: "sent", method: "post", action: path, enctype: "multipart/form-data"});
    const token = document.querySelector("input[name=form_token]");
    if (token) fields.form_token = token.value;
    for (const [name, value] of Object.entries(fields)) {
        const input = document.createElement("input");
        const isFile = name === "file";
        Object.assign(input, {name, type: isFile ? "file" : "hidden"});
        if (isFile) input.id = "sent-file"; else input.value = value;
        form.append(input);
    }
    document.body.append(form);
}"""
