"""Bundles of two real nodes that have asked each other, and ways to tamper with one."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from node import config
from node.cli.outbundle import write_bundle
from node.domain.selection import Selection
from node.evidence.layout import CONTENT
from node.keys.identity import Identity, Label
from node.keys.keyring import Keyring
from tests.factories import STRANGER, TARGET
from tests.node.federation import OFFICER, PASSPHRASE, Member, federation
from tests.node.notices import a_late_hit

Files = dict[str, bytes]
OWNER, ASKER = "customs-es", "pcc-pa"


@dataclass(frozen=True)
class Exported:
    """What the two nodes have exported, and the keys that a forger might hold."""

    folder: Path
    identities: dict[str, Identity]

    def path(self, node: str) -> Path:
        """Return the folder of one node's bundle."""
        return self.folder / node

    def files(self, node: str) -> Files:
        """Read the files of one node's bundle."""
        return {path.name: path.read_bytes() for path in self.path(node).iterdir()}


async def export_pair(folder: Path) -> Exported:
    """Have two nodes ask, answer, tell late and export."""
    async with federation(folder, OWNER, ASKER) as (owner, asker):
        owner.load("persons", [TARGET])
        cells = [*await asker.ask(TARGET), *await asker.ask(STRANGER), *await asker.ask(TARGET)]
        a_late_hit(owner, asker.id, query_id=cells[1].query_id)
        await owner.node.notifier.deliver()
        for member in (owner, asker):
            export(member, folder / "out" / member.id)
    return Exported(folder / "out", {name: identity_of(folder / name) for name in (OWNER, ASKER)})


def identity_of(folder: Path) -> Identity:
    """Return the key with which the node in a folder signs."""
    return Keyring.open(folder / config.KEYRING, PASSPHRASE).identity


def export(member: Member, path: Path, wanted: Selection | None = None) -> Path:
    """Have a node export into a folder."""
    path.parent.mkdir(exist_ok=True)
    chunks = member.application.auditor.export(wanted or Selection(), officer=OFFICER)
    write_bundle(path, chunks)
    return path


def put(path: Path, files: Files) -> Path:
    """Write the files of a bundle into a new folder."""
    path.mkdir()
    for name, content in files.items():
        (path / name).write_bytes(content)
    return path


def resign(files: Files, identity: Identity, **about: object) -> Files:
    """Write the manifest anew, as the holder of a key could."""
    manifest = json.loads(files["manifest.json"]) | about
    manifest["files"] = {name: hashlib.sha256(files[name]).hexdigest() for name in CONTENT}
    written = json.dumps(manifest).encode()
    signature = identity.sign(Label.EVIDENCE, written).hex().encode()
    return files | {"manifest.json": written, "manifest.sig": signature}


def _lines(files: Files, name: str) -> list[bytes]:
    return files[name].splitlines(keepends=True)


def _changed(files: Files, name: str, change: Callable[[list[bytes]], list[bytes]]) -> Files:
    return files | {name: b"".join(change(_lines(files, name)))}


def _swapped_receipts(lines: list[bytes]) -> list[bytes]:
    """Exchange what two receipts are about."""
    rows = [json.loads(line) for line in lines]
    first, second = rows[0]["query_id"], rows[1]["query_id"]
    rows[0]["query_id"], rows[1]["query_id"] = second, first
    return [json.dumps(row).encode() + b"\n" for row in rows]


def _other_answer(lines: list[bytes]) -> list[bytes]:
    row = json.loads(lines[0])
    row["answer_hash"] = "00" * 32
    return [json.dumps(row).encode() + b"\n", *lines[1:]]


def _other_head(lines: list[bytes]) -> list[bytes]:
    row = json.loads(lines[0])
    note = row["note"].split("\n")
    row["note"] = "\n".join([note[0], "1", *note[2:]])
    return [json.dumps(row).encode() + b"\n", *lines[1:]]


def _other_cosignature(lines: list[bytes]) -> list[bytes]:
    row = json.loads(lines[0])
    row["line"] = row["line"][:-8] + "AAAA" + row["line"][-4:]
    return [json.dumps(row).encode() + b"\n", *lines[1:]]


TAMPERINGS: dict[str, Callable[[Files], Files]] = {
    "altered entry": lambda files: (
        files | {"entries.txt": files["entries.txt"].replace(b"no hit", b"hit", 1)}
    ),
    "dropped entry": lambda files: _changed(files, "entries.txt", lambda rows: rows[:3] + rows[4:]),
    "entry of another place": lambda files: _changed(
        files, "entries.txt", lambda rows: [b"1" + rows[0][1:], *rows[2:]]
    ),
    "entry told twice": lambda files: _changed(
        files, "entries.txt", lambda rows: [*rows, rows[-1][:-2] + b" }\n"]
    ),
    "truncated": lambda files: _changed(
        _changed(files, "entries.txt", lambda rows: rows[:-1]),
        "leaves.txt",
        lambda rows: rows[:-1],
    ),
    "altered leaf": lambda files: _changed(
        files, "leaves.txt", lambda rows: [b"00" * 32 + b"\n", *rows[1:]]
    ),
    "false tombstone": lambda files: _changed(
        _changed(files, "entries.txt", lambda rows: rows[1:]),
        "leaves.txt",
        lambda rows: [rows[0].rstrip() + b" 1\n", *rows[1:]],
    ),
    "swapped receipts": lambda files: _changed(files, "receipts.jsonl", _swapped_receipts),
    "receipt of another answer": lambda files: _changed(files, "receipts.jsonl", _other_answer),
    "dropped receipts": lambda files: files | {"receipts.jsonl": b""},
    "altered head": lambda files: _changed(files, "heads.jsonl", _other_head),
    "no head over the whole": lambda files: _changed(files, "heads.jsonl", lambda rows: rows[:-1]),
    "altered head of a peer": lambda files: _changed(files, "peer_heads.jsonl", _other_head),
    "altered cosignature": lambda files: _changed(files, "cosignatures.jsonl", _other_cosignature),
    "no JSON": lambda files: files | {"receipts.jsonl": b"[[[\n"},
}
"""What may be done to the files of the asking node, with or without signing them again."""
