"""Registers and models: how fresh, how many, what was rejected; what each agreement weighs."""

from datetime import timedelta
from typing import Final

from starlette.responses import Response

from matching.model import load_model
from matching.subject import EntityType
from node.console.chart import shares, weigh
from node.console.route import Route, page
from node.console.visit import Visit
from node.diagnose import STALE
from node.domain.account import Permission
from node.domain.errors import NotFoundError
from node.domain.register import Generation
from node.store.labels import LabelSource

_REJECTS: Final = 500
_OLD: Final = STALE * 5 / 6
"""From twenty hours on somebody should load the register before it is stale."""


def registers(visit: Visit) -> Response:
    """List the registers that answer, and the models that judge."""
    return visit.show(
        "register/list.html",
        registers=[
            (each, *_freshness(visit, each)) for each in visit.application.records.registers.all()
        ],
        models=[load_model(kind) for kind in EntityType],
    )


def _freshness(visit: Visit, generation: Generation) -> tuple[str, str]:
    """Return the age of a register in words, and the look of its tag."""
    age: timedelta = visit.now - generation.loaded_at
    look = "bad" if age >= STALE else "flash" if age >= _OLD else "good"
    return visit.words.age(age), look


def register(visit: Visit) -> Response:
    """Show one register with the rows that did not make it."""
    registers = visit.application.records.registers
    current = registers.current(visit.values["name"])
    return visit.show(
        "register/register.html",
        register=current,
        freshness=_freshness(visit, current),
        rejects=registers.rejects(current.id, limit=_REJECTS),
        history=registers.history(current.register),
    )


def model(visit: Visit) -> Response:
    """Show one model: where its numbers come from, what it weighs, what officers decided."""
    if visit.values["type"] not in set(EntityType):
        raise NotFoundError("there is no model of this name")
    entity_type = EntityType(visit.values["type"])
    shown = load_model(entity_type)
    attributes, zero = weigh(shown.comparators)
    name = f"{shown.version}/{shown.profile}"
    desk = visit.application.desk
    decided = desk.labels.weighed(entity_type, name)
    thresholds = shown.thresholds
    bounds = [thresholds.possible, (thresholds.possible + thresholds.hit) / 2, thresholds.hit]
    bounds += [(thresholds.hit + thresholds.strong) / 2, thresholds.strong, thresholds.strong * 2]
    return visit.show(
        "register/model.html",
        model=shown,
        entity_type=entity_type,
        attributes=attributes,
        zero=zero,
        decided=len(decided),
        by_feedback=sum(
            each.count
            for each in desk.labels.counts()
            if (each.entity_type, each.model, each.source)
            == (entity_type, name, LabelSource.FEEDBACK)
        ),
        shares=shares(decided, bounds),
        advice=desk.teacher.thresholds(entity_type, decided),
    )


ROUTES: tuple[Route, ...] = (
    page("/registers", registers, Permission.SEE_REGISTERS),
    page("/registers/{name}", register, Permission.SEE_REGISTERS),
    page("/models/{type}", model, Permission.SEE_REGISTERS),
)
