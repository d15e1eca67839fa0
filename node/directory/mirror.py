"""A node's own copy of the directory: fetched, verified, and kept for when it cannot be fetched.

Rules:
- Trust begins with one root that people compared, and follows the authority's own changes of keys.
- What was accepted last is in one file, written only when all of it was verified: metadata that
  was fetched in part neither adds a member nor prolongs the list.
"""

import base64
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.ngclient import Updater, UpdaterConfig

from node.directory.believed import as_directory_error, require_distinct_keys, root_of
from node.directory.entry import SIZE_LIMIT
from node.directory.fetch import Fetcher
from node.directory.listing import Edition, Listing, listing_of
from node.domain.errors import DirectoryError, DirectoryFault
from node.durable import replace_file

S = TypeVar("S", Root, Snapshot, Targets, Timestamp)

ROOT = "root.json"
ACCEPTED = "accepted.json"
_METADATA, _TARGETS = "metadata", "targets"
_LIMITS = UpdaterConfig(max_delegations=0, targets_max_length=5_000_000)
"""No delegations: who is a member is decided by the authority's threshold and by nobody below."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the directory is published."""

    url: str
    """`https:` or `file:` address of the folder that holds `metadata` and `targets`."""
    ca_file: str = ""
    """Authorities that certify the server, PEM; empty for those of the system."""


class Mirror:
    """The directory as one node has it, in a folder of its own."""

    def __init__(self, folder: Path, source: Source) -> None:
        """Keep where it comes from and where it is kept."""
        self._folder = folder
        self._source = source

    def trust(self, root: bytes, *, replaces: bool = False) -> Root:
        """Take a root as the beginning of all trust.

        Raises:
            DirectoryError: It is no root, or another one is trusted already and not to be replaced.
        """
        believed = root_of(root)
        known = self._folder / ROOT
        if known.exists() and known.read_bytes() != root:
            if not replaces:
                raise DirectoryError(
                    DirectoryFault.UNTRUSTED,
                    "another root is trusted already",
                    hint="The authority's own changes need no new root; else say --replace.",
                )
            shutil.rmtree(self._folder)
        with as_directory_error():
            self._folder.mkdir(mode=0o700, exist_ok=True)
            replace_file(known, root)
        return believed

    def refresh(self) -> Listing:
        """Fetch the present directory and accept it if it can be believed.

        Raises:
            DirectoryError: It cannot, or it cannot be fetched; what was accepted before stays.
        """
        with as_directory_error():
            root = self._trusted_root()
            updater = self._updater(root)
            updater.refresh()
            for rotated in (self._folder / _METADATA / "root_history").iterdir():
                require_distinct_keys(_signed(rotated, Root))
            edition = self._edition()
            targets = self._fetched(updater)
            replace_file(self._folder / ACCEPTED, _to_json(targets, edition))
        return listing_of(targets, edition)

    def accepted(self) -> Listing | None:
        """Return what was accepted last, without asking anybody; nothing if nothing ever was.

        Raises:
            DirectoryError: The file that keeps it is damaged.
        """
        try:
            document = (self._folder / ACCEPTED).read_bytes()
            return listing_of(*_from_json(document))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise DirectoryError(
                DirectoryFault.STORAGE, "the kept copy of the directory cannot be read"
            ) from error

    def _trusted_root(self) -> bytes:
        try:
            return (self._folder / ROOT).read_bytes()
        except FileNotFoundError as error:
            raise DirectoryError(
                DirectoryFault.UNTRUSTED,
                "no root of the directory is trusted yet",
                hint="Get the authority's root and say: heliograph directory trust ROOT.json",
            ) from error

    def _updater(self, root: bytes) -> Updater:
        base = self._source.url.rstrip("/")
        (self._folder / _TARGETS).mkdir(exist_ok=True)
        (self._folder / _METADATA).mkdir(exist_ok=True)
        return Updater(
            str(self._folder / _METADATA),
            f"{base}/{_METADATA}/",
            str(self._folder / _TARGETS),
            f"{base}/{_TARGETS}/",
            Fetcher(self._source.ca_file),
            _LIMITS,
            bootstrap=root,
        )

    def _fetched(self, updater: Updater) -> dict[str, bytes]:
        """Return the content of every target as the verified metadata has it."""
        found: dict[str, bytes] = {}
        listed = _signed(self._folder / _METADATA / "targets.json", Targets)
        for path in listed.targets:
            info = updater.get_targetinfo(path)
            if info is None or info.length > SIZE_LIMIT:
                raise DirectoryError(DirectoryFault.MALFORMED, f"{path} is larger than any entry")
            local = updater.find_cached_target(info) or updater.download_target(info)
            found[path] = Path(local).read_bytes()
        return found

    def _edition(self) -> Edition:
        folder = self._folder / _METADATA
        root = _signed(folder / "root.json", Root)
        targets = _signed(folder / "targets.json", Targets)
        snapshot = _signed(folder / "snapshot.json", Snapshot)
        timestamp = _signed(folder / "timestamp.json", Timestamp)
        expires = min(each.expires for each in (root, targets, snapshot, timestamp))
        return Edition(targets.version, root.version, expires)


def verify_published(public: Path) -> Listing:
    """Verify a published directory as a node does that trusts its first root.

    Raises:
        DirectoryError: It would be refused.
    """
    first = public / _METADATA / "1.root.json"
    with as_directory_error(), tempfile.TemporaryDirectory() as scratch:
        mirror = Mirror(Path(scratch) / "mirror", Source(public.resolve().as_uri()))
        mirror.trust(first.read_bytes())
        return mirror.refresh()


def fingerprint_of(root: bytes) -> str:
    """Return SHA-256 of a root as people compare it by telephone: groups of four digits."""
    text = hashlib.sha256(root).hexdigest()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def _signed(path: Path, kind: type[S]) -> S:
    signed = Metadata[S].from_file(str(path)).signed
    if not isinstance(signed, kind):
        raise DirectoryError(DirectoryFault.MALFORMED, f"{path.name} is metadata of another role")
    return signed


def _to_json(targets: Mapping[str, bytes], edition: Edition) -> bytes:
    document = {
        "version": edition.version,
        "root_version": edition.root_version,
        "expires": edition.expires.isoformat(),
        "targets": {path: base64.b64encode(raw).decode() for path, raw in targets.items()},
    }
    return json.dumps(document, sort_keys=True).encode()


def _from_json(document: bytes) -> tuple[dict[str, bytes], Edition]:
    fields = json.loads(document)
    expires = datetime.fromisoformat(fields["expires"])
    edition = Edition(int(fields["version"]), int(fields["root_version"]), expires)
    return {path: base64.b64decode(raw) for path, raw in fields["targets"].items()}, edition
