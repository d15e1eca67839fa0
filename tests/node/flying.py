"""A process in which canaries fly through everything a node does; run by `test_canary.py`.

It captures every message that leaves, says which steps it took but never a value, and ends in a
crash whose message holds them all.
"""

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import structlog

from matching.subject import EntityType
from node import log as logging
from node.casework import Change, NewSubject
from node.decide import Ruling
from node.domain.alert import Direction
from node.domain.case import Facts, Link, Relation
from node.domain.errors import NodeError
from node.domain.reason import Verdict
from node.operator import view
from node.operator.client import Batch, OperatorClient
from node.operator.errors import OperatorError
from node.stand import Wish
from node.wire.channel import Channels
from tests.factories import Fields, a_justification, an_agreement, people
from tests.node.federation import OFFICER, Member, make_folder, running
from tests.node.flying_on import go_on

log = structlog.get_logger()


def _say(what: object) -> None:
    print(what, flush=True)  # noqa: T201 - how the test is told


def _tap(folder: Path) -> None:
    """Keep every message between nodes, as gRPC takes and gives it."""
    call = Channels.call

    async def tapped(self: Channels, *args: object, message: bytes, **rest: object) -> bytes:
        response = await call(self, *args, message=message, **rest)  # type: ignore[arg-type] # passed on
        with (folder / "wire.bin").open("ab") as wire:
            wire.write(message + response)
        return response

    Channels.call = tapped  # type: ignore[method-assign] # listens on the wire


def _canaries(surname: str, passport: str, imo: str) -> tuple[Fields, Fields]:
    person: Fields = {
        "name": (f"Melchior {surname}",),
        "birth_date": ("1962-02-17",),
        "passport": (passport,),
    }
    return person, {"name": (f"{surname} Star",), "imo": (imo,)}


async def _ask(asker: Member, person: Fields, vessel: Fields) -> None:
    work, investigator = asker.application.casework, asker.application.investigator
    reasons = a_justification(case_reference="CASE-CANARY")
    facts = Facts(place=person["name"][0], summary=vessel["name"][0])
    work.open(
        reasons,
        title=f"Operation {person['name'][0]}",
        change=Change(facts=facts),
        officer=OFFICER,
    )
    subjects = [
        NewSubject("S1", "courier", EntityType.PERSON, person),
        NewSubject("S2", "ship", EntityType.VESSEL, vessel),
    ]
    links = [Link("S1", Relation.MASTER_OF, "S2")]
    work.add("CASE-CANARY", subjects, links=links, officer=OFFICER)
    async for step in investigator.run("CASE-CANARY", peers=(), officer=OFFICER):
        _say([str(cell.state) for cell in step.cells])


async def _stand(asker: Member, owner: Member, person: Fields) -> None:
    """Let the subjects stand on both sides, and have a changed register tell of them."""
    agreed = an_agreement(standing=True, overlap=True)
    asker.knows(owner, agreed)
    owner.knows(asker, agreed)
    owner.load("persons", people(1))
    stander = asker.application.standing.stander
    asker.load("persons", people(1))
    cells = await stander.create("CASE-CANARY", Wish(overlap=True), officer=OFFICER)
    _say(f"standing {[str(cell.state) for cell in cells]}")
    owner.load("persons", [*people(1), {**person, "id": ("R-1",)}])
    _say(f"watched {await asyncio.to_thread(owner.node.watcher.look)}")
    _say(f"delivered {await owner.node.notifier.deliver()}")


def _review(owner: Member) -> None:
    for alert in owner.alerts(Direction.INCOMING):
        reviewed = owner.application.review.get(alert.id, officer=OFFICER, with_record=True)
        said = Ruling(Verdict.CONFIRMED, "same-identifier", f"Compared {dict(reviewed.record)}")
        owner.application.desk.decider.decide(alert.id, said, officer=OFFICER)
        _say(f"reviewed {sorted(reviewed.record)}")
        log.info("alert reviewed", record=dict(reviewed.record))


def _spoil(folder: Path, person: Fields, vessel: Fields) -> None:
    """Load bad rows and a file that breaks, and ask for what cannot be, over the socket."""
    start = view.LoadStart("spoilt", "person", "f.csv", dry_run=False, expected=0, officer="o-1")
    with OperatorClient(folder) as client:
        bad = [view.Row(2, person), view.Row(3, {**person, **vessel, "category": ("x",)})]
        last = list(client.load_register(start, [(bad, [])]))[-1]
        _say(f"rejected {last.rejected}")
        for fields in ({**person, "imo": vessel["imo"]}, {"name": (person["name"][0].split()[1],)}):
            try:
                list(_asked(client, fields))
            except OperatorError as error:
                _say(f"refused: {error} {error.hint}")
        try:
            list(client.load_register(start, _breaking(person)))
        except (OperatorError, NodeError, RuntimeError) as error:
            _say(f"load failed: {type(error).__name__}")


def _asked(client: OperatorClient, fields: Fields) -> Iterator[view.AskStep]:
    return client.ask(
        "person",
        fields,
        justification=view.Justification("C", "b", "drug-trafficking", "o", "suspect"),
        peers=(),
        officer="o-1",
        validate_only=False,
    )


def _breaking(person: Fields) -> Iterator[Batch]:
    yield [view.Row(2, person)], []
    raise RuntimeError("the source broke")


@asynccontextmanager
async def _nodes(folder: Path, ledger_url: str) -> AsyncIterator[tuple[Member, Member]]:
    """Run one that asks and one that knows; the ledger of the second may lie elsewhere."""
    here, there = (make_folder(folder / name, name) for name in ("customs-es", "fiu-nl"))
    files = there.files.model_copy(update={"ledger_url": ledger_url})
    there = there.model_copy(update={"files": files})
    async with running(here) as asker, running(there) as owner:
        asker.knows(owner)
        owner.knows(asker)
        yield asker, owner


async def fly(folder: Path, things: tuple[Fields, Fields], *, ledger_url: str) -> None:
    """Load, ask, review, spoil, and crash in a thread and in a task."""
    person, vessel = things
    async with _nodes(folder, ledger_url) as (asker, owner):
        loaded = owner.load("persons", [*people(1), {**person, "id": ("R-1",)}])
        owner.load("vessels", [vessel], kind=EntityType.VESSEL)
        _say(f"loaded {loaded.records}")
        await _ask(asker, person, vessel)
        _review(owner)
        await _stand(asker, owner, person)
        await go_on(asker, owner, things=(person, vessel), say=_say)
        await asyncio.to_thread(_spoil, owner.node.settings.folder, person, vessel)
        thread = threading.Thread(target=_fail, args=(f"{person} {vessel}",))
        thread.start()
        thread.join()
        task = asyncio.create_task(_failing(f"{person} {vessel}"))
        await asyncio.wait({task})
        del task


def _fail(words: str) -> None:
    raise ValueError(words)


async def _failing(words: str) -> None:
    raise ValueError(words)


def main() -> None:
    """Fly, and crash."""
    folder, surname, passport, imo, *ledger = sys.argv[1:]
    things = _canaries(surname, passport, imo)
    logging.configure("debug", "json")
    _tap(Path(folder))
    asyncio.run(fly(Path(folder), things, ledger_url="".join(ledger)))
    raise RuntimeError(f"{things}")


if __name__ == "__main__":
    main()
