"""The oblivious pseudorandom function of RFC 9497: base mode, suite ristretto255-SHA512.

The asker calls `blind` and `finalize`, the owner of the key `evaluate`, and for its own register
`direct`, which gives the same 64 bytes without the detour.
Each has a batch form; the single form is a batch of one.
`self_test` must pass before anything relies on this module.

A key is 32 bytes, as `derive_key` makes them, and is never part of a message.
What comes from a peer is checked as a whole before any of it is computed with.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from matching.errors import InvalidElementError, MatchingError, OPRFSelfTestError
from matching.ristretto import (
    SCALAR_BYTES,
    UNIFORM_BYTES,
    check_elements,
    check_scalar,
    elements_from_uniform,
    invert_each,
    is_element,
    multiply_each,
    random_scalar,
    reduce_scalar,
)

SEED_BYTES = 32
OUTPUT_BYTES = 64
MAX_INPUT_BYTES = 2**16 - 1
"""Longest token or key info: RFC 9497 writes their lengths in two bytes."""

# RFC 9497 section 3.1: "OPRFV1-", the mode (0, base) in one byte, "-", the suite.
_CONTEXT = b"OPRFV1-\x00-ristretto255-SHA512"
_HASH_TO_GROUP_DST = b"HashToGroup-" + _CONTEXT
# Without a hyphen, unlike its sibling: RFC 9497 section 3.2.1.
_DERIVE_KEY_PAIR_DST = b"DeriveKeyPair" + _CONTEXT
_SHA512_BLOCK = bytes(128)


def derive_key(seed: bytes, info: bytes) -> bytes:
    """Derive the key of 32 bytes from a secret seed and public info (DeriveKeyPair, 3.2.1).

    Raises:
        ValueError: the seed has not 32 bytes, or the info is too long.
    """
    if len(seed) != SEED_BYTES:
        raise ValueError(f"a seed has {SEED_BYTES} bytes")
    derivation = seed + _prefixed(info)
    candidates = (
        reduce_scalar(_expand(derivation + bytes([counter]), _DERIVE_KEY_PAIR_DST))
        for counter in range(256)
    )
    return next(key for key in candidates if key != bytes(SCALAR_BYTES))


def hash_to_group(token: bytes) -> bytes:
    """Map a token to an element of 32 bytes (HashToGroup, section 4.1).

    Raises:
        ValueError: the token is longer than 65535 bytes.
    """
    return _hash_batch([token])[0]


def blind(token: bytes, scalar: bytes | None = None) -> tuple[bytes, bytes]:
    """Hide a token behind a fresh scalar (or a given one); return the scalar and the element."""
    blinding = scalar if scalar is not None else random_scalar()
    check_scalar(blinding)
    return blinding, multiply_each([blinding], _hash_batch([token]))[0]


def blind_batch(tokens: Sequence[bytes]) -> tuple[list[bytes], list[bytes]]:
    """Hide each token behind a scalar of its own; return scalars and elements, in order."""
    scalars = [random_scalar() for _ in tokens]
    return scalars, multiply_each(scalars, _hash_batch(tokens))


def evaluate(key: bytes, element: bytes) -> bytes:
    """Apply the key to one blinded element (BlindEvaluate).

    Raises:
        InvalidElementError: the element is not canonical, or is the identity.
    """
    return evaluate_batch(key, [element])[0]


def evaluate_batch(key: bytes, elements: Sequence[bytes]) -> list[bytes]:
    """Apply the key to blinded elements, in order; all are checked before the first is used.

    Raises:
        InvalidElementError: one of them is not canonical, or is the identity.
        ValueError: the key is not a reduced scalar of 32 bytes.
    """
    check_scalar(key)
    check_elements(elements)
    return multiply_each(repeat(key), elements)


def finalize(token: bytes, blinding: bytes, *, evaluated: bytes) -> bytes:
    """Take the blinding off one evaluated element; return the 64 bytes of output (Finalize).

    Raises:
        InvalidElementError: the evaluated element is not canonical, or is the identity.
    """
    return finalize_batch([token], [blinding], evaluated=[evaluated])[0]


def finalize_batch(
    tokens: Sequence[bytes], blindings: Sequence[bytes], *, evaluated: Sequence[bytes]
) -> list[bytes]:
    """Take the blindings off, in order; return 64 bytes for each token.

    Raises:
        InvalidElementError: an element is missing, not canonical, or the identity.
        ValueError: there are not as many blindings as tokens, or one is no reduced scalar.
    """
    if len(blindings) != len(tokens):
        raise ValueError("each token needs the scalar it was blinded with")
    if len(evaluated) != len(tokens):
        raise InvalidElementError(f"{len(evaluated)} elements came back for {len(tokens)} tokens.")
    check_elements(evaluated)
    return _outputs(tokens, multiply_each(invert_each(blindings), evaluated))


def direct(key: bytes, token: bytes) -> bytes:
    """Evaluate a token of one's own; return the same 64 bytes as the protocol."""
    return direct_batch(key, [token])[0]


def direct_batch(key: bytes, tokens: Sequence[bytes]) -> list[bytes]:
    """Evaluate tokens of one's own, in order; return 64 bytes for each.

    Raises:
        ValueError: the key is no reduced scalar, or a token is longer than 65535 bytes.
    """
    check_scalar(key)
    return _outputs(tokens, multiply_each(repeat(key), _hash_batch(tokens)))


def _expand(message: bytes, tag: bytes) -> bytes:
    """Run expand_message_xmd with SHA-512 for 64 bytes, which is one block (RFC 9380, 5.3.1)."""
    tag_prime = tag + bytes([len(tag)])
    length = UNIFORM_BYTES.to_bytes(2, "big")
    first = hashlib.sha512(_SHA512_BLOCK + message + length + b"\x00" + tag_prime).digest()
    return hashlib.sha512(first + b"\x01" + tag_prime).digest()


def _hash_batch(tokens: Iterable[bytes]) -> list[bytes]:
    return elements_from_uniform(_uniform(token) for token in tokens)


def _uniform(token: bytes) -> bytes:
    _check_length(token)
    return _expand(token, _HASH_TO_GROUP_DST)


def _outputs(tokens: Iterable[bytes], elements: Iterable[bytes]) -> list[bytes]:
    return [
        hashlib.sha512(_prefixed(token) + _prefixed(element) + b"Finalize").digest()
        for token, element in zip(tokens, elements, strict=True)
    ]


def _prefixed(data: bytes) -> bytes:
    _check_length(data)
    return len(data).to_bytes(2, "big") + data


def _check_length(data: bytes) -> None:
    if len(data) > MAX_INPUT_BYTES:
        raise ValueError(f"an input has at most {MAX_INPUT_BYTES} bytes")


_RFC_KEY = bytes.fromhex("5ebcea5ee37023ccb9fc2d2019f9d7737be85591ae8652ffa9ef0f4d37063b0e")
_RFC_BLIND = bytes.fromhex("64d37aed22a27f5191de1c1d69fadb899d8862b58eb4220029e036ec4c1f6706")


@dataclass(frozen=True, slots=True)
class Vector:
    """One published run of the protocol; what all runs of RFC 9497 A.1.1 share is the default."""

    token: bytes = field(repr=False)
    blinded: bytes = field(repr=False)
    evaluated: bytes = field(repr=False)
    output: bytes = field(repr=False)
    seed: bytes = field(default=b"\xa3" * SEED_BYTES, repr=False)
    info: bytes = field(default=b"test key", repr=False)
    key: bytes = field(default=_RFC_KEY, repr=False)
    blind: bytes = field(default=_RFC_BLIND, repr=False)


RFC_9497_VECTORS = (
    Vector(
        token=b"\x00",
        blinded=bytes.fromhex("609a0ae68c15a3cf6903766461307e5c8bb2f95e7e6550e1ffa2dc99e412803c"),
        evaluated=bytes.fromhex("7ec6578ae5120958eb2db1745758ff379e77cb64fe77b0b2d8cc917ea0869c7e"),
        output=bytes.fromhex(
            "527759c3d9366f277d8c6020418d96bb393ba2afb20ff90df23fb7708264e2f3"
            "ab9135e3bd69955851de4b1f9fe8a0973396719b7912ba9ee8aa7d0b5e24bcf6"
        ),
    ),
    Vector(
        token=b"\x5a" * 17,
        blinded=bytes.fromhex("da27ef466870f5f15296299850aa088629945a17d1f5b7f5ff043f76b3c06418"),
        evaluated=bytes.fromhex("b4cbf5a4f1eeda5a63ce7b77c7d23f461db3fcab0dd28e4e17cecb5c90d02c25"),
        output=bytes.fromhex(
            "f4a74c9c592497375e796aa837e907b1a045d34306a749db9f34221f7e750cb4"
            "f2a6413a6bf6fa5e19ba6348eb673934a722a7ede2e7621306d18951e7cf2c73"
        ),
    ),
)
"""RFC 9497 appendix A.1.1, both test vectors."""

REFUSED_ENCODINGS = (
    bytes(32),
    bytes.fromhex("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2df6"),
    bytes.fromhex("0100000000000000000000000000000000000000000000000000000000000000"),
    bytes.fromhex("4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f"),
    bytes.fromhex("3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e"),
    bytes.fromhex("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
)
"""One encoding for each way to be wrong: the identity, the field prime, the generator with the
high bit set, a negative number, a non-square, a negative product, y = 0 (RFC 9496, A.2)."""


def self_test(
    vectors: Sequence[Vector] = RFC_9497_VECTORS, *, refused: Iterable[bytes] = REFUSED_ENCODINGS
) -> None:
    """Compute what RFC 9497 publishes and offer what must be refused; half a millisecond.

    Raises:
        OPRFSelfTestError: a result differs or a bad encoding is accepted.
        OPRFUnavailableError: the system's libsodium is missing or too old.
    """
    if not all(map(_is_reproduced, vectors)):
        raise OPRFSelfTestError("The protocol differs from the test vectors of RFC 9497.")
    if any(map(is_element, refused)):
        raise OPRFSelfTestError("An encoding that RFC 9496 forbids is accepted.")


def _is_reproduced(vector: Vector) -> bool:
    try:
        return (
            derive_key(vector.seed, vector.info) == vector.key
            and blind(vector.token, vector.blind)[1] == vector.blinded
            and evaluate(vector.key, vector.blinded) == vector.evaluated
            and finalize(vector.token, vector.blind, evaluated=vector.evaluated) == vector.output
            and direct(vector.key, vector.token) == vector.output
        )
    except (MatchingError, ValueError):
        # A vector that the group refuses is as wrong as one with another result.
        return False
