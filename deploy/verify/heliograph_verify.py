#!/usr/bin/env python3
"""Check a bundle of evidence, or the file of a case, without the Heliograph node that wrote it.

    pip install pynacl
    python heliograph_verify.py BUNDLE [--key HEX]

BUNDLE is a folder or a ZIP file, or the file of a case: a PDF with its evidence attached, or the
evidence alone (JSON); its signature lies beside it under the same name with .sig. --key is the
node's identity key as you know it by another way (64 hexadecimal digits; spaces are ignored):
without it, the bundle is only shown to agree with the key that it names itself, which is printed
for you to compare.

It ends with 0 where everything fits, and with 3 and one sentence where something does not.

This file needs Python 3.9 or newer and PyNaCl, and shares no code with the node: whoever reads it
from top to bottom knows what has been checked. What it checks, in this order:

1. The manifest is signed by the node, and every file has the hash that the manifest says.
2. The leaf hashes, joined by the Merkle tree of RFC 9162, give the root of every head that the node
   has signed (C2SP checkpoints), and there is a head over all of them.
3. Every entry that is told has the hash of its place; where nothing was left out by selection,
   every place has its entry or a tombstone.
4. For every tombstone an entry vouches that it was erased, and for nothing else.
5. Receipts that the node gave are signed by it over a head of this journal; receipts and heads that
   it received are signed by the peers; an answer names the receipt that proves it.
6. Cosignatures of peers are over heads of this journal (C2SP tlog-cosignature).

Of the file of a case it checks:

1. The file, byte by byte, is signed by the node.
2. Every entry of the evidence has the hash of its place, and its proof leads from there to the head
   of the journal that the node has signed.
3. Receipts are signed by the peers that gave them; an answer names the receipt that proves it.
4. Cosignatures of peers are over heads that this journal continues.
5. Every hit that the report tells is a hit in the entry of its answer, or was told by a notice.

What it cannot see: an entry that was never written, and a newest part that was cut off together
with its heads. The bundle of a peer shows both: compare them (`heliograph audit compare`).
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any, Sequence

from nacl.exceptions import CryptoError
from nacl.signing import VerifyKey

FORMAT = "heliograph-evidence/1"
FILES = (
    "entry.json", "peers.jsonl", "leaves.txt", "entries.txt", "heads.jsonl", "cosignatures.jsonl",
    "peer_heads.jsonl", "receipts.jsonl",
)  # fmt: skip
NOTE, COSIGNATURE = b"\x01", b"\x04"
"""Signature types of C2SP signed notes: Ed25519, and Ed25519 with a time."""
UNVERIFIED = 3


class Finding(Exception):  # noqa: N818 - it is what the report says, not a fault of this program
    """Something does not fit."""


def require(holds: object, sentence: str) -> None:
    """Raise the finding unless the condition holds."""
    if not holds:
        raise Finding(sentence)


# ------------------------------------------------------------------------------------ signatures


def is_signed(key: bytes, message: bytes, *, signature: bytes) -> bool:
    """Tell whether the signature is by that Ed25519 key over exactly these bytes."""
    try:
        VerifyKey(key).verify(message, signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True


def labelled(label: bytes, *parts: bytes) -> bytes:
    """Return what a node signs: a label, a zero byte, and the parts."""
    return b"".join((b"heliograph/1/", label, b"\x00", *parts))


def key_id(name: str, kind: bytes, *, key: bytes) -> bytes:
    """Return the four bytes by which a signature line names its key."""
    return hashlib.sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def read_head(note: str, node: str, *, key: bytes) -> tuple[int, bytes]:
    """Return size and root of a signed head, checked to be that node's."""
    origin = f"{node}.heliograph/journal"
    text, _, lines = note.rpartition("\n\n")
    named, _, fields = text.partition("\n")
    require(named == origin and fields.count("\n") == 1, f"a head of {node} is of another journal")
    start = f"\u2014 {origin} "
    own = [
        base64.b64decode(line[len(start) :]) for line in lines.split("\n") if line.startswith(start)
    ]
    known = key_id(origin, NOTE, key=key)
    signed = [raw for raw in own if raw[:4] == known]
    signed_text = f"{text}\n".encode()
    require(
        signed and all(is_signed(key, signed_text, signature=raw[4:]) for raw in signed),
        f"a head of {node} is not signed by it",
    )
    size, _, root = fields.partition("\n")
    return int(size), base64.b64decode(root)


def check_cosignature(row: dict[str, Any], head: str, *, key: bytes) -> None:
    """Check that a peer has cosigned a head, given as the text of its note."""
    start = f"\u2014 {row['peer']}.heliograph/witness "
    require(row["line"].startswith(start), "a cosignature names another key")
    raw = base64.b64decode(row["line"][len(start) :])
    seconds = int.from_bytes(raw[4:12], "big")
    message = f"cosignature/v1\ntime {seconds}\n{head}".encode()
    require(
        raw[:4] == key_id(start[2:-1], COSIGNATURE, key=key)
        and is_signed(key, message, signature=raw[12:]),
        f"a cosignature is not by {row['peer']}",
    )


def check_receipt(row: dict[str, Any], key: bytes) -> None:
    """Check that a receipt is signed by the side that gave it."""
    head = hashlib.sha256(row["checkpoint"].encode()).digest()
    parts = (bytes.fromhex(row["query_hash"]), bytes.fromhex(row["answer_hash"]), head)
    require(
        is_signed(key, labelled(b"receipt", *parts), signature=bytes.fromhex(row["signature"])),
        f"the receipt of query {row['query_id']} is not signed by who gave it",
    )


# ------------------------------------------------------------------------------------------ tree


def leaf_hash(content: bytes) -> bytes:
    """Hash one entry (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + content).digest()


def roots_of(leaves: Sequence[bytes]) -> list[bytes]:
    """Return the roots of the trees over the first 0, 1, 2, ... leaves."""
    roots = [hashlib.sha256(b"").digest()]
    subtrees: list[bytes] = []
    for size, leaf in enumerate(leaves, start=1):
        joined, rest = leaf, size
        while rest % 2 == 0:
            joined, rest = join(subtrees.pop(), joined), rest // 2
        subtrees.append(joined)
        root = subtrees[-1]
        for left in reversed(subtrees[:-1]):
            root = join(left, root)
        roots.append(root)
    return roots


def join(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


# ---------------------------------------------------------------------------------------- bundle


def read_files(path: Path) -> dict[str, bytes]:
    """Read the files of a bundle."""
    names = (*FILES, "manifest.json", "manifest.sig")
    if path.is_dir():
        return {name: (path / name).read_bytes() for name in names}
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in names}


def rows_of(raw: bytes) -> list[dict[str, Any]]:
    """Read JSON lines."""
    return [json.loads(line) for line in raw.split(b"\n") if line]


class Bundle:
    """The files of a bundle, read; nothing is believed yet."""

    def __init__(self, files: dict[str, bytes]) -> None:
        """Read what the files say."""
        self.files = files
        self.about = json.loads(files["manifest.json"])
        self.node, self.size = self.about["node"], self.about["size"]
        self.key = bytes.fromhex(self.about["identity_key"])
        leaves = [line.split(" ") for line in files["leaves.txt"].decode("ascii").splitlines()]
        self.leaves = [bytes.fromhex(words[0]) for words in leaves]
        self.erased = {at: int(words[1]) for at, words in enumerate(leaves) if len(words) > 1}
        lines = [line.partition(b" ") for line in files["entries.txt"].split(b"\n") if line]
        self.contents = {int(index): content for index, _, content in lines}
        self.is_ordered = [int(index) for index, _, _ in lines] == sorted(self.contents)
        self.entries = {index: json.loads(content) for index, content in self.contents.items()}
        self.peers = {row["id"]: bytes.fromhex(row["identity_key"]) for row in self.rows("peers")}
        self.roots = roots_of(self.leaves)

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of a file of JSON lines."""
        return rows_of(self.files[f"{name}.jsonl"])

    def head(self, size: int) -> str:
        """Return the note text of the head of that size."""
        root = base64.b64encode(self.roots[size]).decode()
        return f"{self.node}.heliograph/journal\n{size}\n{root}\n"


def check_manifest(bundle: Bundle) -> None:
    """Check who exported, and that the files are what was exported."""
    require(bundle.about["format"] == FORMAT, "the bundle is of another format")
    signature = bytes.fromhex(bundle.files["manifest.sig"].decode("ascii").strip())
    message = labelled(b"evidence", bundle.files["manifest.json"])
    require(
        is_signed(bundle.key, message, signature=signature),
        "the manifest is not signed by the node",
    )
    for name in FILES:
        found = hashlib.sha256(bundle.files[name]).hexdigest()
        require(bundle.about["files"].get(name) == found, f"{name} is not what was exported")
    entry = json.loads(bundle.files["entry.json"])
    content = json.dumps(entry["entry"], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    signature = base64.b64decode(entry["signature"])
    known = (entry["entry"]["id"], base64.b64decode(entry["entry"]["identity_key"]))
    require(known == (bundle.node, bundle.key), "the directory entry is of another node")
    message = labelled(b"directory-entry", content.encode())
    require(
        is_signed(bundle.key, message, signature=signature), "the directory entry is not signed"
    )


def check_entries(bundle: Bundle) -> None:
    """Check every entry against the hash of its place."""
    require(len(bundle.leaves) == bundle.size, "leaves are missing or too many")
    require(bundle.is_ordered, "entries are out of order or told twice")
    for index, content in bundle.contents.items():
        is_there = 0 <= index < bundle.size and leaf_hash(content) == bundle.leaves[index]
        require(is_there, f"entry {index} is not what was written")
        require(index not in bundle.erased, f"entry {index} is said to be erased, and is here")
    if not bundle.about["selection"]:
        for index in range(bundle.size):
            is_told = index in bundle.contents or index in bundle.erased
            require(is_told, f"entry {index} is missing")


def check_erasures(bundle: Bundle) -> None:
    """Check that an entry vouches for every tombstone, and each such entry for its tombstones."""
    positions: dict[int, list[int]] = {
        index: [] for index, entry in bundle.entries.items() if entry["event"] == "erase"
    }
    for index, vouching in bundle.erased.items():
        require(vouching in positions, f"nobody vouches for erased entry {index}")
        positions[vouching].append(index)
    for index, erased in positions.items():
        joined = b"".join(position.to_bytes(8, "big") for position in erased)
        said = bundle.entries[index].get("detail", {})
        found = (len(erased), hashlib.sha256(joined).hexdigest())
        require(
            (said.get("count"), said.get("digest")) == found,
            f"entry {index} does not vouch for what is erased",
        )


def check_heads(bundle: Bundle) -> int:
    """Check every head that the node has signed against the tree."""
    given = [row for row in bundle.rows("receipts") if row["direction"] == "given"]
    notes = [row["note"] for row in bundle.rows("heads")]
    heads = [read_head(note, bundle.node, key=bundle.key) for note in notes]
    require(bundle.size in {size for size, _ in heads}, "no head is signed over the whole")
    # A receipt given while the bundle was being exported may be over a head that came later.
    heads += [read_head(row["checkpoint"], bundle.node, key=bundle.key) for row in given]
    for size, root in heads:
        fits = size > bundle.size or bundle.roots[size] == root
        require(fits, f"the signed head of size {size} is of another journal")
    for row in given:
        check_receipt(row, bundle.key)
    return len(heads)


def check_peers(bundle: Bundle) -> tuple[int, int]:
    """Check what peers have signed, as far as the bundle names their keys."""
    received = [row for row in bundle.rows("receipts") if row["direction"] == "received"]
    for row in received:
        if row["peer"] in bundle.peers:
            check_receipt(row, bundle.peers[row["peer"]])
            read_head(row["checkpoint"], row["peer"], key=bundle.peers[row["peer"]])
    for row in bundle.rows("peer_heads"):
        if row["peer"] in bundle.peers:
            read_head(row["note"], row["peer"], key=bundle.peers[row["peer"]])
    for row in bundle.rows("cosignatures"):
        if row["peer"] in bundle.peers and row["size"] <= bundle.size:
            key = bundle.peers[row["peer"]]
            check_cosignature(row, bundle.head(row["size"]), key=key)
    check_answers(bundle, received)
    return len(bundle.rows("receipts")), len(bundle.rows("cosignatures"))


def check_answers(bundle: Bundle, received: Sequence[dict[str, Any]]) -> None:
    """Check that every answer is proven by the receipt that its entry names."""
    proofs = {hashlib.sha256(bytes.fromhex(row["signature"])).hexdigest(): row for row in received}
    for index, entry in bundle.entries.items():
        named = entry.get("detail", {}).get("receipt")
        if entry["event"] != "answer" or named is None:
            continue
        row = proofs.get(named) or {}
        proven = (row.get("query_id"), row.get("peer")) == (entry["query_id"], entry["peer"])
        require(proven, f"the answer in entry {index} is not proven by its receipt")


# ---------------------------------------------------------------------------------- file of a case

CASE_FORMAT = "heliograph-case/1"
ATTACHED = re.compile(rb"/Type\s*/EmbeddedFile\b.*?stream\r?\n", re.DOTALL)


def evidence_of(content: bytes) -> dict[str, Any]:
    """Return the evidence that is the file itself, or is attached to the PDF."""
    if not content.startswith(b"%PDF-"):
        found = [content]
    else:
        starts = [match.end() for match in ATTACHED.finditer(content)]
        found = [zlib.decompressobj().decompress(content[start:]) for start in starts]
    for raw in found:
        evidence = json.loads(raw)
        if evidence.get("format") == CASE_FORMAT:
            return evidence
    raise Finding("no evidence is attached to the file")


def climb(leaf: bytes, index: int, *, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root that a proof of inclusion leads to (RFC 9162, 2.1.3.2)."""
    require(0 <= index < size, f"the journal has no entry {index}")
    joined, last = leaf, size - 1
    for sibling in proof:
        require(last > 0, f"the proof of entry {index} is too long")
        if index % 2 or index == last:
            joined = join(sibling, joined)
            while index % 2 == 0 and index:
                index, last = index // 2, last // 2
        else:
            joined = join(joined, sibling)
        index, last = index // 2, last // 2
    require(last == 0, "a proof of inclusion is too short")
    return joined


def check_continues(old: int, root: bytes, *, new: int, proof: Sequence[bytes]) -> bytes:
    """Return the new root that a proof of consistency leads to (RFC 9162, 2.1.4.2)."""
    require(0 < old <= new, "a cosignature is over a head that cannot be")
    if old == new:
        require(not proof, "a proof of consistency is too long")
        return root
    steps = list(proof)
    start = root if old & (old - 1) == 0 else steps.pop(0)
    place, last = old - 1, new - 1
    while place % 2:
        place, last = place // 2, last // 2
    before = after = start
    for sibling in steps:
        require(last > 0, "a proof of consistency is too long")
        if place % 2 or place == last:
            before, after = join(sibling, before), join(sibling, after)
            while place % 2 == 0 and place:
                place, last = place // 2, last // 2
        else:
            after = join(after, sibling)
        place, last = place // 2, last // 2
    require(last == 0 and before == root, "a cosigned head is of another journal")
    return after


def hashes(texts: Sequence[str]) -> list[bytes]:
    """Read hashes."""
    return [bytes.fromhex(text) for text in texts]


def check_case_entries(evidence: dict[str, Any], size: int, *, root: bytes) -> dict[int, Any]:
    """Check every entry against the signed head; return them by their index."""
    entries = {}
    for row in evidence["entries"]:
        index, leaf = row["index"], bytes.fromhex(row["leaf"])
        require(
            leaf_hash(row["content"].encode()) == leaf, f"entry {index} is not what was written"
        )
        found = climb(leaf, index, size=size, proof=hashes(row["proof"]))
        require(found == root, f"entry {index} is not in the journal that the node signed")
        require(index not in entries, f"entry {index} is told twice")
        entries[index] = json.loads(row["content"])
    return entries


def check_case_peers(evidence: dict[str, Any], size: int, *, root: bytes) -> int:
    """Check receipts and cosignatures as far as the evidence names the keys of peers."""
    node, key = evidence["node"], bytes.fromhex(evidence["identity_key"])
    keys = {row["id"]: bytes.fromhex(row["identity_key"]) for row in evidence["peers"]}
    for row in evidence["receipts"]:
        signer = key if row["direction"] == "given" else keys.get(row["peer"])
        if signer is not None:
            check_receipt(row, signer)
            read_head(row["checkpoint"], node if signer is key else row["peer"], key=signer)
    for row in evidence["cosignatures"]:
        if row["peer"] in keys:
            found = check_continues(
                row["size"], bytes.fromhex(row["root"]), new=size, proof=hashes(row["proof"])
            )
            require(found == root, f"{row['peer']} has cosigned another journal")
            encoded = base64.b64encode(bytes.fromhex(row["root"])).decode()
            head = f"{node}.heliograph/journal\n{row['size']}\n{encoded}\n"
            check_cosignature(row, head, key=keys[row["peer"]])
    return len(evidence["cosignatures"])


def check_case_hits(evidence: dict[str, Any], entries: dict[int, Any]) -> tuple[int, int]:
    """Check that every answer has its receipt, and every hit its answer or its notice."""
    received = [row for row in evidence["receipts"] if row["direction"] == "received"]
    proofs = {hashlib.sha256(bytes.fromhex(row["signature"])).hexdigest(): row for row in received}
    told: dict[tuple[str, str], list[str]] = {}
    noticed = set()
    for index, entry in entries.items():
        about = (entry.get("query_id", ""), entry.get("peer", ""))
        detail = entry.get("detail", {})
        if entry["event"] == "notice-in" and detail.get("kind") == "late-hit":
            noticed.add(about)
        if entry["event"] == "answer":
            row = proofs.get(detail.get("receipt")) or {}
            fits = (row.get("query_id"), row.get("peer")) == about
            is_proven = detail.get("receipt") is None or fits
            require(is_proven, f"the answer in entry {index} is not proven by its receipt")
            told[about] = entry.get("results", [])
    answered = late = 0
    for hit in evidence["report"]["hits"]:
        about, at = (hit["query_id"], hit["peer"]), hit["subject_number"]
        results = told.get(about, [])
        if at < len(results) and results[at] == "hit":
            answered += 1
        elif about in noticed:
            late += 1
        else:
            raise Finding(f"hit {hit['reference']} is none in the journal")
    return answered, late


def verify_case(path: Path, key: bytes | None) -> list[str]:
    """Check the file of a case; return the sentences of the report."""
    content = path.read_bytes()
    evidence = evidence_of(content)
    own = bytes.fromhex(evidence["identity_key"])
    require(key in (None, own), "the file is signed by another key than the one expected")
    beside = path.with_name(f"{path.name}.sig")
    require(beside.is_file(), f"the signature {beside.name} is not beside the file")
    signature = bytes.fromhex(beside.read_text("ascii").strip())
    message = labelled(b"report", content)
    require(is_signed(own, message, signature=signature), "the file is not signed by the node")
    size, root = read_head(evidence["checkpoint"], evidence["node"], key=own)
    entries = check_case_entries(evidence, size, root=root)
    cosignatures = check_case_peers(evidence, size, root=root)
    answered, late = check_case_hits(evidence, entries)
    return [
        f"case          {evidence['report']['reference']}",
        f"node          {evidence['node']}, written {evidence['created_at']}",
        f"identity key  {' '.join(own.hex()[at : at + 4] for at in range(0, 64, 4))}",
        f"sha-256       {hashlib.sha256(content).hexdigest()}",
        f"entries       {len(entries)} of {size}, each proven under the head the node signed",
        f"hits          {answered + late}: {answered} told by an answer, {late} by a notice",
        f"receipts      {len(evidence['receipts'])}",
        f"cosignatures  {cosignatures}",
        "Everything fits." if key else "Everything fits. Compare the identity key by another way.",
    ]


# ------------------------------------------------------------------------------------------ main


def verify(path: Path, key: bytes | None) -> list[str]:
    """Check a bundle or the file of a case; return the sentences of the report."""
    if path.is_file() and not zipfile.is_zipfile(path):
        return verify_case(path, key)
    bundle = Bundle(read_files(path))
    require(key in (None, bundle.key), "the bundle is signed by another key than the one expected")
    check_manifest(bundle)
    check_entries(bundle)
    check_erasures(bundle)
    heads = check_heads(bundle)
    receipts, cosignatures = check_peers(bundle)
    told, erased = len(bundle.contents), len(bundle.erased)
    hidden = bundle.size - told - erased
    fingerprint = " ".join(bundle.key.hex()[at : at + 4] for at in range(0, 64, 4))
    return [
        f"node          {bundle.node}, exported {bundle.about['exported_at']}",
        f"identity key  {fingerprint}",
        f"entries       {bundle.size}: {told} told, {erased} erased, {hidden} left out",
        f"heads         {heads} signed by the node, the last over {bundle.size} entries",
        f"receipts      {receipts}",
        f"cosignatures  {cosignatures}",
        "Everything fits." if key else "Everything fits. Compare the identity key by another way.",
    ]


def main(words: Sequence[str] | None = None) -> int:
    """Check the bundle that the command line names."""
    parser = argparse.ArgumentParser(description="Check a bundle of evidence of a Heliograph node.")
    parser.add_argument("bundle", type=Path, help="folder, ZIP file, or file of a case")
    parser.add_argument("--key", help="identity key of the node, 64 hexadecimal digits")
    asked = parser.parse_args(words)
    try:
        key = bytes.fromhex(asked.key) if asked.key else None
    except ValueError:
        parser.error("a key is written in hexadecimal digits")
    try:
        report = verify(asked.bundle, key)
    except Finding as finding:
        print(f"NOT VERIFIED: {finding}")
        return UNVERIFIED
    except (
        *(OSError, KeyError, ValueError, TypeError, AttributeError, IndexError, OverflowError),
        *(RecursionError, zipfile.BadZipFile, zlib.error),
    ) as error:
        print(f"NOT VERIFIED: it is no bundle of evidence ({type(error).__name__})")
        return UNVERIFIED
    print("\n".join(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
