"""Two running nodes are costly enough to be a fixture; everything else is made in place."""

from collections.abc import AsyncIterator

import pytest

from tests.node.wire.federation import Node, running


@pytest.fixture
async def pair() -> AsyncIterator[tuple[Node, Node]]:
    """Two nodes that know each other: one to ask, one to answer."""
    asker, peer = Node("customs-es"), Node("fiu-nl")
    async with running(asker, peer):
        yield asker, peer
