"""A crash leaves no file with keys in it."""

import subprocess
import sys

PROGRAM = """
import resource, sys
from node.cli.entry import main
resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY)) \\
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == resource.RLIM_INFINITY else None
main(["help", "exit-codes"])
print(resource.getrlimit(resource.RLIMIT_CORE))
"""


def test_no_process_of_ours_dumps_its_memory() -> None:
    """Whatever the account allows, every command forbids core files for itself and its children."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
    )

    assert done.stdout.splitlines()[-1] == "(0, 0)"
