"""The primitives that we use withstand what Project Wycheproof knows of broken ones.

The vectors are a selection; `tests/vectors/wycheproof/README.md` says of what and how.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from nacl import bindings
from nacl.exceptions import CryptoError

from node.domain.errors import SealError
from node.keys.identity import verifies
from node.keys.sealing import OVERHEAD_BYTES, open_box, seal_box

VECTORS = Path(__file__).parents[2] / "vectors" / "wycheproof"
INVALID_SIZE = "InvalidNonceSize"
ZERO = bytes(32)


def cases(name: str) -> list[Any]:
    """Return the tests of one file, each under its number and flags."""
    tests = json.loads((VECTORS / f"{name}_test.json").read_text(encoding="utf-8"))["tests"]
    return [
        pytest.param(test, id=f"{test['tcId']}-{'-'.join(test['flags']) or 'plain'}")
        for test in tests
    ]


def raw(test: dict[str, str], name: str) -> bytes:
    """Return one field as bytes."""
    return bytes.fromhex(test[name])


@pytest.mark.parametrize("test", cases("ed25519"))
def test_a_signature_is_accepted_exactly_when_it_is_valid(test: dict[str, str]) -> None:
    """No malleable, truncated or padded signature passes, and none of a key of small order."""
    accepted = verifies(raw(test, "pk"), raw(test, "msg"), signature=raw(test, "sig"))

    # Wycheproof leaves odd keys to the library: one of small order is refused, since whoever has it
    # could deny; one of mixed order is judged by the equation without cofactor.
    is_small = "SmallOrderPublicKey" in test["flags"]
    assert accepted == (test["result"] != "invalid" and not is_small)


@pytest.mark.parametrize("test", cases("x25519"))
def test_a_key_agreement_gives_the_shared_secret_or_refuses(test: dict[str, str]) -> None:
    """Twists, edge cases and odd encodings give what RFC 7748 says; a zero secret is an error."""
    if raw(test, "shared") == ZERO:
        with pytest.raises((CryptoError, RuntimeError)):
            bindings.crypto_scalarmult(raw(test, "private"), raw(test, "public"))
    else:
        shared = bindings.crypto_scalarmult(raw(test, "private"), raw(test, "public"))
        assert shared == raw(test, "shared")


LOW_ORDER = [case for case in cases("x25519") if raw(case.values[0], "shared") == ZERO]


@pytest.mark.parametrize("test", LOW_ORDER)
def test_nothing_is_sealed_to_a_key_of_low_order(test: dict[str, str]) -> None:
    """A box key that makes every secret zero is refused on both sides."""
    with pytest.raises(SealError):
        seal_box(b"payload", raw(test, "public"))
    with pytest.raises(SealError):
        open_box(bytes(OVERHEAD_BYTES), sender_key=raw(test, "public"), secret_key=b"\x07" * 32)


@pytest.mark.parametrize("test", cases("xchacha20_poly1305"))
def test_the_cipher_of_backups_opens_exactly_what_is_valid(test: dict[str, str]) -> None:
    """Edge cases of the authenticator, changed tags and wrong sizes of nonces."""
    sealed = raw(test, "ct") + raw(test, "tag")
    arguments = (raw(test, "aad"), raw(test, "iv"), raw(test, "key"))
    if test["result"] == "valid":
        opened = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, *arguments)
        assert opened == raw(test, "msg")
        again = bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(opened, *arguments)
        assert again == sealed
    else:
        with pytest.raises((CryptoError, TypeError, ValueError)):
            bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, *arguments)
