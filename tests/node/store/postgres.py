"""A PostgreSQL server of the tests' own: on a Unix socket in a folder, gone when the tests end.

`make tools` installs the server where it may. Where there is none the tests of the stores
run on SQLite alone, and say so.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_ACCOUNT = "postgres"
_OPTIONS = (
    "-c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off "
    # Every test drops a schema of some forty tables.
    "-c max_locks_per_transaction=256"
)
"""No network, and no care for power cuts: what it holds is worth nothing."""


def programs() -> Path | None:
    """Return the folder of the newest server's programs, which Debian keeps off the path."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    return max((path.parent for path in versions), default=None)


@contextmanager
def served() -> Iterator[str]:
    """Run a server; yield the SQLAlchemy URL of its one database."""
    binaries = programs()
    if binaries is None:
        raise FileNotFoundError("no PostgreSQL server is installed")
    # The path of a Unix socket may have about a hundred bytes, and pytest's folders are longer.
    with tempfile.TemporaryDirectory(prefix="hg-pg-") as name:
        folder = Path(name)
        # A server refuses to run as root.
        account = _ACCOUNT if os.getuid() == 0 else None
        if account:
            shutil.chown(folder, account)

        def run(program: str, *words: str) -> None:
            subprocess.run(  # noqa: S603 - fixed words and our own folder
                [binaries / program, *words],
                check=True,
                user=account,
                cwd=folder,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )

        data = str(folder / "data")
        run("initdb", "-D", data, "-U", "heliograph", "-A", "trust", "-E", "UTF8", "--locale=C")
        run("pg_ctl", "-D", data, "-w", "-o", f"-k {folder} {_OPTIONS}", "start")
        try:
            yield f"postgresql+psycopg://heliograph@/postgres?host={folder}"
        finally:
            run("pg_ctl", "-D", data, "-m", "immediate", "stop")


def dumped(url: str) -> bytes:
    """Return everything that the server's database holds, as text; bytes are in hexadecimal."""
    folder = url.partition("host=")[2]
    binaries = programs()
    if binaries is None:
        raise FileNotFoundError("no PostgreSQL server is installed")
    words = ["-h", folder, "-U", "heliograph", "--data-only", "postgres"]
    return subprocess.run([binaries / "pg_dump", *words], check=True, capture_output=True).stdout  # noqa: S603 - fixed words
