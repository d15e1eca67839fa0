"""The nodes of a demonstration, as processes."""

import os
import signal
import stat
from pathlib import Path

import pytest

from node.demo.federation import DemoError, Federation
from node.demo.member import Desk, Member

ALONE = Member("customs-es", "Customs", "ES", "customs", Desk("Desk", "SIENA", "ES", ""))
STRANGER = Member("fiu-nl", "FIU", "NL", "customs", Desk("Desk", "SIENA", "NL", ""))


def is_alive(pid: int) -> bool:
    """Tell whether a process of that number exists."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def make(federation: Federation) -> None:
    """Make the node of the one member."""
    words = ["init", "--id", ALONE.id, "--name", ALONE.name, "--country", "ES"]
    words += ["--kind", ALONE.kind, "--address", federation.address(ALONE.id)]
    federation.run(ALONE.id, words)


def interrupted(federation: Federation) -> list[int]:
    """Start the node as a demonstration does, and be interrupted before the end."""
    pids: list[int] = []
    try:
        with federation:
            make(federation)
            federation.start([ALONE])
            pids += federation.processes.values()
            assert all(map(is_alive, pids))
            signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        pass
    return pids


def test_nothing_outlives_an_interruption(tmp_path: Path) -> None:
    """Whatever goes wrong, or whoever presses Ctrl-C, every node that was started is stopped."""
    pids = interrupted(Federation(tmp_path, [ALONE]))

    assert len(pids) == 1
    assert not any(map(is_alive, pids))


def test_node_that_cannot_start_is_told(tmp_path: Path) -> None:
    """A node that ends at once ends the demonstration with what the node said."""
    with Federation(tmp_path, [STRANGER]) as federation:
        with pytest.raises(DemoError, match="ended at once") as caught:
            federation.start([STRANGER])

        assert "there is no node" in str(caught.value)


def test_failed_command_is_told(tmp_path: Path) -> None:
    """A command that fails is named with its code and its sentence."""
    with Federation(tmp_path, [ALONE]) as federation:
        with pytest.raises(DemoError, match="heliograph status ended with code") as caught:
            federation.run(ALONE.id, ["status"])

        assert "there is no node" in str(caught.value)


def test_secrets_differ_and_are_private(tmp_path: Path) -> None:
    """Each node has a secret of its own that nobody else can read."""
    federation = Federation(tmp_path, [ALONE, STRANGER])
    files = [
        Path(federation.environment(member.id)["HELIOGRAPH_PASSPHRASE_FILE"])
        for member in (ALONE, STRANGER)
    ]

    assert files[0].read_text(encoding="ascii") != files[1].read_text(encoding="ascii")
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert len({federation.address(member.id) for member in (ALONE, STRANGER)}) == 2
