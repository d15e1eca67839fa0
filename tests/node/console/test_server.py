"""Where the console listens, and what the node says where it cannot."""

import re

import pytest

from node import config
from node.config import Console
from node.console.server import ConsoleServer
from node.domain.errors import ConfigError
from tests.node.console.floor import Floor, House

pytestmark = pytest.mark.asyncio(loop_scope="session")


def another(house: House, listen: str) -> ConsoleServer:
    """Return another console of a node, elsewhere."""
    folder = house.member.node.settings.folder
    return ConsoleServer(
        house.member.application,
        Console(listen=listen),
        certificate=folder / config.CONSOLE_CERTIFICATE,
        key=folder / config.CONSOLE_KEY,
    )


async def test_a_taken_address_is_told_with_one_that_is_free(floor: Floor) -> None:
    """Whoever writes what the hint says has a console."""
    taken = floor.owner.member.node.settings.console.listen

    with pytest.raises(ConfigError, match="another program listens there") as error:
        await another(floor.owner, taken).start()
    told = re.search(r'listen = "(127\.0\.0\.1:\d+)" under \[console\]', error.value.hint)
    assert told
    second = another(floor.owner, told[1])
    await second.start()
    await second.stop()

    assert told[1] != taken


async def test_an_address_that_is_not_of_the_machine_is_told(floor: Floor) -> None:
    """The hint names no address, because none of that kind would do."""
    with pytest.raises(ConfigError, match=r"cannot listen on 192\.0\.2\.1:7443$") as error:
        await another(floor.owner, "192.0.2.1:7443").start()

    assert "another listen under [console]" in error.value.hint
