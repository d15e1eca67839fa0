"""Three nodes that run for the whole session: what costs time is made once.

Tests that use them ask under a case of their own, and change no peer and no register; a test that
must change something runs nodes of its own.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio

from matching.subject import EntityType
from tests.factories import VESSEL, a_register_of_people
from tests.node.federation import Member, federation


@dataclass(frozen=True, slots=True)
class Trio:
    """One that asks, one that knows, and one without a register."""

    asker: Member
    owner: Member
    centre: Member


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def trio(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Trio]:
    """Three nodes that know each other; `fiu-nl` holds persons and vessels."""
    folder = tmp_path_factory.mktemp("trio")
    async with federation(folder, "customs-es", "fiu-nl", "centre-pt") as members:
        trio = Trio(*members)
        trio.owner.load("persons", a_register_of_people())
        trio.owner.load("vessels", [VESSEL], kind=EntityType.VESSEL)
        yield trio
