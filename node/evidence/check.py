"""Check that a bundle is what its node exported, and that its journal is the one it signed.

The tree is recomputed from the leaves; every signed thing is verified under the key it names.
Whether that key is the node's is for people: compare its fingerprint by another way.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from node.directory.entry import entry_from_json
from node.domain.checkpoint import Checkpoint, open_checkpoint, origin_of
from node.domain.cosignature import verify_cosignature, witness_of
from node.domain.errors import CheckpointError, JournalError, SignatureError, UnknownPeerError
from node.domain.journal import Event
from node.domain.merkle import Tree, leaf_hash
from node.domain.peer import NodeId
from node.evidence.bundle import Bundle
from node.evidence.layout import CONTENT, DIRECTORY_ENTRY, MANIFEST, SIGNATURE
from node.keys.identity import Label, verifies, verify
from node.store.heads import KeptReceipt, ReceiptDirection
from node.store.journal import erasure_digest


def check_bundle(bundle: Bundle) -> None:
    """Check everything that a bundle can prove by itself.

    Raises:
        JournalError: Something does not fit; the sentence says what.
    """
    _check_manifest(bundle)
    _check_entries(bundle)
    _check_erasures(bundle)
    _check_heads(bundle)
    _check_cosignatures(bundle)
    _check_peers(bundle)
    _check_answers(bundle)


def roots_at(leaves: Sequence[bytes], sizes: Iterable[int]) -> dict[int, bytes]:
    """Return the roots of the trees over the first leaves, for the sizes that there are."""
    wanted, tree = set(sizes), Tree()
    found = {0: tree.root()} if 0 in wanted else {}
    for leaf in leaves:
        tree = tree.append(leaf)
        if tree.size in wanted:
            found[tree.size] = tree.root()
    return found


def head_of(note: str, node: NodeId, *, key: bytes) -> Checkpoint:
    """Open a signed head.

    Raises:
        JournalError: It is not that node's.
    """
    try:
        return open_checkpoint(note, node=node, public_key=key, verify=verifies)
    except CheckpointError as error:
        raise JournalError(f"a head of {node} is not signed by it") from error


def _check_manifest(bundle: Bundle) -> None:
    manifest = bundle.files[MANIFEST]
    try:
        signature = bytes.fromhex(bundle.files[SIGNATURE].decode("ascii").strip())
        verify(bundle.identity_key, Label.EVIDENCE, manifest, signature=signature)
        entry = entry_from_json(bundle.files[DIRECTORY_ENTRY])
    except (SignatureError, UnknownPeerError, ValueError) as error:
        raise JournalError("the manifest is not signed by the node it names") from error
    if (entry.id, entry.identity_key) != (bundle.node, bundle.identity_key):
        raise JournalError("the directory entry is of another node")
    for name in CONTENT:
        if bundle.hashes.get(name) != hashlib.sha256(bundle.files[name]).hexdigest():
            raise JournalError(f"{name} is not what was exported")


def _check_entries(bundle: Bundle) -> None:
    if len(bundle.leaves) != bundle.size:
        raise JournalError("leaves are missing or too many")
    for index, content in bundle.contents.items():
        if not 0 <= index < bundle.size or leaf_hash(content) != bundle.leaves[index]:
            raise JournalError(f"entry {index} is not what was written")
        if index in bundle.erased:
            raise JournalError(f"entry {index} is said to be erased, and is here")
    if not bundle.selection:
        for index in range(bundle.size):
            if index not in bundle.contents and index not in bundle.erased:
                raise JournalError(f"entry {index} is missing")


def _check_erasures(bundle: Bundle) -> None:
    claims: dict[int, list[int]] = defaultdict(list)
    for index, by in bundle.erased.items():
        claims[by].append(index)
    vouching = {index for index, each in bundle.entries.items() if each.event is Event.ERASE}
    for index in claims.keys() | vouching:
        entry, positions = bundle.entries.get(index), claims[index]
        found = (len(positions), erasure_digest(positions))
        if (
            entry is None
            or entry.event is not Event.ERASE
            or (entry.detail.get("count"), entry.detail.get("digest")) != found
        ):
            raise JournalError(f"entry {index} does not vouch for what is erased")


def _check_heads(bundle: Bundle) -> None:
    given = [kept for kept in bundle.receipts if kept.direction is ReceiptDirection.GIVEN]
    notes = [*bundle.heads, *(kept.receipt.checkpoint for kept in given)]
    heads = [head_of(note, bundle.node, key=bundle.identity_key) for note in notes]
    roots = roots_at(bundle.leaves, (head.size for head in heads))
    for head in heads:
        if roots.get(head.size, head.root) != head.root:
            raise JournalError(f"the signed head of size {head.size} is of another journal")
    if bundle.size not in roots:
        raise JournalError("no head is signed over the whole of the bundle")
    for kept in given:
        _require_receipt(kept, bundle.identity_key)


def _check_cosignatures(bundle: Bundle) -> None:
    roots = roots_at(bundle.leaves, (each.size for each in bundle.cosignatures))
    for each in bundle.cosignatures:
        key = bundle.peers.get(each.peer)
        if key is None or each.size not in roots:
            continue
        text = Checkpoint(origin_of(bundle.node), each.size, roots[each.size]).text()
        name = witness_of(each.peer)
        try:
            verify_cosignature(each.line, text, name=name, public_key=key, verify=verifies)
        except CheckpointError as error:
            raise JournalError(f"a cosignature is not by {each.peer}") from error


def _check_peers(bundle: Bundle) -> None:
    for each in bundle.peer_heads:
        if each.peer in bundle.peers:
            head_of(each.note, each.peer, key=bundle.peers[each.peer])
    for kept in bundle.receipts:
        if kept.direction is ReceiptDirection.RECEIVED and kept.peer in bundle.peers:
            _require_receipt(kept, bundle.peers[kept.peer])


def _check_answers(bundle: Bundle) -> None:
    received = [kept for kept in bundle.receipts if kept.direction is ReceiptDirection.RECEIVED]
    proofs = {
        hashlib.sha256(kept.receipt.signature).hexdigest(): (kept.query_id, kept.peer)
        for kept in received
    }
    for index, entry in bundle.entries.items():
        named = entry.detail.get("receipt")
        if entry.event is not Event.ANSWER or named is None:
            continue
        if proofs.get(str(named)) != (entry.query_id, entry.peer):
            raise JournalError(f"the answer in entry {index} is not proven by its receipt")


def _require_receipt(kept: KeptReceipt, key: bytes) -> None:
    signed = kept.receipt
    head = hashlib.sha256(signed.checkpoint.encode()).digest()
    try:
        verify(
            key,
            Label.RECEIPT,
            *(signed.query_hash, signed.answer_hash, head),
            signature=signed.signature,
        )
    except SignatureError as error:
        raise JournalError(f"the receipt of query {kept.query_id} is not signed") from error
