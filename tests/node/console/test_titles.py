"""What stands in a browser's history, in its tabs and in a proxy's log names nobody.

Titles and addresses of pages are kept long after a page is closed, by machines that nobody asks.
"""

import html
import re

import pytest

from tests.factories import TARGET, VESSEL, Fields
from tests.node.console.floor import Floor
from tests.node.console.scene import NEAR, Scene
from tests.node.console.views import by_visitor

pytestmark = pytest.mark.asyncio(loop_scope="session")
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
_ADDRESS = re.compile(r"(?:href|action|src|hx-[a-z]+)=\"([^\"]*)\"")


def words_of(*things: Fields) -> set[str]:
    """Return each word and number by which somebody could be recognised."""
    told = ("name", "passport", "imo", "birth_date")
    values = [value for thing in things for name in told for value in thing.get(name, ())]
    return {word.casefold() for value in values for word in value.split() if len(word) > 3}


async def test_no_title_and_no_address_names_anybody(floor: Floor, scene: Scene) -> None:
    """Every page at which there is something to see, for everybody who may see it."""
    known, leaks, seen = words_of(TARGET, VESSEL, NEAR), [], 0
    for node, role, views in by_visitor():
        house = getattr(floor, node)
        client = house.client(house.people[role]) if role else house.client()
        async with client:
            for view in views:
                if view.form is not None or view.is_stale:
                    continue
                path = view.path.format(**{n: getattr(scene, n) for n in scene.__slots__})
                page = await client.get(path, follow_redirects=True)
                kept = [*_TITLE.findall(page.text), *_ADDRESS.findall(page.text), str(page.url)]
                seen += len(_TITLE.findall(page.text))
                told = html.unescape(" ".join(kept)).casefold()
                leaks += [f"{path}: {word}" for word in known if word in told]

    assert seen > 20
    assert leaks == []
