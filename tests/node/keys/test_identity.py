"""Signatures hold for one label, one key and exactly these bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.domain.errors import SignatureError
from node.keys.identity import Identity, Label, verifies, verify

IDENTITY = Identity(bytes(range(32)))


@given(parts=st.lists(st.binary(max_size=100), max_size=3), label=st.sampled_from(Label))
def test_a_signature_verifies(parts: list[bytes], label: Label) -> None:
    """What was signed under a label verifies under it."""
    signature = IDENTITY.sign(label, *parts)

    verify(IDENTITY.public_key, label, *parts, signature=signature)


def test_the_signed_message_is_label_zero_parts() -> None:
    """The bytes are those of the protocol file, so that another implementation can check."""
    signature = IDENTITY.sign(Label.RECEIPT, b"query", b"answer")

    message = b"heliograph/1/receipt\x00queryanswer"
    assert verifies(IDENTITY.public_key, message, signature=signature)


SIGNATURE = IDENTITY.sign(Label.ENVELOPE, b"payload")


@pytest.mark.parametrize(
    ("public_key", "label", "payload", "signature"),
    [
        pytest.param(IDENTITY.public_key, Label.RECEIPT, b"payload", SIGNATURE, id="another-label"),
        pytest.param(
            IDENTITY.public_key, Label.ENVELOPE, b"payloae", SIGNATURE, id="another-payload"
        ),
        pytest.param(
            Identity(bytes(32)).public_key, Label.ENVELOPE, b"payload", SIGNATURE, id="another-key"
        ),
        pytest.param(IDENTITY.public_key, Label.ENVELOPE, b"payload", SIGNATURE[:-1], id="cut-off"),
        pytest.param(IDENTITY.public_key, Label.ENVELOPE, b"payload", b"", id="no-signature"),
        pytest.param(b"short", Label.ENVELOPE, b"payload", SIGNATURE, id="no-key"),
        # The identity point as key would verify a signature that nobody made.
        pytest.param(
            b"\x01" + bytes(31), Label.ENVELOPE, b"payload", b"\x01" + bytes(63), id="small-order"
        ),
    ],
)
def test_anything_else_is_refused(
    public_key: bytes, label: Label, payload: bytes, signature: bytes
) -> None:
    """One class of error, whatever is wrong."""
    with pytest.raises(SignatureError):
        verify(public_key, label, payload, signature=signature)
