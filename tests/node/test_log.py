"""A log line has a constant name and listed fields; whatever else was said is withheld."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest

from node.housekeeping import Tidied
from node.log import FIELDS, WITHHELD, withhold
from node.remind import Reminded

NODE = Path(__file__).parents[2] / "node"
LEVELS = {"debug", "info", "warning", "error"}

SECRET = "Zwyrtkowiczanin"  # noqa: S105 - a name that must not be told


def said(program: str, *, level: str = "info", form: str = "json") -> str:
    """Run a program under the node's logging; return what stands on standard error."""
    start = f"from node import log; log.configure({level!r}, {form!r}); import structlog\n"
    start += "say = structlog.get_logger()\n"
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", start + program], capture_output=True, check=False, text=True
    )
    assert done.stdout == ""
    return done.stderr


def test_listed_fields_are_told() -> None:
    """Counts, codes and names of members stand as they are."""
    event = {"event": "query answered", "peer": "fiu-nl", "subjects": 3}

    assert withhold(None, "info", dict(event)) == event


def test_other_fields_are_withheld() -> None:
    """A careless call shows itself without showing what it would have told."""
    assert withhold(None, "info", {"event": "x", "surname": SECRET}) == {
        "event": "x",
        "surname": WITHHELD,
    }


def test_no_listed_field_is_about_a_person() -> None:
    """The list of fields grows by review only."""
    assert not FIELDS & {"name", "surname", "title", "subject", "record", "value", "token", "key"}


def _logged(path: Path) -> Iterator[str]:
    """Yield the fields that the calls of the logger in a module name."""
    for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(call, ast.Call)
            and isinstance(call.func, ast.Attribute)
            and call.func.attr in LEVELS
            and isinstance(call.func.value, ast.Name)
            and call.func.value.id == "log"
        ):
            yield from (word.arg for word in call.keywords if word.arg is not None)


def test_no_call_says_what_is_withheld() -> None:
    """Whoever reads the log at night is told all that the sources meant to tell."""
    modules = [path for path in NODE.rglob("*.py") if "pb" not in path.parts]
    said = {(path.name, name) for path in modules for name in _logged(path)}

    assert said
    assert {(module, name) for module, name in said if name not in FIELDS} == set()


@pytest.mark.parametrize("done", [Tidied, Reminded])
def test_counts_of_what_was_done_are_told(done: type) -> None:
    """Two calls give their counts as they are."""
    assert {each.name for each in fields(done)} <= FIELDS


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(f"say.info('read', surname='{SECRET}')", id="our-own"),
        pytest.param(
            f"import logging; logging.getLogger('lib').warning('bad %s', '{SECRET}')", id="library"
        ),
        pytest.param(f"import warnings; warnings.warn('{SECRET}')", id="warning"),
        pytest.param(f"raise ValueError('{SECRET}')", id="crash"),
        pytest.param(
            "import threading\n"
            f"def fail(): raise ValueError('{SECRET}')\n"
            "t = threading.Thread(target=fail); t.start(); t.join()",
            id="thread",
        ),
        pytest.param(
            "import asyncio\n"
            f"async def fail(): raise ValueError('{SECRET}')\n"
            "async def main():\n"
            "    task = asyncio.create_task(fail())\n"
            "    await asyncio.wait([task])\n"
            "asyncio.run(main())",
            id="task",
        ),
    ],
)
def test_words_are_withheld_and_places_told(program: str) -> None:
    """Whoever speaks, one JSON line says that and where; the words stay out of it."""
    told = said(program)

    assert SECRET not in told
    [line] = [json.loads(each) for each in told.splitlines()]
    assert line["event"]
    assert line["timestamp"].endswith("Z")


def test_a_level_is_kept_to() -> None:
    """What is below the level is not written."""
    assert said("say.info('quiet')", level="warning") == ""


def test_a_text_is_for_people() -> None:
    """The other form is one line of words."""
    assert "node started" in said("say.info('node started', node='a')", form="text")
