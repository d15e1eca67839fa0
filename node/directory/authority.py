"""The authority's side of the directory: a folder in which it is drafted, signed and published.

    draft/root.json, draft/targets.json     what is to be signed
    draft/targets/                          the entries and agreements that it lists
    public/metadata/, public/targets/       what nodes fetch: copy it to any web server or medium

Rules:
- Root and targets count only with the threshold of offline keys; a change drops all signatures.
- A draft that lacks signatures is left waiting, and the timestamp is renewed all the same.
- Nothing here needs a node.
"""

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from securesystemslib.signer import CryptoSigner, Key
from tuf.api.metadata import (
    Metadata,
    MetaFile,
    Role,
    Root,
    Snapshot,
    TargetFile,
    Targets,
    Timestamp,
)

from node.directory.agreement import agreement_from_toml
from node.directory.believed import as_directory_error, require_distinct_keys
from node.directory.entry import entry_from_json
from node.directory.listing import agreement_path, member_path, members_of
from node.domain.errors import DirectoryError, DirectoryFault, UnknownPeerError
from node.domain.peer import DirectoryEntry, NodeId
from node.durable import replace_file

S = TypeVar("S", Root, Snapshot, Targets, Timestamp)
Offline = Metadata[Root] | Metadata[Targets]
"""What the authority's people sign."""

ROOT_LIFE = timedelta(days=365)
TARGETS_LIFE = timedelta(days=90)
SNAPSHOT_LIFE = timedelta(days=7)
TIMESTAMP_LIFE = timedelta(hours=1)
"""Within it a removed member is unknown to every node that can reach the publisher."""
_PUBLIC = 0o644
"""Metadata is for everybody, and who serves it has an account of its own."""
_OFFLINE = (Root.type, Targets.type)
_ONLINE = (Snapshot.type, Timestamp.type)


@dataclass(frozen=True, slots=True)
class Signing:
    """How far the signing of one role is."""

    role: str
    version: int
    signed: int
    """Keys that have signed; for the authority's own change of keys, the lesser of both counts."""
    threshold: int

    @property
    def is_complete(self) -> bool:
        """Whether it may be published."""
        return self.signed >= self.threshold


class Authority:
    """One directory in the making."""

    def __init__(self, folder: Path) -> None:
        """Keep where it is; `found` makes it."""
        self._draft = folder / "draft"
        self.public = folder / "public"

    def found(self, keys: Sequence[Key], online: Key, *, threshold: int, now: datetime) -> None:
        """Draft a root with these keys: the first one, or the one that succeeds the present.

        Raises:
            DirectoryError: The keys cannot make up the threshold, or one of them stands twice.
        """
        if not 1 <= threshold <= len(keys):
            raise DirectoryError(
                DirectoryFault.KEYS, f"{len(keys)} keys cannot make up a threshold of {threshold}"
            )
        before = self._published(Root)
        root = Root(
            version=before.signed.version + 1 if before else 1,
            expires=_until(now, ROOT_LIFE),
            keys={key.keyid: key for key in (*keys, online)},
            roles={
                **{name: Role([key.keyid for key in keys], threshold) for name in _OFFLINE},
                **{name: Role([online.keyid], 1) for name in _ONLINE},
            },
        )
        require_distinct_keys(root)
        if online.keyid in root.roles[Root.type].keyids:
            raise DirectoryError(
                DirectoryFault.KEYS, "the publishing key must not be one of the offline keys"
            )
        self._write(Root.type, Metadata(root))
        self._draft_targets(self._contents(), now=now)

    def admit(self, document: bytes, *, now: datetime) -> DirectoryEntry:
        """Put a member's own entry into the draft, in place of an earlier one.

        Raises:
            UnknownPeerError: It is no entry, or its signature is wrong.
        """
        entry = entry_from_json(document)
        contents = self._contents() | {member_path(entry.id): document}
        self._draft_targets(contents, now=now)
        return entry

    def agree(self, document: bytes, members: tuple[str, str], *, now: datetime) -> None:
        """Put an agreement of two members into the draft.

        Raises:
            AgreementError: It is none.
            UnknownPeerError: One of the two is no member, or both are the same.
        """
        agreement_from_toml(document)
        contents = self._contents()
        first, second = sorted(map(NodeId, members))
        for name in (first, second):
            if member_path(name) not in contents or first == second:
                raise UnknownPeerError(
                    f"{name} is no other member", hint="Add its entry with: directory add ENTRY"
                )
        path = agreement_path((first, second))
        self._draft_targets(contents | {path: document}, now=now)

    def remove(self, names: Sequence[str], *, now: datetime) -> tuple[str, ...]:
        """Take a member with all its agreements, or the agreement of two, out of the draft.

        Raises:
            UnknownPeerError: There is no such member or agreement.
        """
        contents = self._contents()
        gone = tuple(path for path in contents if set(names) <= set(members_of(path)))
        if not gone:
            raise UnknownPeerError(
                "the directory has no such member or agreement",
                hint="See what is there: directory verify",
            )
        kept = {path: raw for path, raw in contents.items() if path not in gone}
        self._draft_targets(kept, now=now)
        return gone

    def renew(self, *, now: datetime) -> None:
        """Draft the present list again with a later expiry."""
        self._draft_targets(self._contents(), now=now)

    def sign(self, signer: CryptoSigner) -> list[Signing]:
        """Sign every draft in which the key has a part; return how far each draft is.

        Raises:
            DirectoryError: The key has no part in any draft.
        """
        key, signed = signer.public_key.keyid, False
        for role in _OFFLINE:
            metadata = self._drafted(role)
            if metadata is not None and key in self._keys_for(role):
                metadata.sign(signer, append=True)
                self._write(role, metadata)
                signed = True
        if not signed:
            raise DirectoryError(
                DirectoryFault.KEYS, "there is no draft in which this key has a part"
            )
        return self.pending()

    def pending(self) -> list[Signing]:
        """Return how far the drafts are."""
        return [
            self._signing(role, metadata)
            for role in _OFFLINE
            if (metadata := self._drafted(role)) is not None
        ]

    def publish(
        self, signer: CryptoSigner, *, now: datetime, life: timedelta = TIMESTAMP_LIFE
    ) -> list[Signing]:
        """Publish what is signed by enough, and renew the timestamp; return what still waits.

        Args:
            signer: the online key.
            now: from when it is in force.
            life: how long nodes may go by it without a newer one.

        Raises:
            DirectoryError: There is nothing to publish yet, or it is not the online key.
        """
        for signing in self.pending():
            if signing.is_complete:
                self._release(signing.role)
        root, targets = self._published(Root), self._published(Targets)
        if root is None or targets is None:
            raise DirectoryError(
                DirectoryFault.SIGNATURES, "the first root and list are not signed by enough yet"
            )
        if signer.public_key.keyid not in root.signed.roles[Timestamp.type].keyids:
            raise DirectoryError(DirectoryFault.KEYS, "this is not the publishing key of the root")
        snapshot = self._snapshot(targets.signed.version, signer, now=now)
        self._timestamp(snapshot, signer, expires=_until(now, life))
        return self.pending()

    # ------------------------------------------------------------------------------- drafts

    def _contents(self) -> dict[str, bytes]:
        """Return the targets of the draft by path."""
        folder = self._draft / "targets"
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    def _draft_targets(self, contents: dict[str, bytes], *, now: datetime) -> None:
        folder = self._draft / "targets"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        listed = {}
        for name, content in contents.items():
            (folder / name).parent.mkdir(exist_ok=True)
            replace_file(folder / name, content, mode=_PUBLIC)
            listed[name] = TargetFile.from_data(name, content)
        before = self._published(Targets)
        version = before.signed.version + 1 if before else 1
        targets = Targets(version=version, expires=_until(now, TARGETS_LIFE), targets=listed)
        self._write(Targets.type, Metadata(targets))

    def _drafted(self, role: str) -> Offline | None:
        path = self._draft / f"{role}.json"
        return _read(path, Root) if role == Root.type else _read(path, Targets)

    def _write(self, role: str, metadata: Offline) -> None:
        self._draft.mkdir(parents=True, exist_ok=True)
        replace_file(self._draft / f"{role}.json", metadata.to_bytes(), mode=_PUBLIC)

    def _roots(self, role: str) -> list[Root]:
        """Return the roots that decide who signs a draft: a new root needs the old one as well."""
        drafted = _read(self._draft / "root.json", Root)
        found = (drafted, self._published(Root))
        roots = [metadata.signed for metadata in found if metadata is not None]
        return roots if role == Root.type else roots[:1]

    def _keys_for(self, role: str) -> set[str]:
        return {key for root in self._roots(role) for key in root.roles[role].keyids}

    def _signing(self, role: str, metadata: Offline) -> Signing:
        found = [
            root.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
            for root in self._roots(role)
        ]
        least = max(found, key=lambda each: each.threshold - len(each.signed))
        return Signing(role, metadata.signed.version, len(least.signed), least.threshold)

    # ------------------------------------------------------------------------------- public

    @property
    def _metadata(self) -> Path:
        return self.public / "metadata"

    def _published(self, kind: type[S]) -> Metadata[S] | None:
        """Return the newest published metadata of a role."""
        names = self._metadata.glob(f"*.{kind.type}.json")
        newest = max((int(path.name.split(".")[0]) for path in names), default=0)
        return _read(self._metadata / f"{newest}.{kind.type}.json", kind)

    def _release(self, role: str) -> None:
        """Move a draft among what is published; its targets before it."""
        metadata = self._drafted(role)
        if metadata is None:
            return
        self._metadata.mkdir(parents=True, exist_ok=True)
        if role == Targets.type:
            self._release_targets(self._contents())
        path = self._metadata / f"{metadata.signed.version}.{role}.json"
        replace_file(path, metadata.to_bytes(), mode=_PUBLIC)
        (self._draft / f"{role}.json").unlink()

    def _release_targets(self, contents: dict[str, bytes]) -> None:
        for name, content in contents.items():
            folder, _, file = name.rpartition("/")
            place = self.public / "targets" / folder
            place.mkdir(parents=True, exist_ok=True)
            replace_file(
                place / f"{hashlib.sha256(content).hexdigest()}.{file}", content, mode=_PUBLIC
            )

    def _snapshot(self, targets: int, signer: CryptoSigner, *, now: datetime) -> int:
        """Make a snapshot unless the one there will do; return the version of what is there."""
        before = self._published(Snapshot)
        if before is not None:
            named = before.signed.meta["targets.json"].version
            is_signed = signer.public_key.keyid in before.signatures
            if named == targets and is_signed and before.signed.expires - now > SNAPSHOT_LIFE / 2:
                return before.signed.version
        version = before.signed.version + 1 if before else 1
        meta = {"targets.json": MetaFile(targets)}
        snapshot = Metadata(
            Snapshot(version=version, expires=_until(now, SNAPSHOT_LIFE), meta=meta)
        )
        snapshot.sign(signer)
        replace_file(self._metadata / f"{version}.snapshot.json", snapshot.to_bytes(), mode=_PUBLIC)
        return version

    def _timestamp(self, snapshot: int, signer: CryptoSigner, *, expires: datetime) -> None:
        before = _read(self._metadata / "timestamp.json", Timestamp)
        version = before.signed.version + 1 if before else 1
        meta = MetaFile(snapshot)
        timestamp = Metadata(Timestamp(version=version, expires=expires, snapshot_meta=meta))
        timestamp.sign(signer)
        # Last of all: what it names is there.
        replace_file(self._metadata / "timestamp.json", timestamp.to_bytes(), mode=_PUBLIC)


def _read(path: Path, kind: type[S]) -> Metadata[S] | None:
    if not path.is_file():
        return None
    with as_directory_error():
        metadata = Metadata[S].from_bytes(path.read_bytes())
    if not isinstance(metadata.signed, kind):
        raise DirectoryError(DirectoryFault.MALFORMED, f"{path.name} is metadata of another role")
    return metadata


def _until(now: datetime, life: timedelta) -> datetime:
    # TUF writes whole seconds.
    return (now.astimezone(UTC) + life).replace(microsecond=0)
