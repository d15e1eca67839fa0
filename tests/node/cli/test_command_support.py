"""What is sent to a supporter tells how a node fares, and nobody's name."""

import asyncio
import json
from pathlib import Path

import pytest

from node.cli.entry import main
from node.cli.exitcode import ExitCode
from tests.factories import TARGET
from tests.node.conftest import Trio
from tests.node.federation import make_folder

of_the_session = pytest.mark.asyncio(loop_scope="session")


@of_the_session
async def test_a_running_node_is_described_in_counts(trio: Trio, tmp_path: Path) -> None:
    """Versions, switches, checks and sizes stand there."""
    file = tmp_path / "support.json"
    node = str(trio.owner.node.settings.folder)

    assert await asyncio.to_thread(main, ["--node", node, "support", "collect", str(file)]) == 0

    told = json.loads(file.read_text())
    assert (told["schema"], told["running"]) == ("heliograph.support.v1", True)
    assert {"splink", "duckdb", "grpcio", "pynacl"} <= set(told["packages"])
    assert told["settings"]["exchange"]["fan_out"] == 256
    assert {each["entity_type"] for each in told["registers"]} == {"person", "vessel"}
    assert {"oprf", "certificate", "journal"} <= {each["kind"] for each in told["checks"]}


@of_the_session
async def test_nothing_in_it_names_anybody(trio: Trio, tmp_path: Path) -> None:
    """Neither records nor registers, peers, addresses or files of the node."""
    file = tmp_path / "support.json"
    settings = trio.owner.node.settings
    words = ["--node", str(settings.folder), "support", "collect", str(file)]
    await asyncio.to_thread(main, words)

    told = file.read_text()

    peers = [peer.id for peer in trio.owner.application.records.peers.all()]
    desks = [point.address for point in settings.contact_points]
    secrets = [*TARGET["name"], settings.id, settings.node.address, *peers, *desks]
    assert peers
    assert [word for word in [*secrets, str(settings.folder), "persons"] if word in told] == []


def test_a_node_that_is_down_is_described_too(tmp_path: Path) -> None:
    """Who cannot start a node needs help most."""
    settings, file = make_folder(tmp_path / "a", "customs-es"), tmp_path / "support.json"

    assert main(["--node", str(settings.folder), "support", "collect", str(file)]) == 0

    told = json.loads(file.read_text())
    assert (told["running"], told["settings"]["observe"]["listen"]) == (False, "")


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is there stays."""
    settings, file = make_folder(tmp_path / "a", "customs-es"), tmp_path / "support.json"
    file.write_text("mine")

    code = main(["--node", str(settings.folder), "support", "collect", str(file)])

    assert (code, file.read_text()) == (ExitCode.FAILURE, "mine")
    assert "Name a new file." in capsys.readouterr().err
