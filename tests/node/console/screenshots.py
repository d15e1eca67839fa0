"""Write every page of the console in every language, as people see it, into a folder.

Usage: python -m tests.node.console.screenshots FOLDER
"""

import asyncio
import sys
import tempfile
from dataclasses import asdict
from itertools import product
from pathlib import Path

from node.words import Language
from tests.node.console.floor import CHROMIUM, chromium, floor
from tests.node.console.scene import play
from tests.node.console.views import by_visitor, house_of, name_of

WIDTHS = (320, 1280, 1920)


async def shoot(into: Path) -> None:
    """Open every page in every language, width and light, and write what is seen."""
    with tempfile.TemporaryDirectory() as folder:
        async with floor(Path(folder)) as houses, chromium() as browser:
            scene = asdict(await play(houses))
            for language, width, scheme in product(Language, WIDTHS, ("light", "dark")):
                for node, role, paths in by_visitor():
                    house = house_of(houses, node)
                    page = await house.page(
                        browser, house.people[role], language=language, width=width, scheme=scheme
                    )
                    for path in paths:
                        await page.goto(house.origin + path.format(**scene))
                        await page.wait_for_load_state("networkidle")
                        name = f"{name_of(path)}-{role.value}-{language.value}-{width}-{scheme}.png"
                        await page.screenshot(path=into / name, full_page=True)
                    await page.context.close()


if __name__ == "__main__":
    if not CHROMIUM:
        sys.exit("there is no Chromium on this system; install it with: make tools")
    target = Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    asyncio.run(shoot(target))
    print(f"written into {target}")  # noqa: T201 - a command
