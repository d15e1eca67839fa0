"""What a test of a peer says is what is so now."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import cast

from node import config
from node.application import Application
from node.assemble.relayfolder import make_relay
from node.diagnose import FAIL, OK, WARN, diagnose, examine_peer
from tests.node.federation import make_folder, opened
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


async def test_a_secret_that_others_may_read_is_found(tmp_path: Path) -> None:
    """A passphrase that every account of the machine may read seals nothing."""
    settings = make_folder(tmp_path / "node", "fiu-nl")
    secret = config.passphrase_file(settings)
    with opened(settings) as member:
        found = {}
        for rights in (0o644, 0o600):
            secret.chmod(rights)
            checks = {check.name: check for check in await diagnose(member.application)}
            found[rights] = checks["secrets"]

    assert (found[0o644].result, found[0o600].result) == (WARN, OK)
    assert found[0o644].finding == f"others may read: {secret.name}"


async def test_a_relay_whose_certificate_ends_is_found_in_time(tmp_path: Path) -> None:
    """Peers reach the node through it alone; it says a month before that this will end."""
    port = "127.0.0.1:7500"
    relay = make_relay(tmp_path / "relay", relay_id="relay-eu", address=port)
    extra = (
        f'[[relays]]\nid = "relay-eu"\naddress = "{port}"\ncertificate = "r.pem"\npublish = true\n'
    )
    settings = make_folder(tmp_path / "node", "fiu-nl", extra=extra)
    (settings.folder / "r.pem").write_bytes(relay.certificate)
    with opened(settings) as member:
        found = []
        for days in (0, 380, 400):
            member.clock.ahead = timedelta(days=days)
            checks = {check.name: check for check in await diagnose(member.application)}
            found.append(checks["certificate of relay-eu"].result)

    assert found == [OK, WARN, FAIL]
