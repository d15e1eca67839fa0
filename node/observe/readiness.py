"""Whether the node can do its work now: what a load balancer or a probe asks."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from node.application import Application
from node.diagnose import STALE
from node.domain.errors import LedgerError
from node.keys.certificate import not_after

LITTLE_SPACE = 256 * 1024 * 1024
"""Bytes below which the next entry of the journal may not fit."""


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing without which the node is not ready."""

    name: str
    holds: bool


def conditions(application: Application) -> list[Condition]:
    """Look at everything that keeps a node from asking or answering; blocks on the ledger."""
    try:
        return list(_conditions(application, application.clock.now()))
    except LedgerError:
        return [Condition("ledger", holds=False)]


def _conditions(application: Application, now: datetime) -> Iterator[Condition]:
    registers = application.records.registers.all()
    yield Condition("ledger", holds=True)
    yield Condition("certificate", not_after(application.entry().certificate) > now)
    yield Condition("space", application.free_bytes() > LITTLE_SPACE)
    if application.follower is not None:
        yield Condition("directory", application.follower.standing.is_in_force(now))
    # A node without a register only asks, and is ready to.
    yield Condition("registers", all(now - each.loaded_at < STALE for each in registers))
