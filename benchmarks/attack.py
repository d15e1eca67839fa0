"""What a thief of one node's disk, or of one member's keys, computes from three kinds of index.

    python -m benchmarks.attack --records 1500 --lists ../shared/data --json attack.json

(a) tokens under a key that all members share (HMAC), (b) tokens under the node's own key, but with
equal tokens stored as equal pseudonyms, (c) the sealed index as a node writes it: the file itself
is read, without a key. (a) and (b) are built here for comparison; no node stores either.

For (c) the figures are upper bounds: every record whose sizes are like no other record's counts as
recognised, though nothing tells the thief that he is right. Low numbers from these attacks are no
proof of safety; whoever has a better one adds it here.
"""

import argparse
import hmac
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import duckdb

from benchmarks import generated, report
from benchmarks.thief import Bags, Guess, co_occur, commonest, refine
from matching import oprf
from matching.encode import direct_pseudonyms
from matching.errors import TooManyTokensError
from matching.index.build import build
from matching.index.collect import Collection
from matching.index.layout import split_record
from matching.index.page import iter_cells
from matching.labelled import Labelled, read_folder
from matching.profile import tokens
from matching.records import Record
from matching.subject import EntityType, Subject

LISTS = "persons_ofac24_eu26_docs_open"
FIFTH = 5
WORDS = 300
_TRIED = 2_000
"""Name parts that a member evaluates under its own key and looks for in another's index."""


@dataclass(frozen=True, slots=True)
class Case:
    """The register that is stolen, and another list of the same population in clear text."""

    name: str
    register: Sequence[Subject[bytes]] = field(repr=False)
    other: Sequence[Subject[bytes]] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Result:
    """One attack: how much of what it aims at it got, and how often it was wrong."""

    index: str
    knows: str
    attack: str
    aims_at: int
    right: int
    wrong: int = 0

    @property
    def share(self) -> float:
        """What was got, in per cent."""
        return round(100 * self.right / max(1, self.aims_at), 1)


def case_of(data: Labelled, *, stolen: str) -> Case:
    """Make a case of labelled registers; `stolen` is left or right."""
    sides = {"left": _subjects(data.left), "right": _subjects(data.right)}
    register = sides[stolen]
    other = sides["right" if stolen == "left" else "left"]
    return Case(data.name, list(register.values()), list(other.values()))


def _subjects(records: Mapping[str, Record]) -> dict[str, Subject[bytes]]:
    found = {}
    for name, record in records.items():
        try:
            found[name] = tokens(record, asking=False)
        except TooManyTokensError:
            continue
    return found


def attack(case: Case, folder: Path, *, seed: int) -> Iterator[Result]:
    """Try everything on one register."""
    random = Random(seed)  # noqa: S311 - a measurement that can be repeated
    order = list(range(len(case.register)))
    random.shuffle(order)
    yield from _on_shared_key(case, order, random=random)
    yield from _on_pseudonyms(case, order, random=random)
    yield from _on_sealed(case, folder, random=random)


def _on_shared_key(case: Case, order: Sequence[int], *, random: Random) -> Iterator[Result]:
    """Any member computes every token: a dictionary, record by record."""
    key = random.randbytes(32)
    stolen = _bags([case.register[place] for place in order], _Hmac(key))
    known = _bags(case.register, _Hmac(key))
    by_content = {bag: place for place, bag in enumerate(stolen)}
    guess = {place: by_content[bag] for place, bag in enumerate(known)}
    yield _judged(
        "a", "a member's key, the list", name="dictionary", guess=guess, truth=_truth(order)
    )
    names = {token for bag in _bags(case.other, _Hmac(key)) for token in bag}
    all_tokens = {token for bag in stolen for token in bag}
    read = len(names & all_tokens)
    yield Result("a", "a member's key, another list", "tokens read", len(all_tokens), read)


def _on_pseudonyms(case: Case, order: Sequence[int], *, random: Random) -> Iterator[Result]:
    numbers = _Numbers(random)
    stolen = _bags([case.register[place] for place in order], numbers)
    own = _Numbers(random)
    known = _bags(case.register, own)
    truth = _truth(order)
    yield _judged("b", "the list", name="co-occurrence", guess=co_occur(known, stolen), truth=truth)
    yield _judged("b", "the list", name="refinement", guess=refine(known, stolen), truth=truth)
    part = sorted(random.sample(range(len(known)), len(known) // FIFTH))
    guess = refine([known[place] for place in part], stolen)
    of_part = {number: truth[place] for number, place in enumerate(part)}
    yield _judged("b", "a fifth of it", name="refinement", guess=guess, truth=of_part)
    others = _bags(case.other, own)
    yield _by_frequency(others, stolen, own=own, numbers=numbers)


def _by_frequency(others: Bags, stolen: Bags, *, own: "_Numbers", numbers: "_Numbers") -> Result:
    """Name the commonest pseudonyms in the order of the commonest tokens of another list."""
    ranked = zip(commonest(others, WORDS), commonest(stolen, WORDS), strict=False)
    right = sum(own.token(ours) == numbers.token(theirs) for ours, theirs in ranked)
    return Result("b", "another list", f"frequency, {WORDS} words", WORDS, right)


def _on_sealed(case: Case, folder: Path, *, random: Random) -> Iterator[Result]:
    stolen = folder / "stolen.duckdb"
    key = oprf.derive_key(random.randbytes(32), b"attack")
    _seal(case.register, stolen, key=key, random=random)
    part = random.sample(case.register, len(case.register) // FIFTH)
    sizes = record_sizes(stolen)
    for knows, known in (("the list", case.register), ("a fifth of it", part)):
        right = _singled_out(sizes, _own_sizes(known, folder, random=random))
        yield Result("c", knows, "sizes of records", len(known), right)
    lengths = Counter(list_sizes(stolen))
    named = sum(1 for count in lengths.values() if count == 1)
    yield Result("c", "another list", f"frequency, {WORDS} words", WORDS, named)
    words = {part.exact for each in case.register for name in each.names for part in name.parts}
    tried = random.sample(sorted(words), min(_TRIED, len(words)))
    other_key = oprf.derive_key(random.randbytes(32), b"attack")
    for knows, held in (("another member's key", other_key), ("this node's key: a breach", key)):
        found = _labels_found(stolen, held, wanted=tried)
        yield Result("c", f"{knows}, the list", "dictionary, labels found", len(tried), found)


def _own_sizes(known: Sequence[Subject[bytes]], folder: Path, *, random: Random) -> Counter[object]:
    """Build an index as the node would, to see which sizes the known records have."""
    path = folder / f"own-{random.randrange(1 << 30)}.duckdb"
    _seal(known, path, key=oprf.derive_key(random.randbytes(32), b"thief"), random=random)
    return record_sizes(path)


def _singled_out(stolen: Counter[object], own: Counter[object]) -> int:
    return sum(1 for size, count in own.items() if count == 1 and stolen[size] == 1)


def record_sizes(path: Path) -> Counter[object]:
    """Read, without a key, what is visible of each record: the lengths of its two sealed cells."""
    return Counter(tuple(map(len, split_record(cell))) for _, cell in _cells(path, "r"))


def list_sizes(path: Path) -> list[int]:
    """Read, without a key, the lengths of the longest posting lists."""
    return sorted((len(cell) for _, cell in _cells(path, "p")), reverse=True)[:WORDS]


def _cells(path: Path, table: str) -> Iterator[tuple[int, bytes]]:
    """Yield label and sealed cell of every row of a table."""
    with duckdb.connect(str(path), read_only=True) as file:
        pages = file.execute(f"SELECT b FROM {table}").fetchall()  # noqa: S608 - our own names
    for (page,) in pages:
        yield from iter_cells(page)


def _labels_found(path: Path, key: bytes, *, wanted: Sequence[bytes]) -> int:
    """Count the tokens whose labels under a key are rows of the index."""
    numbers = [pseudonym.number for _, pseudonym in direct_pseudonyms(key, wanted)]
    labels = {label for label, _ in _cells(path, "v")}
    return sum(number in labels for number in numbers)


def _seal(subjects: Sequence[Subject[bytes]], path: Path, *, key: bytes, random: Random) -> None:
    """Write the index that a node would, by the node's own code."""
    collection = Collection(EntityType.PERSON)
    for number, subject in enumerate(subjects):
        collection.add(number.to_bytes(16, "big"), subject)
    build(
        path,
        collection,
        evaluate=lambda wanted: direct_pseudonyms(key, wanted),
        word_key=random.randbytes(32),
    )


class _Hmac:
    """Tokens under a key that all members share."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __call__(self, token: bytes) -> int:
        return int.from_bytes(hmac.digest(self._key, token, "sha256")[:8], "big")


class _Numbers:
    """Random numbers for tokens: what any injective keyed function looks like without its key."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._numbers: dict[bytes, int] = {}
        self._tokens: dict[int, bytes] = {}

    def __call__(self, token: bytes) -> int:
        if token not in self._numbers:
            self._numbers[token] = number = self._random.getrandbits(62)
            self._tokens[number] = token
        return self._numbers[token]

    def token(self, number: int) -> bytes:
        """Return the token behind a number, for judging a guess."""
        return self._tokens[number]


def _bags(subjects: Sequence[Subject[bytes]], image: "_Hmac | _Numbers") -> Bags:
    return [frozenset(map(image, subject.leaves())) for subject in subjects]


def _truth(order: Sequence[int]) -> dict[int, int]:
    """Return where each record of the register lies in the shuffled one."""
    return {place: at for at, place in enumerate(order)}


def _judged(index: str, knows: str, *, name: str, guess: Guess, truth: Mapping[int, int]) -> Result:
    right = sum(truth.get(place) == at for place, at in guess.items())
    return Result(index, knows, name, len(truth), right, len(guess) - right)


_INDEXES = {"a": "(a) shared key", "b": "(b) own key, equal", "c": "(c) sealed"}


def show(case: Case, results: Sequence[Result]) -> None:
    """Print what was got."""
    rows = [
        (
            _INDEXES[each.index],
            each.knows,
            each.attack,
            f"{each.right:,} of {each.aims_at:,}",
            f"{each.share} %",
            str(each.wrong or ""),
        )
        for each in results
    ]
    title = f"{case.name}: {len(case.register):,} records stolen"
    report.show(title, ("index", "the thief has", "attack", "got", "share", "wrong"), rows=rows)


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the command line, attack, and print."""
    parser = argparse.ArgumentParser(description="Attack three kinds of index.")
    parser.add_argument("--records", type=int, default=1_200)
    parser.add_argument("--lists", type=Path, help="folder of labelled lists, if there is one")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the result here as well")
    asked = parser.parse_args(arguments)
    told = {}
    for case in _cases(asked.records, asked.lists, seed=asked.seed):
        with tempfile.TemporaryDirectory() as folder:
            results = list(attack(case, Path(folder), seed=asked.seed))
        show(case, results)
        told[case.name] = [
            {name: getattr(each, name) for name in (*Result.__slots__, "share")} for each in results
        ]
    report.write(asked.json, "attack", result={"registers": told})


def _cases(records: int, lists: Path | None, *, seed: int) -> Iterator[Case]:
    links = records // 3
    data = generated.labelled(EntityType.PERSON, links, crowd=records - links, seed=seed)
    yield case_of(data, stolen="left")
    if lists is not None and (lists / LISTS).is_dir():
        yield case_of(read_folder(lists / LISTS), stolen="right")


if __name__ == "__main__":
    main()
