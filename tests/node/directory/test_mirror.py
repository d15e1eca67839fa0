"""A node's copy of the directory: it follows the authority and refuses everybody else."""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tuf.api.metadata import Metadata, MetaFile, Role, Root, Snapshot, Targets, Timestamp

from node.directory.believed import root_of
from node.directory.mirror import ACCEPTED, Mirror, Source, fingerprint_of
from node.domain.errors import DirectoryError, DirectoryFault
from node.domain.peer import NodeId
from tests.node.directory.publisher import NAMES, Publisher, a_directory, a_signer, an_entry

HOUR = timedelta(hours=1)


@pytest.fixture
def publisher(tmp_path: Path) -> Publisher:
    """Publish a directory of three members."""
    return a_directory(tmp_path)


def fault_of(mirror: Mirror) -> DirectoryFault:
    """Refresh, which must fail, and return why."""
    with pytest.raises(DirectoryError) as caught:
        mirror.refresh()
    return caught.value.fault


def test_members_and_agreements_arrive(publisher: Publisher) -> None:
    """What the authority has signed is what the node reads."""
    listing = publisher.mirror().refresh()

    assert sorted(listing.members) == sorted(NAMES)
    assert [peer.id for peer in listing.peers_of(NodeId("coast-pt"))] == ["customs-es", "fiu-nl"]
    assert [peer.id for peer in listing.peers_of(NodeId("fiu-nl"))] == ["coast-pt"]
    assert listing.edition.version == 1
    assert listing.faults == ()


def test_the_soonest_expiry_counts(publisher: Publisher) -> None:
    """A list is in force as long as all of its metadata is."""
    listing = publisher.mirror().refresh()

    assert HOUR / 2 < listing.edition.expires - datetime.now(UTC) <= HOUR


def test_a_removed_member_is_gone_at_the_next_refresh(publisher: Publisher) -> None:
    """Removing a member and publishing is all that a revocation takes."""
    mirror = publisher.mirror()
    mirror.refresh()
    publisher.authority.remove(["fiu-nl"], now=datetime.now(UTC))
    publisher.publish()

    listing = mirror.refresh()

    assert sorted(listing.members) == ["coast-pt", "customs-es"]
    assert [peer.id for peer in listing.peers_of(NodeId("coast-pt"))] == ["customs-es"]


def test_what_was_accepted_is_there_after_a_restart(publisher: Publisher) -> None:
    """The copy is read again without asking anybody."""
    accepted = publisher.mirror().refresh()
    shutil.rmtree(publisher.public)

    again = Mirror(publisher.folder / "mirror", Source(publisher.public.as_uri()))

    assert again.accepted() == accepted


def test_a_mirror_without_root_trusts_nobody(publisher: Publisher) -> None:
    """A directory that comes from the configured place is not believed for that."""
    mirror = Mirror(publisher.folder / "fresh", Source(publisher.public.as_uri()))

    assert fault_of(mirror) is DirectoryFault.UNTRUSTED
    assert mirror.accepted() is None


def test_an_absent_publisher_is_unreachable(publisher: Publisher) -> None:
    """No folder is another finding than a folder that shows something wrong."""
    mirror = publisher.mirror()
    shutil.rmtree(publisher.public)

    assert fault_of(mirror) is DirectoryFault.UNREACHABLE


def test_rollback_is_refused(publisher: Publisher) -> None:
    """A publisher that shows yesterday's list brings no removed member back."""
    mirror = publisher.mirror()
    past = publisher.snapshot_of_everything()
    publisher.authority.remove(["fiu-nl"], now=datetime.now(UTC))
    publisher.publish()
    accepted = mirror.refresh()
    publisher.show(past)

    assert fault_of(mirror) is DirectoryFault.ROLLBACK
    assert mirror.accepted() == accepted


def test_rollback_of_the_list_alone_is_refused(publisher: Publisher) -> None:
    """The holder of the online key cannot put an older list under a newer timestamp."""
    mirror = publisher.mirror()
    publisher.authority.remove(["fiu-nl"], now=datetime.now(UTC))
    publisher.publish()
    accepted = mirror.refresh()
    later = datetime.now(UTC).replace(microsecond=0) + 5 * HOUR
    snapshot = Metadata(Snapshot(version=9, expires=later, meta={"targets.json": MetaFile(1)}))
    snapshot.sign(publisher.online)
    (publisher.metadata / "9.snapshot.json").write_bytes(snapshot.to_bytes())
    timestamp = Metadata(Timestamp(version=9, expires=later, snapshot_meta=MetaFile(9)))
    timestamp.sign(publisher.online)
    (publisher.metadata / "timestamp.json").write_bytes(timestamp.to_bytes())

    assert fault_of(mirror) is DirectoryFault.ROLLBACK
    kept = mirror.accepted()
    assert kept == accepted
    assert kept is not None
    assert kept.edition.expires < later


def test_freezing_is_refused(tmp_path: Path) -> None:
    """A publisher that shows the same list for ever is found out when its timestamp is over."""
    publisher = Publisher(tmp_path)
    publisher.found(*NAMES, now=datetime.now(UTC) - 2 * HOUR)

    assert fault_of(publisher.mirror()) is DirectoryFault.EXPIRED


@pytest.mark.parametrize("role", [Targets, Root])
def test_expired_metadata_is_refused(
    publisher: Publisher, role: type[Targets] | type[Root]
) -> None:
    """A fresh timestamp does not prolong what the offline keys signed for a time."""
    long_ago = datetime.now(UTC) - timedelta(days=400)
    stale = Publisher(publisher.folder / "stale")
    stale.found(*NAMES, now=long_ago)
    if role is Targets:
        stale.authority.found(
            [each.public_key for each in stale.people],
            stale.online.public_key,
            threshold=2,
            now=datetime.now(UTC),
        )
        drafted = stale.folder / "authority" / "draft" / "targets.json"
        drafted.unlink()
    stale.publish()

    assert fault_of(stale.mirror()) is DirectoryFault.EXPIRED


def test_too_few_signatures_are_refused(publisher: Publisher) -> None:
    """One of three keys is not enough for a list, whoever publishes it."""
    mirror = publisher.mirror()
    publisher.alter("1.targets.json", lambda document: document["signatures"].pop())

    assert fault_of(mirror) is DirectoryFault.SIGNATURES


def test_a_signature_under_another_name_does_not_count(publisher: Publisher) -> None:
    """One key that signs twice, once in the name of a colleague, has signed once."""

    def twice(document: dict[str, Any]) -> None:
        first, second = document["signatures"]
        second["sig"] = first["sig"]

    mirror = publisher.mirror()
    publisher.alter("1.targets.json", twice)

    assert fault_of(mirror) is DirectoryFault.SIGNATURES


def test_the_same_signature_twice_is_refused(publisher: Publisher) -> None:
    """A list in which one signature stands twice is not even read."""

    def repeated(document: dict[str, Any]) -> None:
        document["signatures"] = [document["signatures"][0]] * 2

    mirror = publisher.mirror()
    publisher.alter("1.targets.json", repeated)

    assert fault_of(mirror) is DirectoryFault.MALFORMED


def test_one_key_with_two_names_is_refused(publisher: Publisher) -> None:
    """A root whose threshold one person could reach alone is no root to trust."""
    person = publisher.people[0]
    key = person.public_key
    alias = type(key).from_dict("another-name", key.to_dict())
    root = Root(
        expires=datetime.now(UTC) + HOUR,
        keys={each.keyid: each for each in (key, alias, publisher.online.public_key)},
        roles={
            "root": Role([key.keyid, alias.keyid], 2),
            "targets": Role([key.keyid, alias.keyid], 2),
            "snapshot": Role([publisher.online.public_key.keyid], 1),
            "timestamp": Role([publisher.online.public_key.keyid], 1),
        },
    )
    metadata = Metadata(root)
    signature = metadata.sign(person)
    document = metadata.to_dict()
    document["signatures"].append({"keyid": "another-name", "sig": signature.signature})

    with pytest.raises(DirectoryError) as caught:
        root_of(json.dumps(document).encode())

    assert caught.value.fault is DirectoryFault.KEYS


def test_an_altered_entry_is_refused(publisher: Publisher) -> None:
    """An entry whose bytes are not those that were signed is not read."""
    mirror = publisher.mirror()
    entry = next((publisher.public / "targets" / "members").glob("*.fiu-nl.json"))
    content = entry.read_bytes()
    entry.write_bytes(content.replace(b"7400", b"7401"))

    assert fault_of(mirror) is DirectoryFault.ALTERED
    assert mirror.accepted() is None


def test_endless_files_are_refused(publisher: Publisher) -> None:
    """A publisher cannot fill the node's disk."""
    mirror = publisher.mirror()
    (publisher.metadata / "timestamp.json").write_bytes(b" " * 1_000_000)

    assert fault_of(mirror) is DirectoryFault.ALTERED


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"signed": {"_type": "timestamp"}}'])
def test_malformed_metadata_is_refused(publisher: Publisher, content: bytes) -> None:
    """What is no metadata changes nothing."""
    mirror = publisher.mirror()
    (publisher.metadata / "timestamp.json").write_bytes(content)

    assert fault_of(mirror) is DirectoryFault.MALFORMED


def test_the_authority_can_change_its_keys(publisher: Publisher) -> None:
    """A new root, signed by enough old and new keys, is followed without a person's help."""
    mirror = publisher.mirror()
    mirror.refresh()
    successors = [publisher.people[0], publisher.people[1], a_signer(4)]
    publisher.authority.found(
        [each.public_key for each in successors],
        publisher.online.public_key,
        threshold=2,
        now=datetime.now(UTC),
    )
    publisher.people = successors
    publisher.publish()

    assert mirror.refresh().edition.root_version == 2


def test_new_keys_without_the_old_ones_are_not_followed(publisher: Publisher) -> None:
    """Who holds none of the old keys cannot make himself the authority."""
    mirror = publisher.mirror()
    stranger = Publisher(publisher.folder / "stranger", people=[a_signer(n) for n in (5, 6, 7)])
    stranger.found(*NAMES)
    root = json.loads((stranger.metadata / "1.root.json").read_bytes())["signed"]
    forged = Metadata(Root.from_dict(root | {"version": 2}))
    for person in stranger.people:
        forged.sign(person, append=True)
    (publisher.metadata / "2.root.json").write_bytes(forged.to_bytes())

    assert fault_of(mirror) is DirectoryFault.SIGNATURES


def test_another_root_needs_a_word(publisher: Publisher, tmp_path: Path) -> None:
    """A trusted root is replaced only by somebody who says so, and then nothing is left of it."""
    mirror = publisher.mirror()
    mirror.refresh()
    other = Publisher(tmp_path / "other", people=[a_signer(n) for n in (5, 6, 7)])
    other.found("solo-pa")

    with pytest.raises(DirectoryError, match="another root"):
        mirror.trust(other.root)
    mirror.trust(other.root, replaces=True)

    assert mirror.accepted() is None
    assert fault_of(mirror) is not None


def test_a_wrong_entry_costs_its_own_member_only(publisher: Publisher) -> None:
    """One entry that cannot be used keeps nobody from hearing about the others."""
    now = datetime.now(UTC)
    publisher.authority.admit(an_entry("solo-pa"), now=now)
    draft = publisher.folder / "authority" / "draft" / "targets" / "members" / "solo-pa.json"
    draft.write_bytes(b"{}")
    publisher.authority.renew(now=now)
    publisher.publish()

    listing = publisher.mirror().refresh()

    assert sorted(listing.members) == sorted(NAMES)
    assert [fault.split(":")[0] for fault in listing.faults] == ["members/solo-pa.json"]


def test_a_damaged_copy_is_told(publisher: Publisher) -> None:
    """A kept copy that cannot be read is an error, not an empty directory."""
    mirror = publisher.mirror()
    mirror.refresh()
    (publisher.folder / "mirror" / ACCEPTED).write_text("{", encoding="utf-8")

    with pytest.raises(DirectoryError) as caught:
        mirror.accepted()

    assert caught.value.fault is DirectoryFault.STORAGE


def test_a_fingerprint_is_read_in_groups() -> None:
    """People compare a root over the telephone."""
    shown = fingerprint_of(b"root")

    assert {len(group) for group in shown.split()} == {4}
    assert len(shown.replace(" ", "")) == 64
