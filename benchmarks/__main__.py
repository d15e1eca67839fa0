"""Run a benchmark by name, or those of speed with small registers.

python -m benchmarks
python -m benchmarks query_latency --records 1000000 --json latency.json
"""

import sys
from collections.abc import Callable, Sequence

from benchmarks import build_index, bulk_link, quality, query_latency

BENCHMARKS: dict[str, Callable[[Sequence[str]], None]] = {
    "build_index": build_index.main,
    "query_latency": query_latency.main,
    "bulk_link": bulk_link.main,
    "quality": quality.main,
}
_SMALL = ("--records", "20000")


def main() -> None:
    """Run what is named on the command line, with the arguments that follow."""
    name, *arguments = sys.argv[1:] or ("",)
    if name in BENCHMARKS:
        BENCHMARKS[name](arguments)
    elif name:
        sys.exit(f"no benchmark {name}; there are {', '.join(BENCHMARKS)}")
    else:
        for run in BENCHMARKS.values():
            run(_SMALL)


if __name__ == "__main__":
    main()
