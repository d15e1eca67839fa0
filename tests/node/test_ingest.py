"""A register is loaded whole or not at all, and whatever was wrong with its rows is told."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from matching.subject import EntityType
from node import config
from node.domain.errors import LoadError, NodeError
from node.domain.exchange import Outcome
from node.domain.journal import Event
from node.domain.register import Reject
from node.ingest import Load
from node.register.row import RawRow, RowFault
from tests.factories import TARGET, VESSEL, Fields, asked, people, rows
from tests.node.federation import OFFICER, Member, make_folder, opened
from tests.node.questions import a_query


@pytest.fixture(scope="module")
def owner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Member]:
    """Open a node with one register of persons and one peer."""
    folder = tmp_path_factory.mktemp("owner")
    with (
        opened(make_folder(folder / "a", "customs-es")) as asker,
        opened(make_folder(folder / "b", "fiu-nl")) as owner,
    ):
        owner.knows(asker)
        owner.load("persons", [*people(5), TARGET])
        yield owner


def answers(owner: Member, fields: Fields) -> Outcome:
    """Return what the node answers about a person."""
    [peer] = owner.application.records.peers.all()
    query = a_query(owner, fields)
    answer, _ = owner.answerer.ask(peer.id, query, query_hash=bytes(32), checkpoint="")
    return answer.subjects[0].outcome


def load(
    owner: Member,
    given: Iterable[RawRow | RowFault],
    *,
    register: str = "persons",
    kind: EntityType = EntityType.PERSON,
    dry_run: bool = False,
) -> tuple[int, int]:
    """Load rows; return how many records and rejects there were."""
    wanted = Load(register, kind, "file.csv", OFFICER, dry_run)
    loaded = owner.application.ingest.load(wanted, given, progress=lambda *_: None)
    return loaded.records, loaded.rejected


def unchanged(owner: Member) -> tuple[object, ...]:
    """Return all that a load that fails may not touch."""
    folder = owner.node.settings.folder / config.GENERATIONS
    return (
        owner.application.records.registers.all(),
        len(owner.entries(Event.LOAD)),
        sorted(path.name for path in folder.iterdir()),
        answers(owner, asked(TARGET)),
    )


BAD_ROWS: list[tuple[RawRow | RowFault, Reject]] = [
    (RowFault(3, "name", "has too many cells"), Reject(3, "name", "has too many cells")),
    (RawRow(4, {"nmae": ("Somebody Else",)}), Reject(4, "nmae", "no such field; nearest is name")),
    (
        RawRow(5, {"name": ("Somebody Else",), "imo": ("9074729",)}),
        Reject(5, "imo", "not a field of a person"),
    ),
    (RawRow(6, {"id": ("6",)}), Reject(6, "name", "neither a name nor an identifier")),
    (
        RawRow(7, {"name": ("Somebody Else",), "category": ("villain",)}),
        Reject(7, "category", ""),
    ),
]


@pytest.mark.parametrize(
    ("row", "expected"), BAD_ROWS, ids=["fault", "field", "type", "empty", "category"]
)
def test_a_bad_row_is_counted_and_told(
    owner: Member, row: RawRow | RowFault, expected: Reject
) -> None:
    """The other rows are loaded; of the bad one line, column and reason are kept, no value."""
    counts = load(owner, [*rows(TARGET), row], register="bad-rows")

    assert counts == (1, 1)
    registers = owner.application.records.registers
    generation = registers.current("bad-rows")
    [kept] = registers.rejects(generation.id)
    assert (kept.line, kept.column) == (expected.line, expected.column)
    assert expected.reason in kept.reason
    assert not {"Somebody", "villain"} & set(kept.reason.split())
    assert generation.rejects == 1


def test_one_id_for_two_rows_is_a_reject(owner: Member) -> None:
    """The first row of an id counts; the second is told."""
    twice: list[Fields] = [
        {"id": ("7",), **asked(TARGET)},
        {"id": ("7",), "name": ("Somebody Else",)},
    ]

    assert load(owner, rows(*twice), register="twice") == (1, 1)
    registers = owner.application.records.registers
    [reject] = registers.rejects(registers.current("twice").id)
    assert (reject.line, reject.column) == (3, "id")


def test_a_dry_run_counts_and_changes_nothing(owner: Member) -> None:
    """An officer sees what would be loaded; nothing else happens."""
    before = unchanged(owner)

    assert load(owner, [*rows(TARGET, VESSEL)], dry_run=True) == (1, 1)
    assert unchanged(owner) == before


def test_nothing_usable_is_an_error(owner: Member) -> None:
    """A file of which no row can be used does not replace the register."""
    before = unchanged(owner)

    with pytest.raises(LoadError, match="none of the 1 rows"):
        load(owner, [RawRow(2, {"imo": ("9074729",)})])
    assert unchanged(owner) == before


def test_another_type_under_the_same_name_is_refused(owner: Member) -> None:
    """A register keeps to its entity type."""
    before = unchanged(owner)

    with pytest.raises(LoadError, match="holds person records"):
        load(owner, rows(VESSEL), kind=EntityType.VESSEL)
    assert unchanged(owner) == before


class Lost(Exception):  # noqa: N818 - not an error of ours
    """The source of the rows broke."""


@pytest.mark.parametrize("failure", [Lost, KeyboardInterrupt, MemoryError])
def test_a_load_that_breaks_leaves_everything(owner: Member, failure: type[BaseException]) -> None:
    """However a load ends, the register before answers and no file of the new one stays."""
    before = unchanged(owner)

    def breaking() -> Iterator[RawRow | RowFault]:
        yield from rows(*people(50))
        raise failure

    with pytest.raises(failure):
        load(owner, breaking())
    assert unchanged(owner) == before


@pytest.mark.parametrize("stage", ["reading", "variants", "postings", "records"])
def test_a_load_stopped_at_any_stage_leaves_everything(owner: Member, stage: str) -> None:
    """Whoever watches the progress may stop the load by raising."""
    before = unchanged(owner)
    wanted = Load("persons", EntityType.PERSON, "file.csv", OFFICER)

    def stop(now: str, _done: int, _total: int) -> None:
        if now == stage:
            raise LoadError("stopped")

    with pytest.raises(NodeError):
        owner.application.ingest.load(wanted, rows(*people(50)), progress=stop)
    assert unchanged(owner) == before


def test_a_reload_disturbs_no_query(owner: Member) -> None:
    """Queries that run while the register is swapped are all answered, from the old or the new."""
    query = asked(TARGET)

    def reload() -> None:
        for number in range(4):
            load(owner, rows(*people(number + 1), TARGET))

    with ThreadPoolExecutor(3) as threads:
        loading = threads.submit(reload)
        told = [answers(owner, query)]
        while not loading.done():
            told.append(answers(owner, query))
        loading.result()

    assert set(told) == {Outcome.HIT}


def test_a_load_is_journalled(owner: Member) -> None:
    """The journal tells who loaded what, how much of it, and into which generation."""
    load(owner, rows(*people(3)), register="journalled")

    entry = owner.entries(Event.LOAD)[-1]

    assert (entry.officer, entry.match_count) == (OFFICER, 3)
    assert entry.detail == {"register": "journalled", "rejects": 0}
    assert entry.generation == owner.application.records.registers.current("journalled").id


def test_a_full_volume_leaves_everything(owner: Member, tmp_path: Path) -> None:
    """Where the generation cannot be written, the load fails as one."""
    before = unchanged(owner)
    folder = owner.node.settings.folder / config.GENERATIONS
    folder.rename(tmp_path / "away")
    try:
        with pytest.raises((NodeError, OSError)):
            load(owner, rows(*people(3)))
    finally:
        (tmp_path / "away").rename(folder)
    assert unchanged(owner) == before
