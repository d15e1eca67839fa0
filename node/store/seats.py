"""The seats that this node has in rooms: which of its subjects it brought, and what it saw last."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy import Row, delete, insert, select, update

from node.domain.errors import NotFoundError
from node.domain.forum import Certificate
from node.domain.journal import Entry
from node.domain.peer import NodeId
from node.store.journal import append
from node.store.ledger import Ledger
from node.store.schema_forum import forum_seat, forum_seat_subject


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat."""

    room: str
    host: NodeId
    officer: str
    case_reference: str = ""
    sealed_view: bytes = field(default=b"", repr=False)
    certificate: Certificate | None = None


class Seats:
    """The seats of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def take(self, seat: Seat, *, entry: Entry) -> None:
        """Take a seat; taking it again changes nothing but what is seen."""
        with self._ledger.transaction() as connection:
            place = forum_seat.c.room == seat.room
            known = connection.scalar(select(forum_seat.c.room).where(place))
            if known is None:
                connection.execute(
                    insert(forum_seat).values(
                        room=seat.room,
                        host=seat.host,
                        officer=seat.officer,
                        case_reference="",
                        sealed_view=seat.sealed_view,
                        certificate="",
                        signature=b"",
                    )
                )
            append(connection, entry)

    def bring(
        self, room: str, case_reference: str, *, subjects: Mapping[int, str], entry: Entry
    ) -> None:
        """Write which subjects of which case are about to be brought, by their room numbers."""
        with self._ledger.transaction() as connection:
            wanted = update(forum_seat).where(forum_seat.c.room == room)
            connection.execute(wanted.values(case_reference=case_reference))
            connection.execute(delete(forum_seat_subject).where(forum_seat_subject.c.room == room))
            rows = [
                {"room": room, "number": number, "subject": subject}
                for number, subject in subjects.items()
            ]
            connection.execute(insert(forum_seat_subject), rows)
            append(connection, entry)

    def see(self, room: str, sealed_view: bytes) -> None:
        """Keep what was seen of a room last."""
        with self._ledger.transaction() as connection:
            wanted = update(forum_seat).where(forum_seat.c.room == room)
            connection.execute(wanted.values(sealed_view=sealed_view))

    def certify(self, room: str, certificate: Certificate, *, entry: Entry) -> None:
        """Keep the verified certificate of a room."""
        with self._ledger.transaction() as connection:
            connection.execute(
                update(forum_seat)
                .where(forum_seat.c.room == room)
                .values(certificate=certificate.text, signature=certificate.signature)
            )
            append(connection, entry)

    def get(self, room: str) -> Seat:
        """Return a seat.

        Raises:
            NotFoundError: This node has none in such a room.
        """
        with self._ledger.reading() as connection:
            wanted = select(forum_seat).where(forum_seat.c.room == room)
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFoundError(
                "this node has no seat in such a room", hint="Join it: heliograph forum join"
            )
        return _seat(row)

    def all(self) -> list[Seat]:
        """Return every seat, by room."""
        with self._ledger.reading() as connection:
            wanted = select(forum_seat).order_by(forum_seat.c.room)
            return [_seat(row) for row in connection.execute(wanted)]

    def subjects(self, room: str) -> dict[int, str]:
        """Return which subject of the case each number of a room is."""
        wanted = select(forum_seat_subject).where(forum_seat_subject.c.room == room)
        with self._ledger.reading() as connection:
            return {row.number: row.subject for row in connection.execute(wanted)}


def _seat(row: Row[tuple[object, ...]]) -> Seat:
    certificate = Certificate(row.certificate, row.signature) if row.certificate else None
    return Seat(
        row.room,
        NodeId(row.host),
        row.officer,
        row.case_reference,
        row.sealed_view,
        certificate,
    )
