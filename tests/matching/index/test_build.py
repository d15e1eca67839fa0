"""A generation holds what the register says, sealed, and nothing that a thief could use."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import numpy as np
import pytest

from matching.errors import IndexBuildError
from matching.index import layout
from matching.index.build import build
from matching.index.collect import Collection
from matching.index.read import PostingList, SealedIndex
from matching.subject import Pseudonym, Subject
from tests.matching.index.conftest import PERSONS, Open
from tests.matching.index.register import (
    OTHER_KEY,
    PERSON,
    WORD_KEY,
    Cells,
    asked,
    collected,
    evaluate,
    found,
    numbered,
    person,
    sealed,
)

Thief = Callable[[Path], Cells]


def lists_of(index: SealedIndex, subject: Subject[bytes]) -> list[PostingList]:
    """Return the words that the exact tokens of a subject's names open."""
    parts = [part.exact for name in asked(subject).names for part in name.parts]
    opened = index.variants({token.number: token.token_key for token in parts})
    return [PostingList(secret, df) for words in opened.values() for secret, df in words.tolist()]


def test_every_record_is_found_by_its_own_tokens(index: SealedIndex) -> None:
    """Each word of each record leads to the record."""
    for subject in PERSONS:
        words = sum(len(name.parts) for name in subject.names)
        numbers = [
            set(rows["record"].tolist()) for rows in index.postings(lists_of(index, subject))
        ]

        assert len(numbers) == words
        assert set.intersection(*numbers[:2])


def test_each_occurrence_has_one_posting(index: SealedIndex) -> None:
    """A list has the name and the place of each occurrence, by ascending record number."""
    rows = index.postings(lists_of(index, person("maria")))[0]

    assert rows["alias"].tolist() == [0, 0, 0]
    assert rows["part"].tolist() == [0, 0, 0]
    assert rows["record"].tolist() == sorted(rows["record"].tolist())
    assert (rows["year"] > 0).sum() == 2, "a record without a date has no date code"


def test_nothing_opens_under_another_key(index: SealedIndex, path: Path, read_cells: Thief) -> None:
    """Cells that the tokens of every record lead to stay closed without the node's key."""
    cells = read_cells(path)
    keys = {leaf.token_key for each in PERSONS for leaf in asked(each, OTHER_KEY).leaves()}

    opened = [
        layout.unseal(cell, key, once=layout.nonce(index.generation, b"v", row=number))
        for number, cell in cells.variants.items()
        for key in keys
    ]

    assert len(opened) == len(keys) * len(cells.variants)
    assert not any(opened)


def test_cells_show_no_token(path: Path, read_cells: Thief) -> None:
    """No cell holds a token, a pseudonym's key or a reference."""
    secrets = [leaf for subject in PERSONS for leaf in subject.leaves()]
    secrets += [leaf.token_key for subject in PERSONS for leaf in asked(subject).leaves()]
    secrets += [number.to_bytes(16, "big") for number in range(len(PERSONS))]

    joined = b"".join(read_cells(path).all)

    assert not any(secret in joined for secret in secrets)


def test_generations_cannot_be_linked(tmp_path: Path, read_cells: Thief) -> None:
    """Two builds of one register under the same keys share no cell, and not the record numbers."""
    many = [person(f"name{number} surname{number}", date="1970-05-02") for number in range(64)]
    built = []
    for name in ("first", "second"):
        sealed(tmp_path / name, many)
        built.append(read_cells(tmp_path / name))
    first, second = built

    assert not set(first.all) & set(second.all)
    assert first.variants.keys() == second.variants.keys(), "labels follow from the node's key"
    indices = [SealedIndex(tmp_path / name) for name in ("first", "second")]
    lists = [index.postings(lists_of(index, person("name7")))[0] for index in indices]
    orders = [
        [
            int(index.postings(lists_of(index, person(f"name{i}")))[0]["record"][0])
            for i in range(64)
        ]
        for index in indices
    ]
    assert orders[0] != orders[1]
    assert len(lists[0]) == len(lists[1]) == 1


def test_rows_lie_in_the_order_of_their_labels(path: Path, read_cells: Thief) -> None:
    """The order in which the register was read is nowhere in the file."""
    cells = read_cells(path)

    for table in (cells.variants, cells.postings, cells.headers):
        assert list(table) == sorted(table)


def test_sizes_are_padded(tmp_path: Path, read_cells: Thief) -> None:
    """A list of five is as long as a list of six, and tags fill whole buckets."""
    for count in (5, 6):
        sealed(tmp_path / str(count), [person(f"anna surname{number}") for number in range(count)])
    five, six = (read_cells(tmp_path / str(count)) for count in (5, 6))

    assert max(map(len, five.postings.values())) == max(map(len, six.postings.values()))
    assert max(map(len, five.openers.values())) == max(map(len, six.openers.values()))
    assert {len(tags) for tags in five.tags.values()} == {layout.TAG_BYTES * layout.TAG_BUCKET}


def test_tags_are_sorted(path: Path, read_cells: Thief) -> None:
    """The order of tags does not tell which of them are random, or what they stand for."""
    for tags in read_cells(path).tags.values():
        numbers = np.frombuffer(tags, "<u4")

        assert (np.diff(numbers.astype(np.int64)) >= 0).all()


def test_record_key_is_in_its_own_postings_only(index: SealedIndex) -> None:
    """A key beside a posting opens the header of that posting's record and no other."""
    words = lists_of(index, person("ivan"))
    rows = index.postings(words)[0]
    keys = index.record_keys((words[0], place) for place in range(len(rows)))
    numbers = rows["record"].tolist()
    cells = index.records(range(index.size))

    opens = {
        (number, holder)
        for holder, key in zip(numbers, keys, strict=True)
        for number, (header, _) in cells.items()
        if layout.unseal(
            header,
            layout.record_box_key(key),
            once=layout.nonce(index.generation, b"r", row=number),
        )
    }

    assert opens == {(number, number) for number in numbers}


def test_clashing_label_is_counted_and_left_out(tmp_path: Path) -> None:
    """Of two rows with the same number one is kept, and the build says so."""
    collection = collected([person("anna ruiz"), person("berta soto")])

    def clashing(tokens: Iterable[bytes]) -> Iterator[tuple[bytes, Pseudonym]]:
        pairs = list(evaluate(tokens))
        for place, (token, pseudonym) in enumerate(pairs):
            label = pairs[0][1].raw[:8] if place == len(pairs) - 1 else pseudonym.raw[:8]
            yield token, Pseudonym(label + pseudonym.raw[8:])

    path = tmp_path / "clash"
    built = build(path, collection, evaluate=clashing, word_key=WORD_KEY)

    assert built.clashes == 1
    assert SealedIndex(path).size == 2


def test_counts_are_told(tmp_path: Path) -> None:
    """A build says how many records, words and tokens it has."""
    built = sealed(tmp_path / "counts", [person("ana ruiz"), person("ana soto", date="1970-05-02")])

    # Three words with their shorter spellings, and a date in three degrees.
    assert (built.records, built.words, built.clashes) == (2, 3, 0)
    assert built.tokens == len(collected([person("ana ruiz"), person("soto")]).words.tokens) + 3
    assert len(built.generation) == layout.GENERATION_BYTES


def test_every_stage_reports_its_end(tmp_path: Path) -> None:
    """Progress ends with all done, for each table."""
    told: dict[str, tuple[int, int]] = {}

    build(
        tmp_path / "progress",
        collected(PERSONS),
        evaluate=evaluate,
        word_key=WORD_KEY,
        progress=lambda stage, done, total: told.__setitem__(stage, (done, total)),
    )

    assert set(told) == {"words", "values", "evaluating", "variants", "postings", "records"}
    assert all(done == total > 0 for done, total in told.values())


def test_empty_register_can_be_sealed(tmp_path: Path) -> None:
    """A register without records is a generation that finds nothing."""
    build(tmp_path / "none", Collection(PERSON), evaluate=evaluate, word_key=WORD_KEY)
    index = SealedIndex(tmp_path / "none")

    assert index.size == 0
    assert not len(found(index, PERSONS[0]).numbers)


def test_file_is_not_overwritten(tmp_path: Path) -> None:
    """A generation is written once."""
    sealed(tmp_path / "index", PERSONS)
    before = (tmp_path / "index").read_bytes()

    with pytest.raises(IndexBuildError, match="exists already"):
        sealed(tmp_path / "index", PERSONS[:1])

    assert (tmp_path / "index").read_bytes() == before


def test_unwritable_file_is_an_error_of_the_build(tmp_path: Path) -> None:
    """A folder that is not there is told as a build that failed."""
    with pytest.raises(IndexBuildError, match="could not be written") as raised:
        sealed(tmp_path / "missing" / "index", PERSONS)

    assert raised.value.hint


def test_long_list_is_cut_and_read_whole(
    open_register: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A list of several chunks reads back in order, with the key of each record in its place."""
    monkeypatch.setattr(layout, "CHUNK", 8)
    index = open_register([person(f"anna surname{number}") for number in range(29)])

    words = lists_of(index, person("anna"))
    rows = index.postings(words)[0]
    keys = index.record_keys((words[0], place) for place in range(len(rows)))

    assert rows["record"].tolist() == list(range(29))
    assert len(set(keys)) == 29
    assert b"" not in keys
    assert len(found(index, person("anna surname3")).numbers) >= 1


def test_commonest_words_of_a_variant_are_kept(
    open_register: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a spelling leads to more words than a row holds, the rarest are dropped."""
    monkeypatch.setattr(layout, "MAX_WORDS", 2)
    names = ["annab ruiz", "annac ruiz", "annac soto", "annad ruiz", "annad soto", "annad lopez"]
    index = open_register([person(each) for each in names])

    shorter = asked(person("annax")).names[0].parts[0].edits[-1]
    opened = index.variants({shorter.number: shorter.token_key})

    assert opened[shorter.number]["df"].tolist() == [3, 2]


def test_identifier_finds_a_record_without_a_name(open_register: Open) -> None:
    """An identifier alone leads to its record."""
    index = open_register([Subject(PERSON, values=(numbered("KA4711998"),)), person("ana ruiz")])

    assert len(found(index, Subject(PERSON, values=(numbered("KA4711998"),))).numbers) == 1


def test_arrays_of_a_collection_are_as_wide_as_the_format() -> None:
    """The widths that arrays are read back with hold on this machine."""
    assert [array(code).itemsize for code in "BIiQ"] == [1, 4, 4, 8]
