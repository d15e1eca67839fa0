"""A header says what it was given."""

from hypothesis import given
from hypothesis import strategies as st

from matching.index.header import (
    COUNTED,
    Header,
    NameHeader,
    kinds_and_lengths,
    pack,
    part_byte,
    unpack,
)
from matching.index.layout import HEADER_BUCKET, REFERENCE_BYTES
from matching.subject import Attribute, NameRole, PartKind

small = st.integers(min_value=0, max_value=255)


@st.composite
def names(draw: st.DrawFn) -> NameHeader:
    """Draw a name of up to 24 parts."""
    parts = draw(st.integers(min_value=0, max_value=24))
    part = st.binary(min_size=parts, max_size=parts)
    return NameHeader(draw(st.sampled_from(NameRole)), draw(small), draw(part), draw(part))


headers = st.builds(
    Header,
    st.binary(min_size=REFERENCE_BYTES, max_size=REFERENCE_BYTES),
    st.binary(min_size=len(COUNTED), max_size=len(COUNTED)),
    st.lists(names(), max_size=12).map(tuple),
)


@given(headers)
def test_header_survives(header: Header) -> None:
    """A header reads back as it was written, padded to its bucket."""
    packed = pack(header)

    assert unpack(packed) == header
    assert len(packed) % HEADER_BUCKET == 0


@given(st.lists(st.tuples(st.sampled_from(PartKind), st.integers(0, 40)), max_size=24))
def test_part_bytes_survive(parts: list[tuple[PartKind, int]]) -> None:
    """Kind and length of a part fit one byte; a length is capped at fifteen."""
    kinds, lengths = kinds_and_lengths(bytes(part_byte(*part) for part in parts))

    assert kinds.tolist() == [kind for kind, _ in parts]
    assert lengths.tolist() == [min(15, length) for _, length in parts]


def test_counts_are_read_by_name() -> None:
    """Each attribute has its own counter."""
    header = Header(bytes(16), bytes(range(len(COUNTED))), ())

    assert [header.count(str(name)) for name in COUNTED] == list(range(len(COUNTED)))
    assert header.count(Attribute.COUNTRY) == COUNTED.index(Attribute.COUNTRY)
