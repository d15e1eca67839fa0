"""Write every page of the console in every language, as people see it, into a folder.

Each page is opened once in a language and looked at in every window and light, in forced colours
and as it is printed.

Usage: python -m tests.node.console.screenshots FOLDER [--language CODE ...] [--page WORD]
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Page

from node.words import Language
from tests.node.console.floor import CHROMIUM, chromium, floor
from tests.node.console.scene import play
from tests.node.console.views import by_visitor, house_of, open_view

_HEIGHT = 900


@dataclass(frozen=True, slots=True)
class Look:
    """One way in which a page is looked at."""

    name: str
    width: int
    scheme: Literal["light", "dark"] = "light"
    forced: Literal["active", "none"] = "none"
    medium: Literal["screen", "print"] = "screen"


LOOKS = (
    Look("320-light", 320),
    Look("320-dark", 320, scheme="dark"),
    Look("1280-light", 1280),
    Look("1280-dark", 1280, scheme="dark"),
    Look("1920-light", 1920),
    Look("1920-dark", 1920, scheme="dark"),
    Look("forced", 1280, scheme="dark", forced="active"),
    # The width of a sheet of A4 between margins of 15 mm, at 96 pixels to the inch.
    Look("print", 680, medium="print"),
)


async def shoot(into: Path, *, languages: Sequence[Language], word: str) -> int:
    """Open the pages whose name contains a word, and write what is seen; return how many files."""
    written = 0
    with tempfile.TemporaryDirectory() as folder:
        async with floor(Path(folder)) as houses, chromium() as browser:
            scene = await play(houses)
            for language in languages:
                for node, role, views in by_visitor():
                    house = house_of(houses, node)
                    person = house.people[role] if role else None
                    page = await house.page(browser, person, language=language)
                    for view in (each for each in views if word in each.name):
                        await open_view(page, house, view=view, scene=scene)
                        await page.wait_for_load_state("networkidle")
                        who = role.value if role else "nobody"
                        name = f"{view.name}-{who}-{language.value}"
                        written += await _look(page, into, name)
                    await page.context.close()
    return written


async def _look(page: Page, into: Path, name: str) -> int:
    for look in LOOKS:
        await page.set_viewport_size({"width": look.width, "height": _HEIGHT})
        await page.emulate_media(
            media=look.medium, color_scheme=look.scheme, forced_colors=look.forced
        )
        await page.screenshot(path=into / f"{name}-{look.name}.png", full_page=True)
    return len(LOOKS)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", type=Language, action="append")
    parser.add_argument("--page", default="", help="only pages whose name contains this")
    return parser.parse_args()


if __name__ == "__main__":
    if not CHROMIUM:
        sys.exit("there is no Chromium on this system; install it with: make tools")
    wanted = _arguments()
    wanted.folder.mkdir(parents=True, exist_ok=True)
    languages = wanted.language or list(Language)
    number = asyncio.run(shoot(wanted.folder, languages=languages, word=wanted.page))
    print(f"{number} pictures written into {wanted.folder}")  # noqa: T201 - a command
