"""Fuzz for as long as you like: guided by coverage where atheris is installed, blindly elsewhere.

    python -m tests.fuzz [TARGET ...] [--seconds 60]

Atheris is not among the tools of the checkout: it has wheels for few systems. `make fuzz` installs
it where there is one. A finding ends the run; its bytes are in a file beside the trace.
"""

import argparse
import multiprocessing
import sys
from collections.abc import Sequence

from tests.fuzz.run import CORPUS, run


def main(arguments: Sequence[str]) -> int:
    """Fuzz the targets named, or all; return 1 if one of them has a finding."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", default=[])
    parser.add_argument("--seconds", type=int, default=60, help="for each target")
    given = parser.parse_args(arguments)
    names = given.targets or sorted(path.name for path in CORPUS.iterdir())
    context = multiprocessing.get_context("spawn")
    found = []
    for name in names:
        # A process each, because atheris ends the one in which it runs.
        process = context.Process(target=run, args=(name, given.seconds))
        process.start()
        process.join()
        if process.exitcode:
            found.append(name)
    print(f"{len(names)} targets, findings in: {', '.join(found) or 'none'}")  # noqa: T201 - as above
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
