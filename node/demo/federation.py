"""Make, start, use and stop the nodes of a demonstration, each in a process of its own.

Rules: nothing outlives the federation unless it was told to; every secret is made here, at random;
a command that fails ends the demonstration with what the command said.
"""

import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from time import monotonic, sleep
from types import TracebackType
from typing import Final, Self

from node.demo.member import Member
from node.domain.errors import NodeError

_START_S: Final = 60.0
_STOP_S: Final = 20.0
_POLL_S: Final = 0.05
_LOG_LINES: Final = 8


class DemoError(NodeError):
    """The demonstration cannot go on."""

    code = "DEMO"


class Federation:
    """The nodes of some members under one folder; a context manager that stops what it started."""

    def __init__(self, folder: Path, members: Sequence[Member]) -> None:
        """Choose secrets and free ports for the members."""
        self.folder = folder
        self._outlives = False
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        ports = _free_ports(len(members))
        self._addresses = {
            member.id: f"127.0.0.1:{port}" for member, port in zip(members, ports, strict=True)
        }
        for member in members:
            _write_secret(self._secret(member.id))

    def __enter__(self) -> Self:
        """Return the federation itself."""
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        """Stop every node, unless all went well and they are to be kept."""
        if error is not None or not self._outlives:
            self.stop()

    @property
    def processes(self) -> dict[str, int]:
        """Process id of every running node."""
        return {member: process.pid for member, process in self._running.items()}

    def keep(self) -> None:
        """Leave the nodes running at the end."""
        self._outlives = True

    def node_folder(self, member: str) -> Path:
        """Return the folder of a member's node."""
        return self.folder / member

    def environment(self, member: str) -> Mapping[str, str]:
        """Return the variables by which the command finds a member's node."""
        return {
            "HELIOGRAPH_NODE": str(self.node_folder(member)),
            "HELIOGRAPH_PASSPHRASE_FILE": str(self._secret(member)),
        }

    def address(self, member: str) -> str:
        """Return host and port of a member's node."""
        return self._addresses[member]

    def start(self, members: Sequence[Member]) -> None:
        """Start the nodes of all members and wait until each of them serves.

        Raises:
            DemoError: A node ended, or took too long.
        """
        for member in members:
            with (self.folder / f"{member.id}.log").open("wb") as log:
                self._running[member.id] = subprocess.Popen(  # noqa: S603 - our own command
                    [*_COMMAND, "serve", "--ready-file", str(self._ready(member.id))],
                    env={**os.environ, **self.environment(member.id)},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    # Ctrl-C reaches the demonstration alone, which then stops the nodes in order.
                    start_new_session=True,
                )
        for member in members:
            self._await(member.id)

    def run(self, member: str, words: Sequence[str], *, accepted: Sequence[int] = (0,)) -> str:
        """Run a command at a member and return what it printed.

        Raises:
            DemoError: It ended with a code that is not accepted.
        """
        result = subprocess.run(  # noqa: S603 - our own command
            [*_COMMAND, *words],
            env={**os.environ, **self.environment(member)},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
        )
        _require(member, words, code=result.returncode, accepted=accepted, said=result.stderr)
        return result.stdout

    def show(self, member: str, words: Sequence[str], *, accepted: Sequence[int] = (0,)) -> None:
        """Run a command at a member and let it print.

        Raises:
            DemoError: It ended with a code that is not accepted.
        """
        result = subprocess.run(  # noqa: S603 - our own command
            [*_COMMAND, *words],
            env={**os.environ, **self.environment(member)},
            stdin=subprocess.DEVNULL,
            check=False,
        )
        _require(member, words, code=result.returncode, accepted=accepted, said="")

    def stop(self) -> None:
        """Stop every node that was started, by force where asking does not help."""
        with ExitStack() as stack:
            for process in self._running.values():
                stack.callback(_end, process)
                process.terminate()
        self._running.clear()

    def _await(self, member: str) -> None:
        deadline = monotonic() + _START_S
        while not self._ready(member).exists():
            if self._running[member].poll() is not None:
                raise DemoError(f"the node {member} ended at once:\n{self._log_end(member)}")
            if monotonic() > deadline:
                raise DemoError(f"the node {member} did not start within {_START_S:.0f} seconds")
            sleep(_POLL_S)

    def _log_end(self, member: str) -> str:
        text = (self.folder / f"{member}.log").read_text(encoding="utf-8", errors="replace")
        return "\n".join(text.splitlines()[-_LOG_LINES:])

    def _secret(self, member: str) -> Path:
        return self.folder / "secrets" / member

    def _ready(self, member: str) -> Path:
        return self.folder / f"{member}.ready"


_COMMAND: Final = (sys.executable, "-m", "node.cli")


def _require(
    member: str, words: Sequence[str], *, code: int, accepted: Sequence[int], said: str
) -> None:
    if code not in accepted:
        command = " ".join(words[:2])
        raise DemoError(f"{member}: heliograph {command} ended with code {code}\n{said}".rstrip())


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        process.wait(_STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _write_secret(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(secrets.token_hex(32), encoding="ascii")


def _free_ports(count: int) -> list[int]:
    """Return ports that nobody listens on, all different since all are held at once."""
    with ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
