"""Rooms that this node hosts: members, what they brought, what is shared, and their end.

When a room closes, everything in it is deleted in the transaction that writes its certificate;
SQLite overwrites what it deletes (`secure_delete`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from matching.subject import EntityType
from matching.zone import Band
from node.domain.errors import LedgerError, NotFoundError
from node.domain.forum import Certificate, SeatState, Shared
from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_forum import (
    forum_action,
    forum_drop,
    forum_member,
    forum_room,
    forum_shared,
)


@dataclass(frozen=True, slots=True)
class Room:
    """One room as its host keeps it."""

    id: str
    purpose: str
    agreement: str
    officer: str
    opened_at: datetime
    ends_at: datetime
    check_value: bytes
    sealed_key: bytes = field(repr=False)
    matched_at: datetime | None = None
    closed_at: datetime | None = None
    certificate: Certificate | None = None


@dataclass(frozen=True, slots=True)
class Brought:
    """One subject that a member brought, still sealed."""

    node: NodeId
    number: int
    entity_type: EntityType
    sealed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class SealedAction:
    """One action, still sealed."""

    id: str
    who: NodeId
    by: NodeId
    due: str
    sealed: bytes = field(repr=False)


class Forums:
    """The rooms of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def open(self, room: Room, members: Sequence[NodeId], *, entry: Entry) -> None:
        """Open a room for members.

        Raises:
            LedgerError: There is one of this name.
        """
        with self._ledger.transaction() as connection:
            if _row(connection, room.id) is not None:
                raise LedgerError("there is such a room", hint="Choose another name.")
            connection.execute(
                insert(forum_room).values(
                    id=room.id,
                    purpose=room.purpose,
                    agreement=room.agreement,
                    officer=room.officer,
                    opened_at=room.opened_at,
                    ends_at=room.ends_at,
                    check_value=room.check_value,
                    sealed_key=room.sealed_key,
                    certificate="",
                    signature=b"",
                )
            )
            for node in members:
                _seat(connection, room.id, node=node, state=SeatState.INVITED)
            append(connection, entry)

    def seat(self, room: str, node: NodeId, *, state: SeatState, entry: Entry) -> None:
        """Invite a member, or write how far it is."""
        with self._ledger.transaction() as connection:
            _seat(connection, room, node=node, state=state)
            append(connection, entry)

    def drop(self, room: str, brought: Brought, *, entry: Entry) -> None:
        """Take what a member brings; the same number again replaces what lay there."""
        with self._ledger.transaction() as connection:
            connection.execute(
                delete(forum_drop).where(
                    forum_drop.c.room == room,
                    forum_drop.c.node == brought.node,
                    forum_drop.c.number == brought.number,
                )
            )
            connection.execute(
                insert(forum_drop).values(
                    room=room,
                    node=brought.node,
                    number=brought.number,
                    entity_type=brought.entity_type,
                    sealed=brought.sealed,
                )
            )
            _seat(connection, room, node=brought.node, state=SeatState.DROPPED)
            append(connection, entry)

    def share(
        self,
        room: str,
        shared: Sequence[tuple[NodeId, Shared]],
        *,
        matched_at: datetime,
        entry: Entry,
    ) -> None:
        """Write whose subjects are shared with whom, in place of what was found before."""
        with self._ledger.transaction() as connection:
            connection.execute(delete(forum_shared).where(forum_shared.c.room == room))
            rows = [
                {
                    "room": room,
                    "node": node,
                    "number": each.number,
                    "other": each.other,
                    "entity_type": each.entity_type,
                    "band": each.band,
                }
                for node, each in shared
            ]
            if rows:
                connection.execute(insert(forum_shared), rows)
            wanted = update(forum_room).where(forum_room.c.id == room)
            connection.execute(wanted.values(matched_at=matched_at))
            append(connection, entry)

    def act(self, room: str, action: SealedAction, *, entry: Entry) -> None:
        """Put something on the list of actions."""
        with self._ledger.transaction() as connection:
            connection.execute(
                insert(forum_action).values(
                    id=action.id,
                    room=room,
                    who=action.who,
                    by_node=action.by,
                    due=action.due,
                    sealed=action.sealed,
                )
            )
            append(connection, entry)

    def close(
        self, room: str, certificate: Certificate, *, closed_at: datetime, entry: Entry
    ) -> None:
        """Delete everything in a room and its key, and keep the certificate."""
        with self._ledger.transaction() as connection:
            for table in (forum_drop, forum_shared, forum_action):
                connection.execute(delete(table).where(table.c.room == room))
            connection.execute(
                update(forum_room)
                .where(forum_room.c.id == room)
                .values(
                    sealed_key=b"",
                    closed_at=closed_at,
                    certificate=certificate.text,
                    signature=certificate.signature,
                )
            )
            append(connection, entry)

    def get(self, room: str) -> Room:
        """Return a room.

        Raises:
            NotFoundError: There is none of this name.
        """
        with self._ledger.reading() as connection:
            row = _row(connection, room)
        if row is None:
            raise NotFoundError("this node hosts no such room", hint="See: heliograph forum list")
        return _room(row)

    def all(self) -> list[Room]:
        """Return every room, newest first."""
        wanted = select(forum_room).order_by(forum_room.c.opened_at.desc())
        with self._ledger.reading() as connection:
            return [_room(row) for row in connection.execute(wanted)]

    def members(self, room: str) -> dict[NodeId, SeatState]:
        """Return the members of a room and how far each is."""
        wanted = (
            select(forum_member).where(forum_member.c.room == room).order_by(forum_member.c.node)
        )
        with self._ledger.reading() as connection:
            rows = connection.execute(wanted)
            return {NodeId(row.node): SeatState(row.state) for row in rows}

    def brought(self, room: str) -> list[Brought]:
        """Return everything that members brought into a room, still sealed."""
        wanted = (
            select(forum_drop)
            .where(forum_drop.c.room == room)
            .order_by(forum_drop.c.node, forum_drop.c.number)
        )
        with self._ledger.reading() as connection:
            return [
                Brought(NodeId(row.node), row.number, EntityType(row.entity_type), row.sealed)
                for row in connection.execute(wanted)
            ]

    def count(self, room: str, node: NodeId) -> int:
        """Return how many subjects a member has brought."""
        wanted = select(func.count()).where(forum_drop.c.room == room, forum_drop.c.node == node)
        with self._ledger.reading() as connection:
            return int(connection.scalar(wanted) or 0)

    def shared(self, room: str, node: NodeId | None = None) -> list[Shared]:
        """Return what members share, or what one of them shares with others."""
        wanted = select(forum_shared).where(forum_shared.c.room == room)
        if node is not None:
            wanted = wanted.where(forum_shared.c.node == node)
        with self._ledger.reading() as connection:
            return sorted(
                Shared(row.number, EntityType(row.entity_type), NodeId(row.other), Band(row.band))
                for row in connection.execute(wanted)
            )

    def actions(self, room: str) -> list[SealedAction]:
        """Return the actions of a room, still sealed, the first due first."""
        wanted = (
            select(forum_action)
            .where(forum_action.c.room == room)
            .order_by(forum_action.c.due, forum_action.c.id)
        )
        with self._ledger.reading() as connection:
            return [
                SealedAction(row.id, NodeId(row.who), NodeId(row.by_node), row.due, row.sealed)
                for row in connection.execute(wanted)
            ]


def _row(connection: Connection, room: str) -> Row[tuple[object, ...]] | None:
    return connection.execute(select(forum_room).where(forum_room.c.id == room)).one_or_none()


def _seat(connection: Connection, room: str, *, node: NodeId, state: SeatState) -> None:
    place = (forum_member.c.room == room) & (forum_member.c.node == node)
    changed = connection.execute(update(forum_member).where(place).values(state=state))
    if not changed.rowcount:
        connection.execute(insert(forum_member).values(room=room, node=node, state=state))


def _room(row: Row[tuple[object, ...]]) -> Room:
    certificate = Certificate(row.certificate, row.signature) if row.certificate else None
    return Room(
        row.id,
        row.purpose,
        row.agreement,
        row.officer,
        row.opened_at,
        row.ends_at,
        row.check_value,
        row.sealed_key,
        row.matched_at,
        row.closed_at,
        certificate,
    )
