"""A message opens for its recipient, once and on time, and for nobody else."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.public import PrivateKey

from node.domain.errors import EnvelopeError, EnvelopeFault
from node.domain.peer import NodeId
from node.keys.sealing import OVERHEAD_BYTES, SIZE_CLASSES
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.envelope import (
    LIFE,
    REPLY_FORMS,
    SKEW,
    FirstSeen,
    Opened,
    PayloadKind,
    Request,
    Terms,
    envelope_hash,
    seal_reply,
    seal_request,
    unseal,
)
from node.wire.strict import parse
from tests.node.wire import golden
from tests.node.wire.exchange import NOON
from tests.node.wire.members import a_member

ASKER, PEER, STRANGER = a_member("customs-es"), a_member("fiu-nl"), a_member("police-xx")


def seen_once() -> FirstSeen:
    """Return a memory of message ids."""
    seen: set[bytes] = set()

    def first_seen(message_id: bytes, expires_at: datetime, *, sender: NodeId) -> bool:
        known = message_id in seen
        seen.add(message_id)
        return not known

    return first_seen


def terms() -> Terms:
    """Return the terms under which the peer opens queries of the asker."""
    return Terms(
        node=PEER.id,
        kinds=frozenset({PayloadKind.QUERY}),
        identity_key={ASKER.id: ASKER.identity.public_key}.get,
        box_secret=PEER.box_secret,
        first_seen=seen_once(),
    )


def a_request(payload: bytes = b"payload") -> Request:
    """Return a query of the asker to the peer, sent at noon."""
    return seal_request(
        PayloadKind.QUERY, payload, sender=ASKER.sender, recipient=PEER.recipient, now=NOON
    )


def reply_terms(request: Request) -> Terms:
    """Return the terms under which the asker opens the answer to a request."""
    return Terms(
        node=ASKER.id,
        kinds=frozenset({PayloadKind.ANSWER}),
        identity_key={PEER.id: PEER.identity.public_key}.get,
        box_secret=lambda _id: request.reply_secret,
        first_seen=lambda *_message, sender: bool(sender),
        in_reply_to=request.message_id,
    )


def a_reply(opened: Opened, payload: bytes = b"reply") -> pb.Envelope:
    """Return the peer's answer to an opened request."""
    return seal_reply(
        payload,
        sender=PEER.sender,
        request=opened.header,
        now=NOON,
    )


def fault(envelope: pb.Envelope, terms: Terms, *, now: datetime = NOON) -> EnvelopeFault:
    """Return the fault with which an envelope is refused."""
    with pytest.raises(EnvelopeError) as caught:
        unseal(envelope, terms, now=now)
    return caught.value.fault


@given(st.binary(max_size=3_000))
def test_a_request_opens_for_its_recipient(payload: bytes) -> None:
    """The recipient gets the payload, who sent it and the hash that a receipt signs."""
    request = a_request(payload)

    opened = unseal(request.envelope, terms(), now=NOON)

    assert (opened.payload, opened.sender, opened.hash) == (payload, ASKER.id, request.hash)


def test_a_reply_opens_for_the_asker() -> None:
    """The answer to a request opens with the key that the request brought along."""
    request = a_request()
    reply = a_reply(unseal(request.envelope, terms(), now=NOON))

    assert unseal(reply, reply_terms(request), now=NOON).payload == b"reply"


@pytest.mark.parametrize(
    ("payload_bytes", "size"),
    [(0, 0), (2_044, 0), (2_045, 1), (8_188, 1), (8_189, 2), (32_764, 2), (131_068, 3)],
)
def test_requests_have_four_sizes(payload_bytes: int, size: int) -> None:
    """A ciphertext tells the size class of its payload and nothing finer."""
    request = a_request(bytes(payload_bytes))

    assert len(request.envelope.ciphertext) == SIZE_CLASSES[size] + OVERHEAD_BYTES


def test_a_payload_past_the_largest_class_is_not_sealed() -> None:
    """A query that fits no message is refused before it is sent, with what to do."""
    with pytest.raises(EnvelopeError) as caught:
        a_request(bytes(131_069))

    assert caught.value.fault is EnvelopeFault.OVERSIZE
    assert "fewer subjects" in caught.value.hint


@pytest.mark.parametrize("payload_bytes", [0, 100, 20_000])
def test_replies_have_one_size(payload_bytes: int) -> None:
    """Answers are of one length, whatever they say."""
    opened = unseal(a_request().envelope, terms(), now=NOON)

    reply = a_reply(opened, bytes(payload_bytes))

    assert len(reply.ciphertext) == REPLY_FORMS[PayloadKind.QUERY].size + OVERHEAD_BYTES


def test_two_messages_share_nothing() -> None:
    """The same payload sealed twice has other keys, ids and ciphertexts."""
    one, other = a_request(), a_request()

    first, second = parse(pb.Header, one.envelope.header), parse(pb.Header, other.envelope.header)
    assert first.sender_key != second.sender_key
    assert first.reply_key != second.reply_key
    assert first.message_id != second.message_id
    assert one.envelope.ciphertext != other.envelope.ciphertext


@pytest.mark.parametrize(
    ("offset", "opens"),
    [
        (-SKEW - timedelta(seconds=1), False),
        (-SKEW, True),
        (LIFE + SKEW, True),
        (LIFE + SKEW + timedelta(seconds=1), False),
    ],
)
def test_the_window_has_edges(offset: timedelta, opens: bool) -> None:  # noqa: FBT001 - a table
    """A message opens from its time to its end, give or take the skew of two clocks."""
    envelope = a_request().envelope
    if opens:
        assert unseal(envelope, terms(), now=NOON + offset).payload
    else:
        assert fault(envelope, terms(), now=NOON + offset) is EnvelopeFault.WINDOW


def test_a_message_opens_once() -> None:
    """The same message does not open a second time."""
    envelope, once = a_request().envelope, terms()
    unseal(envelope, once, now=NOON)

    assert fault(envelope, once) is EnvelopeFault.REPLAY


def test_an_id_is_remembered_as_long_as_its_message_could_open() -> None:
    """The memory of a message id outlives the message by the skew of two clocks."""
    kept: dict[bytes, datetime] = {}

    def first_seen(message_id: bytes, expires_at: datetime, *, sender: NodeId) -> bool:
        return kept.setdefault(message_id, expires_at) is expires_at

    request = a_request()
    unseal(request.envelope, replace(terms(), first_seen=first_seen), now=NOON)

    assert kept == {request.message_id: NOON + LIFE + SKEW}


def test_nothing_is_remembered_of_an_unsigned_message() -> None:
    """Who cannot sign as a member cannot fill the memory of message ids."""
    envelope, once = a_request().envelope, terms()
    forged = pb.Envelope(
        header=envelope.header, ciphertext=envelope.ciphertext, signature=bytes(64)
    )

    assert fault(forged, once) is EnvelopeFault.SIGNATURE
    assert unseal(envelope, once, now=NOON).payload == b"payload"


def test_the_reply_to_another_request_is_refused() -> None:
    """An old answer does not pass as the answer to a new request."""
    first, second = a_request(), a_request()
    reply = a_reply(unseal(first.envelope, terms(), now=NOON))

    assert fault(reply, reply_terms(second)) is EnvelopeFault.REPLAY


def test_a_reply_is_no_request() -> None:
    """A response does not open where requests are awaited, even of the same kind."""
    request = a_request()
    reply = a_reply(unseal(request.envelope, terms(), now=NOON))
    asker = replace(reply_terms(request), in_reply_to=b"")

    assert fault(reply, asker) is EnvelopeFault.REPLAY


def test_a_sender_signs_for_itself_only() -> None:
    """A member cannot send in the name of another."""
    envelope = seal_request(
        PayloadKind.QUERY,
        b"",
        sender=replace(STRANGER.sender, node=ASKER.id),
        recipient=PEER.recipient,
        now=NOON,
    ).envelope

    assert fault(envelope, terms()) is EnvelopeFault.SIGNATURE


@given(st.data())
def test_any_changed_byte_is_noticed(data: st.DataObject) -> None:
    """No byte of an envelope can be changed without it being refused."""
    raw = bytearray(a_request().envelope.SerializeToString())
    position = data.draw(st.integers(0, len(raw) - 1))
    raw[position] ^= data.draw(st.integers(1, 255))

    with pytest.raises(EnvelopeError):
        unseal(parse(pb.Envelope, bytes(raw)), terms(), now=NOON)


@given(st.binary(max_size=400), st.sampled_from(SIZE_CLASSES), st.binary(max_size=80))
def test_arbitrary_bytes_raise_one_error_only(header: bytes, size: int, signature: bytes) -> None:
    """Whatever arrives is refused as an envelope, and nothing else happens."""
    envelope = pb.Envelope(
        header=header, ciphertext=bytes(size + OVERHEAD_BYTES), signature=signature
    )

    with pytest.raises(EnvelopeError):
        unseal(envelope, terms(), now=NOON)


@pytest.mark.parametrize("size", [0, 39, 2_047, 2_048 + 41, 131_072])
def test_a_ciphertext_has_a_size_class(size: int) -> None:
    """A ciphertext of another length is malformed."""
    envelope = pb.Envelope(ciphertext=bytes(size), signature=bytes(64))

    assert fault(envelope, terms()) is EnvelopeFault.MALFORMED


@pytest.mark.parametrize(
    "envelope",
    [
        pb.Envelope(ciphertext=bytes(131_072 + 41), signature=bytes(64)),
        pb.Envelope(header=bytes(513), ciphertext=bytes(2_088), signature=bytes(64)),
    ],
    ids=["ciphertext", "header"],
)
def test_an_oversize_message_is_not_parsed(envelope: pb.Envelope) -> None:
    """What is larger than any message is refused by its size alone."""
    assert fault(envelope, terms()) is EnvelopeFault.OVERSIZE


@pytest.mark.parametrize("case", golden.CASES, ids=lambda case: case.name)
def test_the_golden_envelopes(case: golden.Case) -> None:
    """Each golden envelope opens, or is refused for the reason that its file states."""
    head, raw = golden.read(golden.path(case))
    box = replace(PEER, box=PrivateKey(bytes.fromhex(head["box"])))
    golden_terms = replace(
        terms(),
        node=NodeId(head["node"]),
        kinds=frozenset({PayloadKind.ANSWER if head["answers"] else PayloadKind.QUERY}),
        identity_key={NodeId("customs-es"): bytes.fromhex(head["identity"])}.get,
        box_secret=(lambda _id: bytes(box.box)) if head["answers"] else box.box_secret,
        in_reply_to=bytes.fromhex(head["answers"]),
    )
    envelope, now = parse(pb.Envelope, raw), datetime.fromisoformat(head["now"])

    if head["expect"] == "opened":
        assert unseal(envelope, golden_terms, now=now).payload == bytes.fromhex(head["payload"])
    else:
        assert fault(envelope, golden_terms, now=now) == head["expect"]


@pytest.mark.parametrize("case", golden.CASES, ids=lambda case: case.name)
def test_the_golden_envelopes_follow_their_recipe(case: golden.Case) -> None:
    """Every file of golden bytes is what the recipe makes."""
    assert golden.path(case).read_text() == golden.text(case)


def test_the_hash_covers_header_and_ciphertext() -> None:
    """Two envelopes have one hash only if header and ciphertext are the same."""
    whole = pb.Envelope(header=b"ab", ciphertext=b"c")
    moved = pb.Envelope(header=b"a", ciphertext=b"bc")

    assert envelope_hash(whole) != envelope_hash(moved)


def test_no_secret_is_shown() -> None:
    """The repr of a request and of an opened message shows neither key nor payload."""
    request = a_request(b"unmistakable")
    shown = repr(request) + repr(unseal(request.envelope, terms(), now=NOON)) + repr(terms())

    assert "unmistakable" not in shown
    assert repr(request.reply_secret) not in shown


def test_another_skew_can_be_agreed() -> None:
    """Nodes with better clocks may refuse earlier."""
    strict = replace(terms(), skew=timedelta(seconds=1))
    late = NOON + LIFE + timedelta(seconds=2)

    assert fault(a_request().envelope, strict, now=late) is EnvelopeFault.WINDOW
