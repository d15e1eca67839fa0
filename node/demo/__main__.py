"""Run the demonstration: `python -m node.demo [--keep] [--lists FOLDER]`."""

import argparse
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from matching.errors import MatchingError
from node.demo.act import Act
from node.demo.federation import DemoError, Federation
from node.demo.listed import listed_plan
from node.demo.member import Plan
from node.demo.sampled import SEED, sampled_plan
from node.demo.story import Story
from node.domain.errors import NodeError

KEPT: Final = Path("demo-federation")
_INTERRUPTED: Final = 130
_MIB: Final = 1 << 20


def main() -> int:
    """Play the demonstration and return an exit code."""
    options = _options()
    story = Story()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with _stage(keep=options.keep) as folder:
            plan = _plan(options.lists, folder, seed=options.seed)
            story.console.rule(plan.title, align="left")
            with Federation(folder, plan.members) as federation:
                Act(story, federation, plan=plan).play()
                if options.keep:
                    federation.keep()
                    _tell_how_to_go_on(story, federation, plan=plan)
    except (NodeError, MatchingError) as error:
        sys.stdout.flush()
        sys.stderr.write(f"demonstration: {error}\n{error.hint}".rstrip() + "\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("demonstration: interrupted; every node is stopped\n")
        return _INTERRUPTED
    _tell_cost(story)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="node.demo", description=__doc__)
    parser.add_argument("--keep", action="store_true", help=f"leave it running in ./{KEPT}")
    parser.add_argument("--lists", type=Path, help="folder of public lists to use as registers")
    parser.add_argument("--seed", type=int, default=SEED, help="draws registers and subjects")
    return parser.parse_args()


@contextmanager
def _stage(*, keep: bool) -> Iterator[Path]:
    """Give a folder for the federation: one that stays, or one that is removed afterwards."""
    if keep:
        if KEPT.exists():
            raise DemoError(f"./{KEPT} is there already", hint=f"Stop its nodes and: rm -r {KEPT}")
        KEPT.mkdir(mode=0o700)
        yield KEPT.resolve()
        return
    folder = Path(tempfile.mkdtemp(prefix="heliograph-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _plan(lists: Path | None, folder: Path, *, seed: int) -> Plan:
    if lists is not None:
        return listed_plan(lists, folder / "case", seed=seed)
    return sampled_plan(folder / "sample", seed=seed)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _tell_how_to_go_on(story: Story, federation: Federation, *, plan: Plan) -> None:
    story.step("The federation is still running")
    story.say("Ask as the centre does:")
    for name, value in federation.environment(plan.asker.id).items():
        story.say(f"  export {name}={value}")
    story.say(f"  {sys.executable} -m node.cli case status {plan.seizure.reference}")
    numbers = " ".join(map(str, federation.processes.values()))
    story.say("Stop it and remove it:")
    story.say(f"  kill {numbers} && rm -r {federation.folder}")


def _tell_cost(story: Story) -> None:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    # Linux counts in KiB, macOS in bytes.
    peak = children.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    story.say("")
    story.say(
        f"{story.seconds:.0f} s in all; the largest process took {peak // _MIB} MiB; "
        f"processor time {children.ru_utime + children.ru_stime:.0f} s"
    )


sys.exit(main())
