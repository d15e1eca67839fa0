"""The protocol against RFC 9497, and the two sides against each other."""

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import oprf
from matching.errors import InvalidElementError, OPRFSelfTestError

VECTORS = Path(__file__).parents[1] / "vectors"
RFC = json.loads((VECTORS / "oprf_rfc9497.json").read_text())
BAD = json.loads((VECTORS / "oprf_bad_elements.json").read_text())["groups"]
ONE_OF_EACH = {group: bytes.fromhex(encodings[0]) for group, encodings in BAD.items()}
KEY = oprf.derive_key(bytes(range(32)), b"tests")
TOKENS = [b"", b"one", b"two", b"three" * 1000]
few_examples = settings(max_examples=25)


def unhex(vector: dict[str, str], name: str) -> bytes:
    """Read one value of a published vector."""
    return bytes.fromhex(vector[name])


def test_the_key_is_derived_as_published() -> None:
    """Reproduce skSm from seed and info."""
    assert oprf.derive_key(unhex(RFC, "seed"), unhex(RFC, "key_info")) == unhex(RFC, "key")


@pytest.mark.parametrize("vector", RFC["vectors"], ids=["vector 1", "vector 2"])
def test_a_published_run_is_reproduced(vector: dict[str, str]) -> None:
    """Reproduce blinding, evaluation and output, and the output without the protocol."""
    token, blind, key = unhex(vector, "input"), unhex(vector, "blind"), unhex(RFC, "key")

    scalar, blinded = oprf.blind(token, blind)
    evaluated = oprf.evaluate(key, blinded)
    output = oprf.finalize(token, scalar, evaluated=evaluated)

    assert blinded == unhex(vector, "blinded_element")
    assert evaluated == unhex(vector, "evaluation_element")
    assert output == unhex(vector, "output")
    assert oprf.direct(key, token) == output


def test_the_built_in_vectors_are_those_of_the_file() -> None:
    """Hold the constants of the self-test to the published file."""
    built_in = [
        {field.name: getattr(vector, field.name).hex() for field in fields(vector)}
        for vector in oprf.RFC_9497_VECTORS
    ]

    assert built_in == [
        {
            "seed": RFC["seed"],
            "info": RFC["key_info"],
            "key": RFC["key"],
            "token": vector["input"],
            "blind": vector["blind"],
            "blinded": vector["blinded_element"],
            "evaluated": vector["evaluation_element"],
            "output": vector["output"],
        }
        for vector in RFC["vectors"]
    ]


@few_examples
@given(
    token=st.binary(max_size=200),
    seed=st.binary(min_size=32, max_size=32),
    info=st.binary(max_size=40),
)
def test_the_protocol_agrees_with_the_owner(*, token: bytes, seed: bytes, info: bytes) -> None:
    """Give asker and owner the same 64 bytes for any token and key."""
    key = oprf.derive_key(seed, info)
    scalar, blinded = oprf.blind(token)

    output = oprf.finalize(token, scalar, evaluated=oprf.evaluate(key, blinded))

    assert len(output) == oprf.OUTPUT_BYTES
    assert output == oprf.direct(key, token)


def test_a_batch_agrees_with_single_runs() -> None:
    """Give the same outputs in the same order, whichever form is called."""
    scalars, blinded = oprf.blind_batch(TOKENS)
    evaluated = oprf.evaluate_batch(KEY, blinded)

    outputs = oprf.finalize_batch(TOKENS, scalars, evaluated=evaluated)

    assert blinded == [oprf.blind(t, s)[1] for t, s in zip(TOKENS, scalars, strict=True)]
    assert evaluated == [oprf.evaluate(KEY, element) for element in blinded]
    assert outputs == [
        oprf.finalize(t, s, evaluated=e) for t, s, e in zip(TOKENS, scalars, evaluated, strict=True)
    ]
    assert outputs == oprf.direct_batch(KEY, TOKENS) == [oprf.direct(KEY, t) for t in TOKENS]


def test_an_empty_batch_is_empty() -> None:
    """Accept nothing and return nothing."""
    assert oprf.blind_batch([]) == ([], [])
    assert oprf.evaluate_batch(KEY, []) == []
    assert oprf.finalize_batch([], [], evaluated=[]) == []
    assert oprf.direct_batch(KEY, []) == []


def test_blinding_twice_shows_nothing_in_common() -> None:
    """Draw a fresh scalar each time, so that equal tokens look different."""
    (first, one), (second, two) = oprf.blind(b"token"), oprf.blind(b"token")

    assert first != second
    assert one != two


def test_info_and_seed_both_separate_keys() -> None:
    """Derive different keys for another info or another seed."""
    keys = {oprf.derive_key(seed, info) for seed in (b"a" * 32, b"b" * 32) for info in (b"", b"x")}

    assert len(keys) == 4


@pytest.mark.parametrize("group", ONE_OF_EACH)
def test_a_bad_element_is_not_evaluated(group: str) -> None:
    """Refuse a peer's bytes before the key touches any element of the batch."""
    good = oprf.hash_to_group(b"token")

    with pytest.raises(InvalidElementError):
        oprf.evaluate_batch(KEY, [good, ONE_OF_EACH[group]])


@pytest.mark.parametrize("group", ONE_OF_EACH)
def test_a_bad_evaluation_is_not_unblinded(group: str) -> None:
    """Refuse what a peer sends back when it is no element."""
    scalar, _ = oprf.blind(b"token")

    with pytest.raises(InvalidElementError):
        oprf.finalize(b"token", scalar, evaluated=ONE_OF_EACH[group])


def test_a_missing_evaluation_is_refused() -> None:
    """Refuse an evaluation that has fewer elements than were sent."""
    scalars, blinded = oprf.blind_batch(TOKENS)

    with pytest.raises(InvalidElementError, match="3 elements came back for 4"):
        oprf.finalize_batch(TOKENS, scalars, evaluated=blinded[:3])


def test_each_token_needs_its_scalar() -> None:
    """Refuse tokens that come without their blinding."""
    scalars, blinded = oprf.blind_batch(TOKENS)

    with pytest.raises(ValueError, match="scalar"):
        oprf.finalize_batch(TOKENS, scalars[:3], evaluated=blinded)


@pytest.mark.parametrize("key", [b"", bytes(32), b"\xff" * 32], ids=["empty", "zero", "unreduced"])
def test_a_bad_key_is_refused_without_being_shown(key: bytes) -> None:
    """Refuse a key that DeriveKeyPair cannot have made, and keep it out of the message."""
    with pytest.raises(ValueError, match="scalar") as caught:
        oprf.direct(key, b"token")

    assert not key or key.hex() not in str(caught.value)
    with pytest.raises(ValueError, match="scalar"):
        oprf.evaluate(key, oprf.hash_to_group(b"token"))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_seed_has_32_bytes(length: int) -> None:
    """Refuse a seed of another length."""
    with pytest.raises(ValueError, match="32 bytes"):
        oprf.derive_key(bytes(length), b"")


def test_the_longest_token_is_accepted_and_no_longer_one() -> None:
    """Hold inputs to the two length bytes of RFC 9497."""
    longest = bytes(oprf.MAX_INPUT_BYTES)

    assert len(oprf.direct(KEY, longest)) == oprf.OUTPUT_BYTES
    with pytest.raises(ValueError, match="65535"):
        oprf.direct(KEY, longest + b"\x00")
    with pytest.raises(ValueError, match="65535"):
        oprf.derive_key(bytes(32), longest + b"\x00")


def test_the_self_test_passes() -> None:
    """Accept the library that this system has."""
    oprf.self_test()


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("name", [field.name for field in fields(oprf.Vector)])
def test_the_self_test_fails_on_an_altered_vector(number: int, name: str) -> None:
    """Notice one changed bit in any value of any vector."""
    vectors = list(oprf.RFC_9497_VECTORS)
    value = getattr(vectors[number], name)
    vectors[number] = replace(vectors[number], **{name: bytes([value[0] ^ 1]) + value[1:]})

    with pytest.raises(OPRFSelfTestError, match="test vectors"):
        oprf.self_test(vectors)


def test_the_self_test_fails_on_a_vector_that_cannot_be_computed() -> None:
    """Count a refused value as a difference, not as another error."""
    vector = replace(oprf.RFC_9497_VECTORS[0], blind=bytes(32))

    with pytest.raises(OPRFSelfTestError, match="test vectors"):
        oprf.self_test([vector])


def test_the_self_test_fails_when_a_bad_encoding_passes() -> None:
    """Notice a guard that accepts what it should refuse."""
    accepted = oprf.hash_to_group(b"token")

    with pytest.raises(OPRFSelfTestError, match="RFC 9496"):
        oprf.self_test(refused=[*oprf.REFUSED_ENCODINGS, accepted])


def test_a_vector_shows_nothing_of_itself() -> None:
    """Keep tokens and scalars out of a representation."""
    assert repr(oprf.RFC_9497_VECTORS[0]) == "Vector()"
