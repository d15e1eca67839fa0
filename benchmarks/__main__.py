"""Run a benchmark by name, or all of them, which writes the sheets of speed and of quality.

python -m benchmarks
python -m benchmarks query_latency --records 1000000 --json latency.json
"""

import sys
from collections.abc import Callable, Sequence

from benchmarks import (
    attack,
    build_index,
    bulk_link,
    console,
    fan_out,
    febrl,
    quality,
    query_latency,
    security_cost,
    speed,
)

BENCHMARKS: dict[str, Callable[[Sequence[str]], None]] = {
    "build_index": build_index.main,
    "query_latency": query_latency.main,
    "fan_out": fan_out.main,
    "bulk_link": bulk_link.main,
    "speed": speed.main,
    "quality": quality.main,
    "febrl": febrl.main,
    "attack": attack.main,
    "security_cost": security_cost.main,
    "console": console.main,
}
_OF_ALL: dict[str, tuple[str, ...]] = {
    "speed": ("--sheet", "docs/speed.md"),
    "fan_out": (),
    "quality": ("--sheet", "docs/quality.md"),
    "febrl": (),
    "attack": (),
    "security_cost": (),
    "console": (),
}


def main() -> None:
    """Run what is named on the command line, with the arguments that follow."""
    name, *arguments = sys.argv[1:] or ("",)
    if name in BENCHMARKS:
        BENCHMARKS[name](arguments)
    elif name:
        sys.exit(f"no benchmark {name}; there are {', '.join(BENCHMARKS)}")
    else:
        for title, given in _OF_ALL.items():
            BENCHMARKS[title](given)


if __name__ == "__main__":
    main()
