"""Run a benchmark by name, or all of them: those of speed with small registers.

python -m benchmarks
python -m benchmarks query_latency --records 1000000 --json latency.json
"""

import sys
from collections.abc import Callable, Sequence

from benchmarks import (
    attack,
    build_index,
    bulk_link,
    fan_out,
    febrl,
    quality,
    query_latency,
    security_cost,
)

BENCHMARKS: dict[str, Callable[[Sequence[str]], None]] = {
    "build_index": build_index.main,
    "query_latency": query_latency.main,
    "fan_out": fan_out.main,
    "bulk_link": bulk_link.main,
    "quality": quality.main,
    "febrl": febrl.main,
    "attack": attack.main,
    "security_cost": security_cost.main,
}
_SMALL = ("--records", "20000")
_ITS_OWN: dict[str, tuple[str, ...]] = {
    "fan_out": (),
    "quality": ("--sheet", "docs/quality.md"),
    "febrl": (),
    "attack": (),
}


def main() -> None:
    """Run what is named on the command line, with the arguments that follow."""
    name, *arguments = sys.argv[1:] or ("",)
    if name in BENCHMARKS:
        BENCHMARKS[name](arguments)
    elif name:
        sys.exit(f"no benchmark {name}; there are {', '.join(BENCHMARKS)}")
    else:
        for title, run in BENCHMARKS.items():
            run(_ITS_OWN.get(title, _SMALL))


if __name__ == "__main__":
    main()
