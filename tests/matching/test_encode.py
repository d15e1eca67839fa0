"""Framing, blinding in batches, the check value and the owner's own evaluation."""

import multiprocessing
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import oprf
from matching.encode import (
    BATCH_TOKENS,
    CHECK_TOKEN,
    BlindedBatch,
    blind_tokens,
    check_value,
    direct_pseudonyms,
    encode_subject,
    frame,
    keyed_chunk,
    split_pseudonyms,
    verify_check,
)
from matching.errors import IndexBuildError, InvalidElementError, StaleKeyError
from matching.ristretto import is_element
from matching.subject import (
    Attribute,
    EntityType,
    Kind,
    NameForm,
    NameRole,
    Part,
    PartKind,
    Pseudonym,
    Subject,
    Value,
)

KEY = oprf.derive_key(b"k" * 32, b"encode tests")
OTHER_KEY = oprf.derive_key(b"o" * 32, b"encode tests")
CANARY = "zzqxcanary"

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
frame_inputs = st.tuples(
    st.sampled_from(EntityType), texts, texts, texts, st.integers(min_value=0, max_value=65535)
)


def framed(fields: tuple[EntityType, str, str, str, int]) -> bytes:
    """Frame one drawn tuple of fields."""
    entity_type, attribute, kind, value, profile = fields
    return frame(entity_type, attribute, kind=kind, value=value, profile=profile)


def some_tokens(count: int) -> list[bytes]:
    """Frame so many distinct tokens."""
    return [
        frame(EntityType.PERSON, "name", kind="exact", value=f"word{number}")
        for number in range(count)
    ]


def evaluated(batch: BlindedBatch, key: bytes = KEY) -> list[bytes]:
    """Do the peer's part."""
    return oprf.evaluate_batch(key, batch.elements)


def direct(tokens: list[bytes]) -> dict[bytes, Pseudonym]:
    """Compute the expected pseudonyms one by one."""
    return {token: Pseudonym(oprf.direct(KEY, token)[:48]) for token in tokens}


@given(frame_inputs, frame_inputs)
def test_different_fields_have_different_frames(
    one: tuple[EntityType, str, str, str, int], two: tuple[EntityType, str, str, str, int]
) -> None:
    """Frame two tokens alike exactly when every field is alike."""
    assert (framed(one) == framed(two)) == (one == two)


@given(one=texts, two=texts, moved=texts)
def test_moving_letters_between_fields_changes_the_frame(*, one: str, two: str, moved: str) -> None:
    """Tell fields apart by their lengths, not by a separator that a value could contain."""
    left = frame(EntityType.PERSON, one + moved, kind=two, value="")
    right = frame(EntityType.PERSON, one, kind=moved + two, value="")

    assert (left == right) == (moved == "")


def test_a_frame_is_as_documented() -> None:
    """Hold the bytes of a token fixed, since every register depends on them."""
    token = frame(EntityType.VESSEL, Attribute.FLAG, kind=Kind.EXACT, value="pa")

    assert token == (
        b"\x00\x0aheliograph"  # domain
        b"\x00\x02\x00\x01"  # profile
        b"\x00\x06vessel"  # entity type
        b"\x00\x04flag"  # attribute
        b"\x00\x05exact"  # kind
        b"\x00\x02pa"  # value
    )


def test_a_value_past_the_length_bytes_is_refused() -> None:
    """Refuse what two length bytes cannot say."""
    with pytest.raises(ValueError, match="65535"):
        frame(EntityType.PERSON, "name", kind="exact", value="x" * 65536)


def test_text_that_is_no_unicode_is_refused_without_being_kept() -> None:
    """Refuse a lone surrogate and leave no trace of the value in the error."""
    with pytest.raises(ValueError, match="no valid Unicode") as caught:
        frame(EntityType.PERSON, "name", kind="exact", value=CANARY + "\ud800")

    assert CANARY not in str(caught.value)
    assert caught.value.__context__ is None
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    ("count", "sizes"),
    [
        (0, []),
        (1, [16]),
        (15, [16]),
        (16, [32]),
        (31, [32]),
        (32, [64]),
        (63, [64]),
        (64, [128]),
        (127, [128]),
        (128, [128, 16]),
        (300, [128, 128, 64]),
    ],
)
def test_batches_are_padded_to_buckets(count: int, sizes: list[int]) -> None:
    """Show a peer the bucket, with the check token counted, and never the number of tokens."""
    batches = blind_tokens(some_tokens(count))

    assert [len(batch.elements) for batch in batches] == sizes


def test_padding_cannot_be_told_from_tokens() -> None:
    """Make all elements of a batch distinct and valid."""
    (batch,) = blind_tokens(some_tokens(3))

    assert len(set(batch.elements)) == 16
    assert all(map(is_element, batch.elements))


def test_every_batch_carries_the_check_token() -> None:
    """Check the key in each call, not only in the first."""
    batches = blind_tokens(some_tokens(BATCH_TOKENS + 1))

    assert [batch.tokens[0] for batch in batches] == [CHECK_TOKEN, CHECK_TOKEN]


def test_unblinding_gives_the_owners_pseudonyms() -> None:
    """Agree with the owner on every token, over more than one batch."""
    tokens = some_tokens(BATCH_TOKENS + 5)
    announced = check_value(KEY)

    pseudonyms: dict[bytes, Pseudonym] = {}
    for batch in blind_tokens(tokens):
        pseudonyms |= batch.unblind(evaluated(batch), announced=announced)

    assert pseudonyms == direct(tokens)


def test_a_repeated_token_is_asked_once() -> None:
    """Blind distinct tokens only, since each evaluation is counted."""
    one, two = some_tokens(2)

    (batch,) = blind_tokens([one, two, one])

    assert batch.tokens == (CHECK_TOKEN, one, two)


def test_another_key_than_announced_is_noticed() -> None:
    """Raise instead of answering a silent no hit."""
    (batch,) = blind_tokens(some_tokens(3))

    with pytest.raises(StaleKeyError):
        batch.unblind(evaluated(batch, OTHER_KEY), announced=check_value(KEY))


@pytest.mark.parametrize("announced", [b"", bytes(15), bytes(16), bytes(17)])
def test_a_check_value_must_be_equal_as_a_whole(announced: bytes) -> None:
    """Refuse a wrong check value of any length."""
    with pytest.raises(StaleKeyError):
        verify_check(check_value(KEY), announced)


def test_the_check_value_is_a_label_of_the_key() -> None:
    """Depend on the key alone, in 16 bytes."""
    assert len(check_value(KEY)) == 16
    assert check_value(KEY) == check_value(KEY) != check_value(OTHER_KEY)


@pytest.mark.parametrize("change", [-1, 1], ids=["one missing", "one too many"])
def test_an_evaluation_of_another_size_is_refused(change: int) -> None:
    """Refuse an evaluation that cannot belong to the batch."""
    (batch,) = blind_tokens(some_tokens(3))
    answer = evaluated(batch)
    answer = answer[:change] if change < 0 else [*answer, answer[0]]

    with pytest.raises(InvalidElementError, match="came back for 16"):
        batch.unblind(answer, announced=check_value(KEY))


def test_an_identity_in_the_evaluation_is_refused() -> None:
    """Refuse a peer's attempt to make a token's pseudonym a constant."""
    (batch,) = blind_tokens(some_tokens(3))
    answer = evaluated(batch)
    answer[2] = bytes(32)

    with pytest.raises(InvalidElementError):
        batch.unblind(answer, announced=check_value(KEY))


def test_a_batch_shows_nothing_of_itself() -> None:
    """Keep tokens and blindings out of a representation."""
    (batch,) = blind_tokens([frame(EntityType.PERSON, "name", kind="exact", value=CANARY)])

    assert repr(batch) == "BlindedBatch()"


def a_subject() -> Subject[bytes]:
    """Build a person with a name of two parts, an address, a place and a birth date."""
    words = iter(some_tokens(8))
    first = Part(PartKind.WORD, 4, next(words), edits=(next(words), next(words)))
    second = Part(PartKind.WORD, 6, next(words), sounds=(next(words),))
    return Subject(
        EntityType.PERSON,
        names=(NameForm(NameRole.PRIMARY, (first, second)),),
        address=(next(words),),
        places=(next(words),),
        values=(Value(Attribute.BIRTH_DATE, Kind.EXACT, next(words), group=1),),
    )


def test_a_subject_keeps_its_shape() -> None:
    """Put the right pseudonym in every place of the shape."""
    subject = a_subject()
    pseudonyms = direct(list(subject.leaves()))

    encoded = encode_subject(subject, pseudonyms)

    assert encoded == subject.map(lambda token: pseudonyms[token])
    assert list(encoded.leaves()) == [pseudonyms[token] for token in subject.leaves()]


def test_a_missing_pseudonym_is_refused_without_showing_the_token() -> None:
    """Name neither the token nor its place when one is missing."""
    subject = a_subject()
    first, *others = subject.leaves()

    with pytest.raises(ValueError, match="no pseudonym") as caught:
        encode_subject(subject, direct(others))

    assert first.decode("latin-1") not in str(caught.value)
    assert caught.value.__context__ is None


def test_own_tokens_are_evaluated_once_and_in_order() -> None:
    """Yield each distinct token at its first occurrence."""
    one, two, three = some_tokens(3)

    pairs = list(direct_pseudonyms(KEY, [one, two, one, three, two]))

    assert pairs == list(direct([one, two, three]).items())


def test_own_tokens_are_drawn_as_results_are_taken() -> None:
    """Keep a register of any size out of memory."""
    drawn = 0

    def endless() -> Iterator[bytes]:
        nonlocal drawn
        while True:
            drawn += 1
            yield drawn.to_bytes(8, "big")

    next(direct_pseudonyms(KEY, endless()))

    assert drawn <= 2_000


def test_workers_give_the_same_in_the_same_order() -> None:
    """Spread over processes without changing the result."""
    tokens = some_tokens(4_500)

    assert list(direct_pseudonyms(KEY, tokens, workers=2)) == list(direct_pseudonyms(KEY, tokens))


def test_a_dead_worker_is_an_error_of_the_build() -> None:
    """Turn the loss of a worker process into an error with a hint."""
    before = set(multiprocessing.active_children())
    pairs = direct_pseudonyms(KEY, some_tokens(30_000), workers=2)
    next(pairs)
    for worker in set(multiprocessing.active_children()) - before:
        worker.kill()

    with pytest.raises(IndexBuildError) as caught:
        list(pairs)

    assert "one worker" in caught.value.hint


@pytest.mark.parametrize("workers", [0, -1])
def test_no_worker_is_refused_at_once(workers: int) -> None:
    """Refuse before the first token is drawn."""
    with pytest.raises(ValueError, match="worker"):
        direct_pseudonyms(KEY, iter(()), workers=workers)


def test_a_bad_key_is_refused_at_once() -> None:
    """Refuse before the first token is drawn."""
    with pytest.raises(ValueError, match="scalar"):
        direct_pseudonyms(bytes(32), iter(()))


def test_keyed_hash_is_told_apart_by_key_and_token() -> None:
    """The hash for lists in one hand gives equal tokens one image, and others another."""
    tokens = [b"ana", b"ruiz", b"ana"]

    first, second, again = split_pseudonyms(keyed_chunk(bytes(32), tokens))
    (other,) = split_pseudonyms(keyed_chunk(bytes([1] * 32), tokens[:1]))

    assert first == again
    assert len({first, second, other}) == 3
    assert [first] == [*split_pseudonyms(keyed_chunk(bytes(32), tokens[:1]))]
