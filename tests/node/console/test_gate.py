"""Who may open which page, which requests are refused, and what every response carries."""

import re

import httpx
import pytest

from matching.schema import FIELDS
from node.console.area import ROUTES
from node.console.complaint import COMPLAINTS
from node.console.page import STATIC
from node.console.route import Route
from node.console.shield import HEADERS
from node.domain.account import FRESH, PERMISSIONS, Permission, Role
from node.domain.errors import NodeError
from node.paper.column import TOLD
from node.words.column import COLUMNS
from tests.node.console.floor import PHRASE, Floor

pytestmark = pytest.mark.asyncio(loop_scope="session")
PLACE = re.compile(r"\{[^}]*\}")
GUARDED = [route for route in ROUTES if route.permission is not None]


def address(route: Route) -> str:
    """Return an address of a route where nothing is."""
    return PLACE.sub("nothing-here", route.path)


def token_of(page: str) -> str:
    """Return the form token of a page."""
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


async def send(client: httpx.AsyncClient, route: Route, form: dict[str, str]) -> httpx.Response:
    """Open a page, or send a form with nothing else in it."""
    if route.method == "GET":
        return await client.get(address(route))
    return await client.post(address(route), data=form)


@pytest.mark.parametrize("role", Role)
async def test_every_route_is_for_its_roles(floor: Floor, role: Role) -> None:
    """Over all routes: who has the permission is let through, who has not is told so."""
    person = floor.owner.people[role]
    async with floor.owner.client(person) as client:
        form = {"form_token": token_of((await client.get("/account")).text)}
        for route in GUARDED:
            if route.path in {"/account/end-sessions", "/sign-out"}:
                continue
            response = await send(client, route, form)
            may = route.permission in PERMISSIONS[role]
            assert (response.status_code == 403) is not may, f"{route.method} {route.path}"
            assert response.status_code < 500, f"{route.method} {route.path}"


async def test_who_is_not_signed_in_comes_to_the_door(floor: Floor) -> None:
    """Every guarded page sends a stranger to the sign-in, and remembers where they wanted to go."""
    async with floor.owner.client() as client:
        for route in GUARDED:
            response = await send(client, route, {})
            assert response.status_code == 303, route.path
            assert response.headers["location"].startswith("/sign-in"), route.path
        wanted = await client.get("/alerts?state=open")

    assert wanted.headers["location"] == "/sign-in?next=%2Falerts%3Fstate%3Dopen"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "", "origin": "https://evil.example"}, 403),
    ],
)
async def test_another_site_changes_nothing(
    floor: Floor, headers: dict[str, str], status: int
) -> None:
    """A form that another site has the browser send is refused before anything is looked at."""
    async with floor.owner.client(floor.owner.people[Role.ANALYST]) as client:
        form = {"form_token": token_of((await client.get("/account")).text)}

        response = await client.post("/account", data=form, headers=headers)

    assert response.status_code == status


async def test_an_old_browser_is_known_by_its_origin(floor: Floor) -> None:
    """A browser without Fetch Metadata is let in where its Origin is ours."""
    async with floor.owner.client(floor.owner.people[Role.ANALYST]) as client:
        form = {"form_token": token_of((await client.get("/account")).text)}
        del client.headers["sec-fetch-site"]

        own = await client.post("/account", data=form, headers={"origin": floor.owner.origin})
        none = await client.post("/account", data=form)

    assert (own.status_code, none.status_code) == (303, 403)


async def test_a_form_is_of_its_session(floor: Floor) -> None:
    """A form without the token of the session is refused, whatever else is right."""
    async with floor.owner.client(floor.owner.people[Role.ANALYST]) as client:
        without = await client.post("/account", data={"language": "fr"})
        other = await client.post("/account", data={"language": "fr", "form_token": "x" * 43})

    assert (without.status_code, other.status_code) == (409, 409)


async def test_what_lets_in_or_cannot_be_undone_asks_for_proof(floor: Floor) -> None:
    """At a screen that was left alone nobody makes links, changes roles or lifts the gate."""
    house, asking = floor.owner, [route for route in ROUTES if route.asks_proof]
    for role in (Role.SECURITY_OFFICER, Role.SENIOR_REVIEWER):
        async with house.client(house.people[role]) as client:
            form = {"form_token": token_of((await client.get("/account")).text)}
            house.member.clock.ahead += FRESH
            for route in asking:
                if route.permission in PERMISSIONS[role]:
                    refused = await send(client, route, form | {"account": "not-made"})
                    assert refused.status_code in {403, 404, 422}, route.path
                    if "alerts" not in route.path:
                        assert "Show in another tab that it is you" in refused.text, route.path

    assert {route.path for route in asking} == {
        "/users",
        "/users/{id}/reset",
        "/users/{id}/role",
        "/users/{id}/unlink",
        "/alerts/{id}/assure",
    }
    assert "not-made" not in {each.id for each in house.member.application.access.registrar.all()}


async def test_every_response_carries_the_headers(floor: Floor) -> None:
    """Pages, errors, refusals and files: none without the policy, and no page is kept."""
    async with floor.owner.client(floor.owner.people[Role.ANALYST]) as client:
        responses = [
            await client.get(path) for path in ("/", "/nowhere", "/sign-in", "/static/console.css")
        ]
        responses.append(await client.post("/account", headers={"sec-fetch-site": "cross-site"}))

    for response in responses:
        assert HEADERS.items() <= {
            key.title(): value for key, value in response.headers.items()
        }.items() or all(response.headers[name] == value for name, value in HEADERS.items())
    kept = [response.headers["cache-control"] for response in responses]
    assert kept == ["no-store", "no-store", "no-store", "max-age=86400, immutable", "no-store"]


async def test_a_stranger_is_not_sent_elsewhere(floor: Floor) -> None:
    """After the sign-in nobody lands on another site, whatever the address says."""
    person = floor.owner.people[Role.ANALYST]
    for wanted in ("https://evil.example", "//evil.example", "/\\evil.example"):
        form = {
            "account": person.id,
            "password": PHRASE,
            "code": person.code(),
            "next": wanted,
        }
        async with floor.owner.client() as client:
            response = await client.post("/sign-in", data=form)
        assert (response.status_code, response.headers["location"]) == (303, "/")


async def test_the_cookie_is_locked(floor: Floor) -> None:
    """No script reads the session, no other site sends it, no other path or host has it."""
    person = floor.owner.people[Role.AUDITOR]
    async with floor.owner.client() as client:
        form = {
            "account": person.id,
            "password": PHRASE,
            "code": person.code(),
        }
        cookie = (await client.post("/sign-in", data=form)).headers["set-cookie"]

    assert cookie.startswith("__Host-heliograph=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))


async def test_nothing_personal_is_in_an_address(floor: Floor) -> None:
    """No route has a place for a name; what identifies is an opaque id, a reference or a code."""
    places = {place for route in ROUTES for place in PLACE.findall(route.path)}

    assert places <= {"{id}", "{token}", "{name}", "{type}"}
    assert floor.owner.origin.startswith("https://localhost:")


async def test_every_error_can_be_said() -> None:
    """Each class of error has a sentence in the catalogues."""

    def classes(base: type[NodeError]) -> set[str]:
        own = {base.code} if base.__module__.startswith("node.") else set()
        return own.union(*(classes(each) for each in base.__subclasses__()))

    foreign = {"DEMO", "USAGE", "OPERATOR"}
    assert classes(NodeError) - foreign - COMPLAINTS.keys() == set()


async def test_every_column_can_be_said() -> None:
    """Each column of a register has words, which papers use as well."""
    assert set(COLUMNS) == set(FIELDS)
    assert set(TOLD) < set(COLUMNS)


async def test_own_script_stays_small() -> None:
    """The console works without scripts; what it adds by one stays under 300 lines."""
    assert len((STATIC / "console.js").read_text(encoding="utf-8").splitlines()) <= 300


async def test_permissions_are_used() -> None:
    """A permission that no route asks for would be a promise without a page."""
    assert {route.permission for route in GUARDED} <= set(Permission)
