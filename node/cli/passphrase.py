"""The option that names a file with a passphrase, which itself is never on a command line."""

from pathlib import Path
from typing import Annotated, Final

import typer

from node.cli.exitcode import UsageError

VARIABLE: Final = "HELIOGRAPH_PASSPHRASE_FILE"

PassphraseFile = Annotated[
    Path | None,
    typer.Option(envvar=VARIABLE, help="File with the passphrase, 12 characters or more."),
]


def passphrase_in(path: Path | None) -> str:
    """Return the passphrase in a file.

    Raises:
        UsageError: No file is named.
        KeyringError: It cannot be read, or holds too little.
    """
    from node.keys.sealedfile import read_secret  # noqa: PLC0415 - cryptography takes long

    if path is None:
        raise UsageError(
            "no passphrase file is named", hint=f"Give --passphrase-file FILE or {VARIABLE}."
        )
    return read_secret(path)
