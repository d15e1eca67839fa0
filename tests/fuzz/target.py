"""What is fuzzed: every parser that a peer's bytes reach, by the name of its corpus.

A target takes any bytes. It ends well, or with an error of ours: those are what the rim turns into
a fault. Anything else that it raises is a finding.
"""

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from google.protobuf.message import Message
from tuf.api.metadata import Metadata

from node.directory.agreement import agreement_from_toml
from node.directory.believed import as_directory_error, root_of
from node.directory.entry import entry_from_json, entry_to_json
from node.directory.listing import Edition, listing_of
from node.domain.checkpoint import open_checkpoint
from node.domain.checkpoint import parse as parse_checkpoint
from node.domain.cosignature import read_cosigned, read_submission, verify_cosignature, witness_of
from node.domain.peer import NodeId
from node.evidence.bundle import bundle_of
from node.evidence.check import check_bundle
from node.evidence.layout import CONTENT, DIRECTORY_ENTRY, FORMAT, MANIFEST, SIGNATURE
from node.keys.certificate import each
from node.keys.identity import Label, verifies
from node.keys.sealedstream import open_stream
from node.pb.exchange.v1 import exchange_pb2 as pb
from node.pb.exchange.v1 import forum_pb2
from node.wire import codec, codec_forum
from node.wire.announcement import verify_announcement
from node.wire.codec_blind import read_set_page, set_request_from_proto
from node.wire.codec_notice import notice_from_proto, read_acknowledgement
from node.wire.envelope import PayloadKind, Terms, route_of, unseal
from node.wire.receipt import read_answer
from node.wire.strict import parse
from tests.node.wire.exchange import NOON, a_query, a_set_request
from tests.node.wire.federation import Node
from tests.node.wire.members import a_member

Target = Callable[[bytes], object]

NOTICE_ID = "0197c2a0-0000-7000-8000-000000000000"
ASKER, PEER = a_member("customs-es"), a_member("fiu-nl")
ENTRY = Node("fiu-nl").entry
TERMS = Terms(
    node=PEER.id,
    kinds=frozenset(PayloadKind),
    # Every sender is known, so that what lies behind the check of the sender is reached as well.
    identity_key=lambda _node: ASKER.identity.public_key,
    box_secret=PEER.box_secret,
    first_seen=lambda *_message, sender: bool(sender),
)


def _envelope(raw: bytes) -> object:
    return unseal(parse(pb.Envelope, raw), TERMS, now=NOON)


def _route(raw: bytes) -> object:
    return route_of(parse(pb.AskRequest, raw).envelope, now=NOON)


def _header(raw: bytes) -> object:
    sealed = pb.Envelope(header=raw, ciphertext=bytes(2 * 1024 + 40), signature=bytes(64))
    return unseal(sealed, TERMS, now=NOON)


def _read(kind: type[Message], read: Callable[..., object]) -> Target:
    return lambda raw: read(parse(kind, raw))


def _answer(raw: bytes) -> object:
    return read_answer(raw, query=a_query(), query_hash=bytes(32), peer=ENTRY)


def _set_page(raw: bytes) -> object:
    return read_set_page(raw, a_set_request(), peer=ENTRY)


def _announcement(raw: bytes) -> object:
    return verify_announcement(raw, ENTRY, now=NOON)


def _acknowledgement(raw: bytes) -> object:
    return read_acknowledgement(raw, NOTICE_ID, notice_hash=bytes(32), peer=ENTRY)


def manifest_of(size: int, hashes: Mapping[str, str]) -> bytes:
    """Write the manifest of a bundle of the node whose keys the targets know."""
    about = {
        "format": FORMAT,
        "node": PEER.id,
        "identity_key": PEER.identity.public_key.hex(),
        "exported_at": NOON.isoformat(),
        "selection": {},
        "size": size,
        "files": hashes,
    }
    return json.dumps(about).encode()


def _bundle(raw: bytes) -> object:
    """Check a bundle whose manifest its node has signed: the files follow one another by NUL."""
    files = dict(zip(CONTENT, raw.split(b"\0", len(CONTENT) - 1), strict=False))
    files |= {name: b"" for name in CONTENT if name not in files}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    manifest = manifest_of(files["leaves.txt"].count(b"\n"), hashes)
    signature = PEER.identity.sign(Label.EVIDENCE, manifest).hex().encode()
    check_bundle(bundle_of(files | {MANIFEST: manifest, SIGNATURE: signature}, name="bundle"))
    return None


def _manifest(raw: bytes) -> object:
    signature = PEER.identity.sign(Label.EVIDENCE, raw).hex().encode()
    entry = {DIRECTORY_ENTRY: entry_to_json(ENTRY, PEER.identity)}
    files = dict.fromkeys(CONTENT, b"") | entry | {MANIFEST: raw, SIGNATURE: signature}
    check_bundle(bundle_of(files, name="bundle"))
    return None


def _sealed(raw: bytes) -> object:
    return b"".join(open_stream(io.BytesIO(raw), bytes(PEER.box)))


def _text(read: Callable[[str], object]) -> Target:
    """Read bytes as a protobuf string would carry them: as UTF-8, or not at all."""

    def target(raw: bytes) -> object:
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            return None
        return read(text)

    return target


def _head(note: str) -> object:
    key = PEER.identity.public_key
    return open_checkpoint(note, node=PEER.id, public_key=key, verify=verifies)


def _cosigned(text: str) -> object:
    _, line = read_cosigned(text)
    key = PEER.identity.public_key
    return verify_cosignature(
        line, "text\n", name=witness_of(PEER.id), public_key=key, verify=verifies
    )


def _listing(raw: bytes) -> object:
    edition = Edition(1, 1, datetime(2026, 3, 1, tzinfo=UTC))
    name = NodeId("fiu-nl")
    targets = {f"members/{name}.json": raw, "agreements/customs-es--fiu-nl.toml": raw}
    return listing_of(targets, edition)


def _metadata(raw: bytes) -> object:
    """Read metadata of the directory as its library does, before any signature is known."""
    with as_directory_error():
        return Metadata.from_bytes(raw)


TARGETS: dict[str, Target] = {
    "envelope": _envelope,
    "route": _route,
    "header": _header,
    "evaluation": _read(pb.Evaluation, codec.evaluation_from_proto),
    "evaluated": lambda raw: codec.elements_from_bytes(parse(pb.Evaluated, raw).elements),
    "query": _read(pb.Query, codec.query_from_proto),
    "answer": _answer,
    "receipt": _read(pb.Receipt, codec.receipt_from_proto),
    "notice": _read(pb.Notice, notice_from_proto),
    "acknowledgement": _acknowledgement,
    "forum_call": _read(forum_pb2.ForumCall, codec_forum.call_from_proto),
    "forum_reply": _read(forum_pb2.ForumReply, codec_forum.reply_from_proto),
    "bundle": _bundle,
    "manifest": _manifest,
    "sealed_stream": _sealed,
    "set_request": _read(pb.SetRequest, set_request_from_proto),
    "set_page": _set_page,
    "announcement": _announcement,
    "announced": _read(pb.Announcement, codec.announcement_from_proto),
    "head": _text(_head),
    "checkpoint": _text(parse_checkpoint),
    "submission": _text(read_submission),
    "cosigned": _text(_cosigned),
    "entry": entry_from_json,
    "agreement": agreement_from_toml,
    "certificate": each,
    "root": root_of,
    "metadata": _metadata,
    "listing": _listing,
}
