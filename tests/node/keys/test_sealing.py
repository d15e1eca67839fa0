"""Sizes say nothing, and only the recipient opens."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from node.domain.errors import SealError
from node.keys.sealing import (
    OVERHEAD_BYTES,
    SIZE_CLASSES,
    LedgerSeal,
    VaultSeal,
    open_box,
    pad,
    seal_box,
    unpad,
)

RECIPIENT = PrivateKey(bytes(range(32)))
PUBLIC = bytes(RECIPIENT.public_key)


@given(payload=st.binary(max_size=9000))
def test_padding_is_undone(payload: bytes) -> None:
    """A padded payload has one of the sizes and gives the payload back."""
    padded = pad(payload)

    assert len(padded) in SIZE_CLASSES
    assert unpad(padded) == payload


@pytest.mark.parametrize(("length", "size"), [(0, 2048), (2044, 2048), (2045, 8192)])
def test_the_smallest_class_that_fits_is_taken(length: int, size: int) -> None:
    """Four bytes of each class are for the length."""
    assert len(pad(bytes(length))) == size


def test_a_payload_past_the_largest_class_is_refused() -> None:
    """Nothing of an own size ever leaves."""
    with pytest.raises(SealError, match="larger than the largest"):
        pad(bytes(SIZE_CLASSES[-1] - 3))


@pytest.mark.parametrize(
    "padded",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x00\x00\x00", id="no-length"),
        pytest.param(b"\x00\x00\x00\x05abcd", id="too-long-length"),
        pytest.param(b"\x00\x00\x00\x02abc", id="filling-not-zero"),
        pytest.param(b"\xff\xff\xff\xff" + bytes(100), id="absurd-length"),
    ],
)
def test_an_invalid_padding_is_refused(padded: bytes) -> None:
    """The filling carries nothing."""
    with pytest.raises(SealError):
        unpad(padded)


def test_the_recipient_opens_what_was_sealed_to_it() -> None:
    """A box costs forty bytes and opens with the recipient's secret key."""
    sender, sealed = seal_box(pad(b"payload"), PUBLIC)

    assert len(sealed) == 2048 + OVERHEAD_BYTES
    assert unpad(open_box(sealed, sender_key=sender, secret_key=bytes(RECIPIENT))) == b"payload"


def test_each_message_has_its_own_sender_key() -> None:
    """Two messages to one recipient cannot be linked by key."""
    assert seal_box(b"payload", PUBLIC)[0] != seal_box(b"payload", PUBLIC)[0]


SENDER, SEALED = seal_box(b"payload", PUBLIC)


@pytest.mark.parametrize(
    ("sealed", "sender_key", "secret_key"),
    [
        pytest.param(SEALED[:-1] + bytes([SEALED[-1] ^ 1]), SENDER, bytes(RECIPIENT), id="altered"),
        pytest.param(SEALED, PUBLIC, bytes(RECIPIENT), id="another-sender"),
        pytest.param(SEALED, SENDER, bytes(32), id="another-recipient"),
        pytest.param(SEALED, b"short", bytes(RECIPIENT), id="sender-key-too-short"),
        pytest.param(SEALED, bytes(32), bytes(RECIPIENT), id="sender-key-of-small-order"),
        pytest.param(b"", SENDER, bytes(RECIPIENT), id="nothing"),
        pytest.param(SEALED[:30], SENDER, bytes(RECIPIENT), id="cut-off"),
    ],
)
def test_nothing_else_opens(sealed: bytes, sender_key: bytes, secret_key: bytes) -> None:
    """One class of error, whatever is wrong."""
    with pytest.raises(SealError):
        open_box(sealed, sender_key=sender_key, secret_key=secret_key)


@pytest.mark.parametrize("key", [b"", b"short", bytes(32)], ids=["none", "short", "small-order"])
def test_sealing_to_no_key_is_refused(key: bytes) -> None:
    """A peer's malformed announcement is an error of ours, not a crash."""
    with pytest.raises(SealError):
        seal_box(b"payload", key)


@given(reference=st.text(), clear=st.binary(max_size=600))
def test_a_sealed_record_opens_under_its_reference(reference: str, clear: bytes) -> None:
    """Any reference and any content survive."""
    seal = VaultSeal(bytes(32))

    assert seal.open(reference, seal.seal(reference, clear)) == clear


def test_a_sealed_record_does_not_open_under_another_reference() -> None:
    """Swapping two records in the vault is noticed."""
    seal = VaultSeal(bytes(32))

    with pytest.raises(SealError):
        seal.open("REF-2", seal.seal("REF-1", b"details"))


def test_vault_and_ledger_are_separate_under_one_key() -> None:
    """Each purpose derives keys of its own."""
    with pytest.raises(SealError):
        LedgerSeal(bytes(32)).open("REF-1", VaultSeal(bytes(32)).seal("REF-1", b"details"))


def test_sealed_records_have_coarse_sizes() -> None:
    """Two names of different length are sealed to the same length."""
    seal = VaultSeal(bytes(32))

    assert len(seal.seal("REF-1", b"short")) == len(seal.seal("REF-2", b"a good deal longer"))


@pytest.mark.parametrize("sealed", [b"", bytes(10), bytes(300)], ids=["none", "short", "zeros"])
def test_what_was_never_sealed_is_refused(sealed: bytes) -> None:
    """Damage on disk is an error of ours, not a crash."""
    with pytest.raises(SealError):
        VaultSeal(bytes(32)).open("REF-1", sealed)
