"""The commands about accounts, against a real node."""

from pathlib import Path

import pytest

from node.cli.exitcode import ExitCode
from tests.node.cli.test_command_key import Desk
from tests.node.federation import make_folder, running


async def test_accounts_are_made_and_closed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """An invitation is a link to the console; two officers change a role; who is closed is out."""
    async with running(make_folder(tmp_path / "node", "customs-es")) as member:
        desk = Desk(member, capsys)
        assert "no accounts" in await desk.says("user", "list")

        link = await desk.says("user", "invite", "analyst-7", "--role", "analyst")
        await desk.says("--officer", "a", "user", "role", "analyst-7", "auditor")
        wished = await desk.says("user", "list")
        changed = await desk.shows("--officer", "b", "user", "role", "analyst-7", "auditor")
        again = await desk.says("--officer", "c", "user", "reset", "analyst-7")
        closed = await desk.shows("user", "disable", "analyst-7")
        await desk.says("user", "reset", "analyst-7", code=ExitCode.FAILURE)
        await desk.says("user", "role", "nobody", "auditor", code=ExitCode.FAILURE)

    assert link.startswith("https://localhost:7443/join/")
    assert again.startswith("https://localhost:7443/join/")
    assert again != link
    assert "analyst, wished: auditor" in wished
    assert (changed["role"], closed["state"]) == ("auditor", "disabled")
