"""Run a node until it is told to stop."""

import asyncio
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import structlog

from node import log as logging
from node.assemble import Node, open_node
from node.config import load_settings
from node.durable import keep_to_owner
from node.keys.dumps import forbid_core_dumps

log = structlog.get_logger()


def serve(folder: Path, ready_file: Path | None = None) -> None:
    """Serve peers and the node's own people until SIGTERM or SIGINT.

    Args:
        folder: the node's folder.
        ready_file: written once both servers listen, and removed when the node stops.

    Raises:
        ConfigError: The settings are wrong, or the address is taken.
        NodeFolderError: Another process serves this folder.
        KeyringError: The keyring cannot be opened.
    """
    forbid_core_dumps()
    settings = load_settings(folder)
    keep_to_owner()
    logging.configure(settings.log.level, settings.log.format)
    with open_node(settings) as node:
        asyncio.run(_run(node, ready_file))


@contextmanager
def _announced(ready_file: Path | None) -> Iterator[None]:
    """Keep a file with the process id for as long as the node listens."""
    if ready_file is None:
        yield
        return
    ready_file.write_text(f"{os.getpid()}\n", encoding="ascii")
    try:
        yield
    finally:
        ready_file.unlink(missing_ok=True)


async def _run(node: Node, ready_file: Path | None) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    # Answers wait for the disk, not for the processor: there may be more of them than processors.
    loop.set_default_executor(ThreadPoolExecutor(node.settings.exchange.concurrent_calls, "verb"))
    await node.start()
    log.info("node started", node=node.settings.id, address=node.settings.listen)
    try:
        with _announced(ready_file):
            await stop.wait()
    finally:
        await node.stop()
        log.info("node stopped", node=node.settings.id)
