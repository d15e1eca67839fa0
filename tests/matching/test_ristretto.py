"""What may enter the group, and the arithmetic that the protocol builds on."""

import ctypes.util
import json
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from matching.errors import InvalidElementError, OPRFUnavailableError
from matching.ristretto import (
    check_elements,
    check_scalar,
    elements_from_uniform,
    invert_each,
    is_element,
    load_library,
    multiply_each,
    random_element,
    random_scalar,
    reduce_scalar,
)

VECTORS = Path(__file__).parents[1] / "vectors"
BAD = json.loads((VECTORS / "oprf_bad_elements.json").read_text())["groups"]
GENERATOR = bytes.fromhex("e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76")
TWICE = bytes.fromhex("6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919")
ORDER = 2**252 + 27742317777372353535851937790883648493
UNIFORM = st.binary(min_size=64, max_size=64)


def a_scalar(number: int) -> bytes:
    """Write a number as a scalar of 32 bytes."""
    return number.to_bytes(32, "little")


@pytest.mark.parametrize(
    "encoding",
    [
        pytest.param(encoding, id=f"{group}-{number}")
        for group, encodings in BAD.items()
        for number, encoding in enumerate(encodings)
    ],
)
def test_a_bad_encoding_is_no_element(encoding: str) -> None:
    """Refuse what RFC 9496 forbids, the identity, the high bit and other lengths."""
    assert not is_element(bytes.fromhex(encoding))


@given(UNIFORM)
def test_the_image_of_uniform_bytes_is_an_element(uniform: bytes) -> None:
    """Accept every element that the group itself makes, but the identity."""
    element = elements_from_uniform([uniform])[0]
    assume(element != bytes(32))

    assert is_element(element)


@given(UNIFORM)
def test_the_high_bit_makes_a_good_encoding_bad(uniform: bytes) -> None:
    """Refuse the second spelling of an element that libsodium 1.0.18 would accept."""
    element = elements_from_uniform([uniform])[0]

    assert not is_element(element[:31] + bytes([element[31] | 0x80]))


def test_one_bad_element_condemns_the_batch() -> None:
    """Refuse a batch of good elements with the identity among them."""
    with pytest.raises(InvalidElementError):
        check_elements([GENERATOR, bytes(32), TWICE])


def test_doubling_the_generator_gives_the_published_multiple() -> None:
    """Reproduce the second multiple of RFC 9496 appendix A.1."""
    assert multiply_each([a_scalar(2)], [GENERATOR]) == [TWICE]


def test_random_elements_are_elements_and_differ() -> None:
    """Draw padding that passes the same check as a blinded token."""
    drawn = {random_element() for _ in range(50)}

    assert len(drawn) == 50
    assert all(map(is_element, drawn))


def test_a_product_that_is_the_identity_is_refused() -> None:
    """Refuse to hand out the identity, which says nothing about the key."""
    with pytest.raises(InvalidElementError):
        multiply_each([bytes(32)], [GENERATOR])


@pytest.mark.parametrize(
    ("scalar", "element"),
    [(b"\x01", GENERATOR), (a_scalar(1), GENERATOR[:31]), (a_scalar(1) + b"\x00", GENERATOR)],
    ids=["short scalar", "short element", "long scalar"],
)
def test_no_pointer_to_another_length_reaches_the_library(scalar: bytes, element: bytes) -> None:
    """Check lengths before the call, since C would read past the end."""
    with pytest.raises(ValueError, match="32 bytes"):
        multiply_each([scalar], [element])


@pytest.mark.parametrize("length", [0, 63, 65])
def test_uniform_strings_have_64_bytes(length: int) -> None:
    """Check the length of a uniform string before the call."""
    with pytest.raises(ValueError, match="64 bytes"):
        elements_from_uniform([bytes(length)])


@pytest.mark.parametrize(
    "scalar",
    [b"", bytes(31), bytes(32), bytes(33), a_scalar(ORDER), a_scalar(ORDER + 1), b"\xff" * 32],
    ids=["empty", "short", "zero", "long", "order", "order plus one", "all ones"],
)
def test_a_scalar_outside_the_field_is_refused(scalar: bytes) -> None:
    """Refuse zero, unreduced numbers and other lengths."""
    with pytest.raises(ValueError, match="scalar"):
        check_scalar(scalar)


@pytest.mark.parametrize("number", [1, 2, ORDER - 1])
def test_a_reduced_scalar_is_accepted(number: int) -> None:
    """Accept both ends of the range."""
    check_scalar(a_scalar(number))


@given(UNIFORM)
def test_reduction_is_modulo_the_group_order(uniform: bytes) -> None:
    """Agree with the same reduction in Python's integers."""
    assert int.from_bytes(reduce_scalar(uniform), "little") == (
        int.from_bytes(uniform, "little") % ORDER
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3, 127])
def test_batch_inversion_inverts_each(count: int) -> None:
    """Give inverses in order, whose products with the scalars are one."""
    scalars = [random_scalar() for _ in range(count)]

    inverses = invert_each(scalars)

    numbers = [int.from_bytes(scalar, "little") for scalar in scalars]
    assert [int.from_bytes(i, "little") for i in inverses] == [pow(n, -1, ORDER) for n in numbers]


def test_a_zero_among_scalars_is_refused_before_inverting() -> None:
    """Keep one zero from turning every inverse of the batch into zero."""
    with pytest.raises(ValueError, match="zero"):
        invert_each([a_scalar(3), bytes(32), a_scalar(5)])


def test_a_missing_library_names_the_packages() -> None:
    """Tell each supported system what to install."""
    with pytest.raises(OPRFUnavailableError) as caught:
        load_library(["libsodium-of-no-system.so"])

    hint = caught.value.hint
    assert all(name in hint for name in ("Debian", "Ubuntu", "Fedora", "Alpine", "macOS"))


def test_a_library_without_the_group_is_refused() -> None:
    """Refuse a library that opens but lacks ristretto255."""
    name = ctypes.util.find_library("c")
    assert name is not None

    with pytest.raises(OPRFUnavailableError, match="ristretto255"):
        load_library([name])


def test_the_first_library_that_opens_is_used() -> None:
    """Go on to the next name when one does not exist."""
    name = ctypes.util.find_library("sodium")
    assert name is not None

    library = load_library(["libsodium-of-no-system.so", name])

    assert library.sodium_init() >= 0
