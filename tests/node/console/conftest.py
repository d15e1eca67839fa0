"""Two nodes with consoles, and one browser, that run for the whole session.

A test that changes something works in a case of its own and with what it asked itself.
"""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.node.console.door import Door
from tests.node.console.floor import CHROMIUM, Floor
from tests.node.console.floor import chromium as run_chromium
from tests.node.console.floor import floor as run_floor
from tests.node.console.scene import Scene, play


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def floor(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Floor]:
    """Run an agency that asks and one that holds registers, with people of every role."""
    async with run_floor(tmp_path_factory.mktemp("floor")) as floor:
        yield floor


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def scene(floor: Floor) -> Scene:
    """Have something happen that can be looked at."""
    return await play(floor)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Run Debian's Chromium; where it is not installed, the tests that need it say so."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this system; install it with: make tools")
    async with run_chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def door(floor: Floor) -> AsyncIterator[Door]:
    """Open the door; afterwards the provider does everything right again."""
    number = len(floor.owner.member.application.access.registrar.all())
    yield Door(floor.owner, floor.provider, number)
    floor.provider.behave()
