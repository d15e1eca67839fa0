"""A set says whether a tag is in it, and to everybody else nothing but how many pages it has."""

from hypothesis import given
from hypothesis import strategies as st

from matching.blind import PAGE_TAGS, TAG_BYTES, holds, pages_of, tag_of
from matching.subject import Pseudonym

tags = st.binary(min_size=TAG_BYTES, max_size=TAG_BYTES)


@given(st.sets(tags, max_size=40), tags)
def test_what_is_in_a_set_is_found(held: set[bytes], other: bytes) -> None:
    """Every tag of the set is found, and another only where chance has drawn it."""
    [page] = pages_of(held)

    assert all(holds(page, tag) for tag in held)
    drawn = {page[at : at + TAG_BYTES] for at in range(0, len(page), TAG_BYTES)}
    assert holds(page, other) == (other in drawn)


def test_a_set_is_filled_to_whole_pages() -> None:
    """An empty set and one of a full page look alike; one more makes another page."""
    full = {number.to_bytes(TAG_BYTES, "big") for number in range(PAGE_TAGS)}

    assert [len(pages_of(each)) for each in ((), full, full | {b"\xff" * 8})] == [1, 1, 2]
    assert {len(page) for page in pages_of(full | {b"\xff" * 8})} == {PAGE_TAGS * TAG_BYTES}


def test_pages_are_sorted_across_their_ends() -> None:
    """Joined pages can be searched as one."""
    joined = b"".join(pages_of({bytes([n]) * 8 for n in range(200)} | {b"\x01" * 7 + b"\x02"}))
    found = [joined[at : at + TAG_BYTES] for at in range(0, len(joined), TAG_BYTES)]

    assert found == sorted(found)
    assert len(set(found)) == len(found)


def test_a_tag_is_no_part_of_its_pseudonym() -> None:
    """The set answers for no label of an index, and the tag depends on both halves."""
    pseudonym = Pseudonym(bytes(range(48)))

    assert tag_of(pseudonym) not in pseudonym.raw
    assert tag_of(Pseudonym(bytes(range(47)) + b"x")) != tag_of(pseudonym)
    assert tag_of(Pseudonym(b"x" + bytes(range(1, 48)))) != tag_of(pseudonym)
