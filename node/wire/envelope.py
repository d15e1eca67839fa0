"""Close a message to one recipient, and open what claims to be closed to us.

Opening refuses in a fixed order, cheapest and least telling first: size, form, version, sender,
recipient, signature, purpose, window, replay, key.
Nothing of the payload is looked at before all of that has passed, and each refusal is an
`EnvelopeError` whose fault is all that the other side will learn.

A response is sealed to a key that the request brought along and that lives as long as the call, so
a node answers without knowing the asker's box key, and no key that it keeps opens an answer later.
"""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Protocol

from node.domain.errors import EnvelopeError, EnvelopeFault, KeyringError, SealError, SignatureError
from node.domain.peer import NodeId
from node.keys.boxkey import BoxKey
from node.keys.identity import SIGNATURE_BYTES, Identity, Label, verify
from node.keys.sealing import (
    KEY_BYTES,
    OVERHEAD_BYTES,
    SIZE_CLASSES,
    open_box,
    pad,
    seal_box,
    unpad,
)
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.message_id import is_message_id, new_message_id
from node.wire.strict import exactly, instant, malformed, member, name, node_id, parse, timestamp
from node.wire.version import VERSIONS

LIFE = timedelta(seconds=300)
"""How long a message may be on its way; no longer life is accepted either."""
SKEW = timedelta(seconds=120)
"""How far the clocks of two nodes may be apart, where nothing else is agreed."""
HEADER_BYTES_MAX = 512
KEY_ID_CHARS_MAX = 64
SEALED_SIZES = frozenset(size + OVERHEAD_BYTES for size in SIZE_CLASSES)


class PayloadKind(IntEnum):
    """What an envelope holds; the numbers are those of the protocol."""

    EVALUATION = pb.PAYLOAD_KIND_EVALUATION
    EVALUATED = pb.PAYLOAD_KIND_EVALUATED
    QUERY = pb.PAYLOAD_KIND_QUERY
    ANSWER = pb.PAYLOAD_KIND_ANSWER
    NOTICE = pb.PAYLOAD_KIND_NOTICE
    ACKNOWLEDGEMENT = pb.PAYLOAD_KIND_ACKNOWLEDGEMENT
    FORUM_CALL = pb.PAYLOAD_KIND_FORUM_CALL
    FORUM_REPLY = pb.PAYLOAD_KIND_FORUM_REPLY
    SET_REQUEST = pb.PAYLOAD_KIND_SET_REQUEST
    SET_PAGE = pb.PAYLOAD_KIND_SET_PAGE


@dataclass(frozen=True, slots=True)
class ReplyForm:
    """How every reply to one kind of request looks from outside, whatever it says."""

    kind: PayloadKind
    size: int
    """Bytes of the padded payload."""


REPLY_FORMS = {
    PayloadKind.EVALUATION: ReplyForm(PayloadKind.EVALUATED, 8 * 1024),
    PayloadKind.QUERY: ReplyForm(PayloadKind.ANSWER, 32 * 1024),
    PayloadKind.NOTICE: ReplyForm(PayloadKind.ACKNOWLEDGEMENT, 8 * 1024),
    PayloadKind.FORUM_CALL: ReplyForm(PayloadKind.FORUM_REPLY, 32 * 1024),
    PayloadKind.SET_REQUEST: ReplyForm(PayloadKind.SET_PAGE, 32 * 1024),
}
REQUEST_SIZES = {PayloadKind.NOTICE: (8 * 1024,)}
"""Kinds of request that are all of one size; others take the smallest class that fits."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who closes and signs."""

    node: NodeId
    identity: Identity


@dataclass(frozen=True, slots=True)
class Recipient:
    """To whom a request is closed, with the box key that its announcement gave."""

    node: NodeId
    box_key: bytes
    box_key_id: str
    version: int = VERSIONS[0]
    """Version of the protocol that both sides speak."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request ready to send, with what its response must match."""

    envelope: pb.Envelope = field(repr=False)
    message_id: bytes
    version: int
    reply_secret: bytes = field(repr=False)

    @property
    def hash(self) -> bytes:
        """What the receipt signs of this request, 32 bytes."""
        return envelope_hash(self.envelope)


@dataclass(frozen=True, slots=True)
class Header:
    """What a relay can see of a message."""

    version: int
    message_id: bytes
    sender: NodeId
    recipient: NodeId
    issued_at: datetime
    expires_at: datetime
    recipient_key_id: str
    sender_key: bytes
    kind: PayloadKind
    in_reply_to: bytes
    """Empty in a request."""
    reply_key: bytes
    """Empty in a response."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A message that passed every check."""

    header: Header
    payload: bytes = field(repr=False)
    hash: bytes

    @property
    def sender(self) -> NodeId:
        """Who signed it."""
        return self.header.sender


class FirstSeen(Protocol):
    """Remembers message ids, durably."""

    def __call__(self, message_id: bytes, expires_at: datetime, *, sender: NodeId) -> bool:
        """Keep the id of a sender's message until that time, and tell whether it is new."""
        ...


@dataclass(frozen=True, slots=True)
class Terms:
    """What a message must meet to be opened here."""

    node: NodeId
    """This node."""
    kinds: frozenset[PayloadKind]
    identity_key: Callable[[NodeId], bytes | None]
    """Ed25519 public key of a sender from whom a message is awaited, or nothing."""
    box_secret: Callable[[str], bytes] = field(repr=False)
    """Our secret X25519 key of that id; raises `KeyringError` once it is destroyed."""
    first_seen: FirstSeen
    in_reply_to: bytes = b""
    """The request that a response must answer; empty where requests are opened."""
    skew: timedelta = SKEW
    versions: Collection[int] = VERSIONS
    """Versions of the protocol in which it may be."""


def seal_request(
    kind: PayloadKind, payload: bytes, *, sender: Sender, recipient: Recipient, now: datetime
) -> Request:
    """Close a request, padded to the next of the size classes of its kind.

    Raises:
        EnvelopeError: The payload is larger than the largest size class.
    """
    reply = BoxKey.generate(now)
    header = _header(kind, sender, recipient=recipient.node, now=now)
    header.protocol_version = recipient.version
    header.recipient_key_id = recipient.box_key_id
    header.reply_key = reply.public
    padded = _pad(payload, REQUEST_SIZES.get(kind, SIZE_CLASSES))
    envelope = _seal(header, padded, box_key=recipient.box_key, sender=sender)
    return Request(envelope, header.message_id, recipient.version, reply.secret)


def seal_reply(payload: bytes, *, sender: Sender, request: Header, now: datetime) -> pb.Envelope:
    """Close the response to a request in the one form that such responses have.

    Raises:
        EnvelopeError: The payload does not fit.
    """
    form = REPLY_FORMS[request.kind]
    header = _header(form.kind, sender, recipient=request.sender, now=now)
    header.protocol_version = request.version
    header.in_reply_to = request.message_id
    return _seal(header, _pad(payload, (form.size,)), box_key=request.reply_key, sender=sender)


def unseal(envelope: pb.Envelope, terms: Terms, *, now: datetime) -> Opened:
    """Open a message that meets the terms.

    Raises:
        EnvelopeError: It does not; `fault` says in which of the module's steps.
    """
    _check_size(envelope)
    header = _read_header(envelope.header, terms.versions)
    _check_signed(envelope, header, terms=terms)
    _check_purpose(header, terms)
    _check_window(header, now, skew=terms.skew)
    until = header.expires_at + terms.skew
    if not terms.first_seen(header.message_id, until, sender=header.sender):
        raise EnvelopeError(EnvelopeFault.REPLAY, "a message with this id was here before")
    payload = _open(envelope, header, box_secret=terms.box_secret)
    return Opened(header, payload, envelope_hash(envelope))


@dataclass(frozen=True, slots=True)
class Route:
    """From whom a request comes and for whom it is: all that a relay reads of it."""

    sender: NodeId
    recipient: NodeId


def route_of(envelope: pb.Envelope, *, now: datetime, skew: timedelta = SKEW) -> Route:
    """Return the route of a request in whatever version, without judging its signature.

    Raises:
        EnvelopeError: It is larger than any message, no request, or outside its time window.
    """
    _check_size(envelope)
    header = parse(pb.Header, envelope.header)
    issued, expires = instant(header.issued_at, "issued at"), instant(header.expires_at, "expires")
    _check_times(issued, expires, now=now, skew=skew)
    return Route(node_id(header.sender, "sender"), node_id(header.recipient, "recipient"))


def envelope_hash(envelope: pb.Envelope) -> bytes:
    """SHA-256 over the two digests that the envelope's signature covers, 32 bytes."""
    return hashlib.sha256(b"".join(_digests(envelope.header, envelope.ciphertext))).digest()


def _digests(header: bytes, ciphertext: bytes) -> tuple[bytes, bytes]:
    return hashlib.sha256(header).digest(), hashlib.sha256(ciphertext).digest()


def _header(kind: PayloadKind, sender: Sender, *, recipient: NodeId, now: datetime) -> pb.Header:
    return pb.Header(
        message_id=new_message_id(now),
        sender=sender.node,
        recipient=recipient,
        issued_at=timestamp(now),
        expires_at=timestamp(now + LIFE),
        payload_kind=pb.PayloadKind.Name(kind),
    )


def _pad(payload: bytes, classes: tuple[int, ...]) -> bytes:
    try:
        return pad(payload, classes)
    except SealError as error:
        raise EnvelopeError(EnvelopeFault.OVERSIZE, str(error), hint=error.hint) from error


def _seal(header: pb.Header, padded: bytes, *, box_key: bytes, sender: Sender) -> pb.Envelope:
    header.sender_key, ciphertext = seal_box(padded, box_key)
    raw = header.SerializeToString(deterministic=True)
    signature = sender.identity.sign(Label.ENVELOPE, *_digests(raw, ciphertext))
    return pb.Envelope(header=raw, ciphertext=ciphertext, signature=signature)


def _check_size(envelope: pb.Envelope) -> None:
    sealed, header = len(envelope.ciphertext), len(envelope.header)
    if sealed > max(SEALED_SIZES) or header > HEADER_BYTES_MAX:
        raise EnvelopeError(EnvelopeFault.OVERSIZE, "the message is larger than any size class")
    if sealed not in SEALED_SIZES:
        raise malformed("size of the ciphertext")
    exactly(SIGNATURE_BYTES, envelope.signature, field="signature")


def _read_header(raw: bytes, versions: Collection[int]) -> Header:
    header = parse(pb.Header, raw)
    # Another version may have other rules for every other field.
    if header.protocol_version not in versions:
        raise EnvelopeError(EnvelopeFault.VERSION, "the protocol version is not spoken here")
    if not is_message_id(header.message_id):
        raise malformed("message id")
    return Header(
        version=header.protocol_version,
        message_id=header.message_id,
        sender=node_id(header.sender, "sender"),
        recipient=node_id(header.recipient, "recipient"),
        issued_at=instant(header.issued_at, "issued at"),
        expires_at=instant(header.expires_at, "expires at"),
        recipient_key_id=name(header.recipient_key_id, "box key id", limit=KEY_ID_CHARS_MAX),
        sender_key=exactly(KEY_BYTES, header.sender_key, field="sender key"),
        kind=member(PayloadKind, header.payload_kind, field="payload kind"),
        in_reply_to=header.in_reply_to,
        reply_key=header.reply_key,
    )


def _check_signed(envelope: pb.Envelope, header: Header, *, terms: Terms) -> None:
    """Refuse what is not signed by the awaited sender and meant for this node."""
    public_key = terms.identity_key(header.sender)
    if public_key is None:
        raise EnvelopeError(EnvelopeFault.SENDER, "no message is awaited from this sender")
    if header.recipient != terms.node:
        raise EnvelopeError(EnvelopeFault.RECIPIENT, "the message is meant for another node")
    digests = _digests(envelope.header, envelope.ciphertext)
    try:
        verify(public_key, Label.ENVELOPE, *digests, signature=envelope.signature)
    except SignatureError as error:
        raise EnvelopeError(EnvelopeFault.SIGNATURE, "the signature is not valid") from error


def _check_purpose(header: Header, terms: Terms) -> None:
    """Refuse a message in the place of another kind, or the response to another request."""
    if header.kind not in terms.kinds:
        raise malformed("payload kind")
    if header.in_reply_to != terms.in_reply_to:
        raise EnvelopeError(EnvelopeFault.REPLAY, "the message answers another one")
    exactly(0 if terms.in_reply_to else KEY_BYTES, header.reply_key, field="reply key")


def _check_window(header: Header, now: datetime, *, skew: timedelta) -> None:
    """Refuse what is too old, from the future, or would live too long to remember its id."""
    _check_times(header.issued_at, header.expires_at, now=now, skew=skew)


def _check_times(
    issued_at: datetime, expires_at: datetime, *, now: datetime, skew: timedelta
) -> None:
    if not timedelta(0) < expires_at - issued_at <= LIFE:
        raise malformed("expires at")
    if not issued_at - skew <= now <= expires_at + skew:
        raise EnvelopeError(
            EnvelopeFault.WINDOW,
            "the message is outside its time window",
            hint="Compare the clocks of both nodes.",
        )


def _open(envelope: pb.Envelope, header: Header, *, box_secret: Callable[[str], bytes]) -> bytes:
    try:
        secret = box_secret(header.recipient_key_id)
        padded = open_box(envelope.ciphertext, sender_key=header.sender_key, secret_key=secret)
    except (KeyringError, SealError) as error:
        raise EnvelopeError(EnvelopeFault.KEY, "the message is sealed to another key") from error
    try:
        return unpad(padded)
    except SealError as error:
        raise malformed("padding") from error
