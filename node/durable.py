"""Put small files in their place as one step that survives a power cut.

A crash leaves the old file or the new one, never half of either: the new content is written beside
it and made durable before it takes the name, and the name is made durable after.
"""

import contextlib
import os
from pathlib import Path

OWNER_ALONE = 0o600


def replace_file(path: Path, content: bytes, *, mode: int = OWNER_ALONE) -> None:
    """Write a file, or another content in its place, readable by its owner alone unless said.

    Raises:
        OSError: It cannot be written; the old file is as it was.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with contextlib.suppress(FileNotFoundError):
        # What a crash has left may have another mode; it is never written into.
        draft.unlink()
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, mode)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            draft.unlink()
        raise
    sync_folder(path.parent)


def make_empty_folder(folder: Path) -> bool:
    """Make a folder that its owner alone may enter, or make one that is there so.

    Returns:
        Whether there is nothing in it; where there is something, its permissions stay.

    Raises:
        OSError: It cannot be made.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return False
    folder.chmod(0o700)
    return True


def keep_to_owner() -> None:
    """Let nobody else read what this process and those that it starts write from now on.

    The service file says the same; a node that is started by hand has none, and its databases
    would be readable for everybody who reaches their folder.
    """
    os.umask(0o077)


def open_to_others(*paths: Path) -> tuple[str, ...]:
    """Return the names of those that another account of the machine may read, or look into."""
    return tuple(path.name for path in paths if path.exists() and path.stat().st_mode & 0o007)


def move_file(path: Path, to: Path) -> None:
    """Give a durable file another name in the same folder, in the place of what has that name.

    Raises:
        OSError: It cannot be moved.
    """
    path.replace(to)
    sync_folder(to.parent)


def sync_folder(folder: Path) -> None:
    """Make names durable: without it a power cut may bring an old file back."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Make everything in a folder durable, and its names."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        elif path.is_dir():
            sync_folder(path)
    sync_folder(folder)
