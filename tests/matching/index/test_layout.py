"""The derivations of the sealed index are those that other implementations would make."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.index import layout

VECTORS = Path(__file__).parents[2] / "vectors"
DERIVED: dict[str, Any] = json.loads((VECTORS / "index_derivations.json").read_text())

keys = st.binary(min_size=32, max_size=32)
nonces = st.binary(min_size=24, max_size=24)


@pytest.mark.parametrize("case", DERIVED["words"])
def test_words_derive_as_published(case: dict[str, Any]) -> None:
    """Secret, label, sealing key and tag key of a word follow from word key and token."""
    secret = layout.word_secret(bytes.fromhex(case["word_key"]), bytes.fromhex(case["token"]))
    keys = layout.word_keys(secret)

    assert secret.hex() == case["secret"]
    assert keys.number == case["number"]
    assert keys.sealing_key.hex() == case["sealing_key"]
    assert keys.tag_key.hex() == case["tag_key"]
    assert layout.chunk_number(secret, keys.number, chunk=0) == case["number"]
    assert layout.chunk_number(secret, keys.number, chunk=1) == case["second_chunk"]


@pytest.mark.parametrize("case", DERIVED["nonces"])
def test_nonces_derive_as_published(case: dict[str, Any]) -> None:
    """A nonce follows from row number, table and generation."""
    generation = bytes.fromhex(case["generation"])

    assert layout.nonce(generation, case["table"].encode(), row=case["row"]).hex() == case["nonce"]


@pytest.mark.parametrize("case", DERIVED["tags"])
def test_tags_derive_as_published(case: dict[str, Any]) -> None:
    """A tag follows from its key, the generation, the record and the place within it."""
    tag = layout.tag(
        bytes.fromhex(case["key"]),
        bytes.fromhex(case["generation"]),
        record=case["record"],
        alias=case["alias"],
        part=case["part"],
    )

    assert tag.hex() == case["tag"]


def test_record_key_is_widened_as_published() -> None:
    """The key of a header follows from the record key."""
    case = DERIVED["record"]

    assert layout.record_box_key(bytes.fromhex(case["record_key"])).hex() == case["box_key"]


def test_cell_is_sealed_as_published() -> None:
    """A cell is NaCl SecretBox without its nonce."""
    case = DERIVED["cell"]
    content, key, once = (bytes.fromhex(case[name]) for name in ("content", "key", "nonce"))

    assert layout.seal(content, key, once=once).hex() == case["cell"]
    assert layout.unseal(bytes.fromhex(case["cell"]), key, once=once) == content


@given(st.binary(max_size=200), keys, nonces)
def test_sealed_cell_opens(content: bytes, key: bytes, once: bytes) -> None:
    """What is sealed opens under the same key and nonce."""
    assert layout.unseal(layout.seal(content, key, once=once), key, once=once) == content


@given(st.binary(max_size=50), keys, keys, nonces)
def test_other_key_opens_nothing(content: bytes, key: bytes, other: bytes, once: bytes) -> None:
    """A cell stays closed to any other key, as a row of a clashing label does."""
    if key != other:
        assert layout.unseal(layout.seal(content, key, once=once), other, once=once) is None


@given(st.binary(max_size=50), keys, st.integers(min_value=0))
def test_altered_cell_opens_nothing(content: bytes, key: bytes, at: int) -> None:
    """One altered bit closes a cell."""
    cell = bytearray(layout.seal(content, key, once=bytes(24)))
    cell[at % len(cell)] ^= 1

    assert layout.unseal(bytes(cell), key, once=bytes(24)) is None


@given(st.integers(min_value=1, max_value=10**7))
def test_bucket_holds_and_wastes_little(count: int) -> None:
    """A bucket is never smaller than its list, and at most half as large again."""
    size = layout.bucket(count)

    assert count <= size
    assert size <= max(count + 1, count * 3 / 2)
    assert layout.bucket(size) == size


@given(st.integers(min_value=1, max_value=2**31))
def test_frequency_code_is_near(df: int) -> None:
    """A frequency written as one byte is at most nine hundredths off, within what a byte holds."""
    read = layout.DF_OF_CODE[layout.df_code(df)]

    assert abs(read / df - 1) < 0.09


def test_no_frequency_has_code_nought() -> None:
    """A word that never occurs is told apart from one that occurs once."""
    assert layout.df_code(0) == 0
    assert layout.df_code(1) == 1


@given(st.binary(min_size=48, max_size=48))
def test_date_code_is_never_nought(pseudonym: bytes) -> None:
    """Nought means no date, so no date has it."""
    assert 1 <= layout.date_code(pseudonym) <= 255


def test_keys_are_not_told() -> None:
    """Derived keys are in no representation."""
    keys = layout.word_keys(bytes(16))

    assert "sealing_key" not in repr(keys)
    assert "tag_key" not in repr(keys)
