"""What a test of a peer says is what is so now."""

from types import SimpleNamespace
from typing import cast

from node.application import Application
from node.diagnose import FAIL, OK, examine_peer
from tests.node.wire.federation import Node, running


async def test_a_peer_that_stopped_is_found_out() -> None:
    """What was heard of a peer before says nothing of whether it answers."""
    asker, peer = Node("customs-es"), Node("fiu-nl")
    known = cast("Application", SimpleNamespace(clock=asker.clock, line=asker.line))
    async with running(asker, peer):
        before = {check.name: check.result for check in await examine_peer(known, peer.peer)}
        if peer.server is not None:
            await peer.server.stop(0)

        after = {check.name: check.result for check in await examine_peer(known, peer.peer)}

    assert (before["line"], after["line"]) == (OK, FAIL)
