"""Files sealed to recipients: for each of them whole or not at all, for others nothing."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from node.domain.errors import SealError
from node.keys.sealedstream import (
    CHUNK_BYTES,
    PREFIX,
    open_stream,
    recipient_key,
    recipient_text,
    seal_stream,
)

ALICE, BOB, EVE = (PrivateKey(bytes([number]) * 32) for number in (1, 2, 3))
HEAD_BYTES = 6 + 80 + 24


def sealed_to(*recipients: PrivateKey, clear: bytes = b"content") -> bytes:
    """Seal some content."""
    return b"".join(seal_stream([clear], [bytes(each.public_key) for each in recipients]))


def opened(sealed: bytes, by: PrivateKey) -> bytes:
    """Open it."""
    return b"".join(open_stream(io.BytesIO(sealed), bytes(by)))


@given(st.lists(st.binary(max_size=50), max_size=8))
def test_each_recipient_opens_the_whole(pieces: list[bytes]) -> None:
    """However the content comes in pieces, every recipient reads all of it."""
    keys = [bytes(each.public_key) for each in (ALICE, BOB)]
    sealed = b"".join(seal_stream(pieces, keys))

    assert opened(sealed, ALICE) == opened(sealed, BOB) == b"".join(pieces)


@pytest.mark.parametrize("size", [0, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES + 7])
def test_content_of_several_chunks(size: int) -> None:
    """Content longer than a chunk arrives whole."""
    clear = bytes(range(256)) * (size // 256 + 1)

    assert opened(sealed_to(ALICE, clear=clear[:size]), ALICE) == clear[:size]


def test_others_open_nothing() -> None:
    """A key that is no recipient's opens nothing."""
    with pytest.raises(SealError, match="recipient"):
        opened(sealed_to(ALICE, BOB), EVE)


@pytest.mark.parametrize("cut", [1, 17, 40])
def test_a_cut_file_is_refused(cut: int) -> None:
    """A backup without its end is none."""
    with pytest.raises(SealError):
        opened(sealed_to(ALICE)[:-cut], ALICE)


def test_whole_chunks_cannot_be_left_out() -> None:
    """A backup whose last chunk is missing says so, though all that is there is authentic."""
    sealed = sealed_to(ALICE, clear=bytes(CHUNK_BYTES + 5))
    last = 4 + 17 + 5

    with pytest.raises(SealError, match="cut off"):
        opened(sealed[:-last], ALICE)


@pytest.mark.parametrize("position", [HEAD_BYTES - 1, HEAD_BYTES + 5, -1])
def test_an_altered_file_is_refused(position: int) -> None:
    """Every byte counts: the stream's header, a chunk, its authenticator."""
    sealed = bytearray(sealed_to(ALICE))
    sealed[position] ^= 1

    with pytest.raises(SealError):
        opened(bytes(sealed), ALICE)


def test_another_recipients_box_is_authentic_too() -> None:
    """Nobody can swap who else opens a backup without its recipients' noticing."""
    sealed = bytearray(sealed_to(ALICE, BOB))
    sealed[6 + 80 + 10] ^= 1

    with pytest.raises(SealError):
        opened(bytes(sealed), ALICE)


def test_what_follows_the_end_is_refused() -> None:
    """Nothing can be hung on a backup."""
    with pytest.raises(SealError):
        opened(sealed_to(ALICE) + b"x", ALICE)


@pytest.mark.parametrize("count", [0, 33])
def test_a_backup_has_recipients(count: int) -> None:
    """Sealed to nobody, or to a crowd, is refused before anything is written."""
    with pytest.raises(SealError, match="recipients"):
        next(seal_stream([b""], [bytes(ALICE.public_key)] * count))


@pytest.mark.parametrize("content", [b"", b"HGBK", b"PK\x03\x04" + bytes(200), b"HGBK\x02\x01"])
def test_another_file_is_no_backup(content: bytes) -> None:
    """A file of another kind is told from a damaged backup."""
    with pytest.raises(SealError):
        opened(content, ALICE)


@given(st.binary(min_size=32, max_size=32))
def test_a_recipient_is_written_and_read(key: bytes) -> None:
    """What is printed is what is read."""
    assert recipient_key(recipient_text(key)) == key


@pytest.mark.parametrize(
    "text",
    ["", PREFIX, "age1qqqq", recipient_text(bytes(32))[:-1], recipient_text(bytes(32)) + "a"],
)
def test_another_text_is_no_recipient(text: str) -> None:
    """Something else, or too little of it, is refused."""
    with pytest.raises(SealError):
        recipient_key(text)


def test_a_slip_of_the_pen_is_found() -> None:
    """One wrong letter never names another recipient."""
    text = recipient_text(bytes(ALICE.public_key))
    place = len(PREFIX) + 5
    wrong = text[:place] + ("b" if text[place] == "a" else "a") + text[place + 1 :]

    with pytest.raises(SealError):
        recipient_key(wrong)
