"""Requests for identifier sets and their pages to messages and back, as strict as the others."""

from matching.blind import PAGE_TAGS, TAG_BYTES
from node.domain.blind import KINDS, PAGES_MAX, SetHead, SetName, SetPage, SetRequest
from node.domain.errors import EnvelopeError, PeerAnswerError, SignatureError
from node.domain.peer import DirectoryEntry
from node.keys.identity import SIGNATURE_BYTES, Label, verify
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.wire.codec import (
    DIGEST_BYTES,
    ID_CHARS_MAX,
    checkpoint_of,
    justification_from_proto,
    justification_to_proto,
)
from node.wire.codec_subject import entity_type_of, entity_type_to_proto
from node.wire.strict import at_most, exactly, instant, malformed, name, parse, timestamp


def set_request_to_proto(request: SetRequest, checkpoint: str) -> pb.SetRequest:
    """Write which page is wanted, with the asker's latest journal head."""
    return pb.SetRequest(
        entity_type=entity_type_to_proto(request.name.entity_type),
        kind=request.name.kind,
        epoch=request.name.epoch,
        page=request.page,
        justification=justification_to_proto(request.justification),
        officer=request.officer,
        checkpoint=checkpoint,
    )


def set_request_from_proto(message: pb.SetRequest) -> tuple[SetRequest, str]:
    """Read which page is wanted, and the asker's journal head."""
    if message.kind not in KINDS:
        raise malformed("kind")
    request = SetRequest(
        SetName(entity_type_of(message.entity_type), message.kind, message.epoch),
        at_most(PAGES_MAX, message.page, field="page"),
        justification_from_proto(message.justification),
        name(message.officer, "officer", limit=ID_CHARS_MAX),
    )
    return request, checkpoint_of(message.checkpoint)


def set_page_to_proto(page: SetPage) -> pb.SetPage:
    """Write one page; node and name of its set are those of the request."""
    return pb.SetPage(
        issued_at=timestamp(page.head.issued_at),
        pages=page.head.pages,
        digest=page.head.digest,
        signature=page.signature,
        page=page.number,
        tags=page.tags,
    )


def read_set_page(raw: bytes, request: SetRequest, *, peer: DirectoryEntry) -> SetPage:
    """Return the page that was asked for, of a set whose head the peer has signed.

    Raises:
        PeerAnswerError: It is something else.
    """
    try:
        page = _page(parse(pb.SetPage, raw), request, peer=peer)
        verify(
            peer.identity_key, Label.IDENTIFIER_SET, page.head.signed(), signature=page.signature
        )
    except (EnvelopeError, SignatureError) as error:
        raise PeerAnswerError(f"{peer.id} sent no page of the identifier set") from error
    return page


def _page(message: pb.SetPage, request: SetRequest, *, peer: DirectoryEntry) -> SetPage:
    pages = at_most(PAGES_MAX, message.pages, field="pages")
    if message.page != request.page or message.page >= pages:
        raise malformed("page")
    head = SetHead(
        peer.id,
        request.name,
        instant(message.issued_at, "issued at"),
        pages,
        exactly(DIGEST_BYTES, message.digest, field="digest"),
    )
    return SetPage(
        head,
        exactly(SIGNATURE_BYTES, message.signature, field="signature"),
        message.page,
        exactly(PAGE_TAGS * TAG_BYTES, message.tags, field="tags"),
    )
