"""What a directory says: its members, and the agreements between two of them.

Each is a target of the TUF metadata: `members/ID.json` is the entry that the member signed of
itself, `agreements/A--B.toml` the agreement of two members, their ids in alphabetical order. An id
holds no two hyphens in a row, so that a pair is written in one way only.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from node.directory.agreement import agreement_from_toml
from node.directory.entry import entry_from_json
from node.domain.errors import NodeError
from node.domain.peer import Agreement, DirectoryEntry, NodeId, Peer

_ID = r"[a-z0-9]+(?:-[a-z0-9]+)*"
_MEMBER = re.compile(rf"members/({_ID})\.json")
_AGREEMENT = re.compile(rf"agreements/({_ID})--({_ID})\.toml")

Pair = tuple[NodeId, NodeId]
"""Two members in alphabetical order."""


@dataclass(frozen=True, slots=True)
class Edition:
    """Which state of the directory it is."""

    version: int
    """Of the list of members and agreements; each change raises it."""
    root_version: int
    """Of the authority's keys."""
    expires: datetime
    """Until then it is in force without another one: the soonest expiry of its metadata."""


@dataclass(frozen=True, slots=True)
class Listing:
    """One accepted state of the directory."""

    edition: Edition
    members: Mapping[NodeId, DirectoryEntry] = field(repr=False)
    agreements: Mapping[Pair, Agreement] = field(repr=False)
    faults: tuple[str, ...] = ()
    """Sentences about what the authority has signed and nobody can use."""

    def peers_of(self, node: NodeId) -> list[Peer]:
        """Return the members with whom a member has an agreement, by name."""
        others = {
            first if second == node else second: agreement
            for (first, second), agreement in self.agreements.items()
            if node in {first, second}
        }
        return [
            Peer(self.members[other], others[other])
            for other in sorted(others.keys() & self.members.keys())
        ]


def member_path(member: NodeId) -> str:
    """Return the target under which an entry is published."""
    return f"members/{member}.json"


def agreement_path(members: Pair) -> str:
    """Return the target under which an agreement is published."""
    return f"agreements/{members[0]}--{members[1]}.toml"


def members_of(path: str) -> tuple[NodeId, ...]:
    """Return whom a target is about: one member, two with an agreement, nobody if it is neither."""
    found = _MEMBER.fullmatch(path) or _AGREEMENT.fullmatch(path)
    return tuple(map(NodeId, found.groups())) if found else ()


def listing_of(targets: Mapping[str, bytes], edition: Edition) -> Listing:
    """Read the targets of a directory.

    What cannot be used is left out and told: a mistake about one member must not keep the others
    from hearing that a third one was removed.
    """
    members: dict[NodeId, DirectoryEntry] = {}
    agreements: dict[Pair, Agreement] = {}
    faults: list[str] = []
    for path, content in sorted(targets.items()):
        about = members_of(path)
        try:
            if len(about) == 1:
                members[about[0]] = _entry(about[0], content)
            elif about and about[0] < about[1]:
                agreements[about[0], about[1]] = agreement_from_toml(content)
            else:
                faults.append(f"{path} is neither a member nor an agreement")
        except NodeError as error:
            faults.append(f"{path}: {error}")
    faults.extend(_without_member(agreements, members))
    return Listing(edition, members, agreements, tuple(faults))


def _entry(member: NodeId, content: bytes) -> DirectoryEntry:
    entry = entry_from_json(content)
    if entry.id != member:
        raise NodeError(f"it is the entry of {entry.id}")
    return entry


def _without_member(
    agreements: Mapping[Pair, Agreement], members: Mapping[NodeId, DirectoryEntry]
) -> Iterator[str]:
    for names in agreements:
        for name in names:
            if name not in members:
                yield f"{agreement_path(names)}: {name} is no member"
