"""Peers: their directory entries and the agreements under which they may ask."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from matching.subject import EntityType
from node.domain.errors import UnknownPeerError
from node.domain.exchange import Channel, ContactPoint
from node.domain.journal import Entry
from node.domain.peer import AgencyKind, Agreement, DirectoryEntry, NodeId, Pause, Peer, Relay
from node.store import schema
from node.store.journal import append
from node.store.ledger import Ledger


class Peers:
    """The peers of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def put(self, peer: Peer, *, entry: Entry) -> None:
        """Add a peer, or replace its directory entry and agreement by newer ones.

        Raises:
            UnknownPeerError: The entry has another identity key than the one recorded, or is older
                than it.
        """
        with self._ledger.transaction() as connection:
            _check_succession(connection, peer.entry)
            known = _row(connection, peer.id) is not None
            _write(connection, peer, known=known)
            _revise(connection)
            append(connection, entry)

    def get(self, peer_id: NodeId) -> Peer:
        """Return one peer, revoked and paused or not.

        Raises:
            UnknownPeerError: There is none of this name.
        """
        with self._ledger.reading() as connection:
            row = _row(connection, peer_id)
        if row is None:
            raise UnknownPeerError("there is no such peer")
        return _peer(row)

    def all(self) -> list[Peer]:
        """Return all peers, by name."""
        with self._ledger.reading() as connection:
            return [_peer(row) for row in connection.execute(_peers().order_by(schema.peer.c.id))]

    def revision(self) -> int:
        """Return a number that is another one whenever anything about a peer was changed."""
        with self._ledger.reading() as connection:
            return int(connection.scalar(select(schema.peer_revision.c.number)) or 0)

    def revoke(self, peer_id: NodeId, *, revoked: bool, entry: Entry) -> None:
        """End all exchange with a peer, or take it up again.

        Raises:
            UnknownPeerError: There is none of this name.
        """
        self._change(peer_id, entry=entry, revoked=revoked)

    def pause(self, peer_id: NodeId, pause: Pause | None, *, entry: Entry) -> None:
        """Stop all exchange with a peer for a time, or end that time.

        Raises:
            UnknownPeerError: There is none of this name.
        """
        self._change(peer_id, entry=entry, pause=_pause_column(pause))

    def _change(self, peer_id: NodeId, *, entry: Entry, **values: object) -> None:
        with self._ledger.transaction() as connection:
            changed = connection.execute(
                update(schema.peer).where(schema.peer.c.id == peer_id).values(**values)
            )
            _require_one(changed.rowcount)
            _revise(connection)
            append(connection, entry)

    def remove(self, peer_id: NodeId, *, entry: Entry) -> None:
        """Forget a peer and its agreement; alerts, receipts and the journal stay.

        Raises:
            UnknownPeerError: There is none of this name.
        """
        with self._ledger.transaction() as connection:
            removed = connection.execute(delete(schema.peer).where(schema.peer.c.id == peer_id))
            _require_one(removed.rowcount)
            _revise(connection)
            append(connection, entry)


def _revise(connection: Connection) -> None:
    """Let everybody who keeps peers in memory, in whatever process, read them again."""
    number = schema.peer_revision.c.number
    connection.execute(update(schema.peer_revision).values(number=number + 1))


def _require_one(count: int) -> None:
    if not count:
        raise UnknownPeerError("there is no such peer")


def _check_succession(connection: Connection, entry: DirectoryEntry) -> None:
    row = _row(connection, entry.id)
    if row is None:
        return
    if row.identity_key != entry.identity_key:
        raise UnknownPeerError(
            f"the entry of {entry.id} has another identity key than the one recorded",
            hint="Ask the member's contact point; if it is true, remove the peer and add it anew.",
        )
    if entry.issued_at < row.issued_at:
        raise UnknownPeerError(
            f"the entry of {entry.id} is older than the one recorded",
            hint="Ask the member for its present entry.",
        )


def _write(connection: Connection, peer: Peer, *, known: bool) -> None:
    for table, columns in (
        (schema.peer, _entry_columns(peer)),
        (schema.agreement, _agreement_columns(peer.id, peer.agreement)),
    ):
        key = next(iter(table.primary_key))
        change = update(table).where(key == peer.id) if known else insert(table)
        connection.execute(change.values(**columns))


def _peers() -> Select[tuple[object, ...]]:
    agreement = [column.label(f"agreement_{column.name}") for column in schema.agreement.columns]
    return select(schema.peer, *agreement).join(
        schema.agreement, schema.agreement.c.peer == schema.peer.c.id
    )


def _row(connection: Connection, peer_id: NodeId) -> Row[tuple[object, ...]] | None:
    return connection.execute(_peers().where(schema.peer.c.id == peer_id)).one_or_none()


def _entry_columns(peer: Peer) -> dict[str, object]:
    entry = peer.entry
    return {
        "id": entry.id,
        "name": entry.name,
        "kind": entry.kind,
        "country": entry.country,
        "address": entry.address,
        "identity_key": entry.identity_key,
        "certificate": entry.certificate,
        "contact_points": [asdict(point) for point in entry.contact_points],
        "issued_at": entry.issued_at,
        "revoked": peer.revoked,
        "relay": _relay_column(entry.relay),
        "pause": _pause_column(peer.pause),
    }


def _agreement_columns(peer_id: NodeId, agreement: Agreement) -> dict[str, object]:
    return {
        "peer": peer_id,
        "reference": agreement.reference,
        "legal_basis": agreement.legal_basis,
        "purposes": sorted(agreement.purposes),
        "entity_types": sorted(agreement.entity_types),
        "valid_from": agreement.valid_from,
        "expires_on": agreement.expires_on,
        "token_quota_per_day": agreement.token_quota_per_day,
        "subject_quota_per_day": agreement.subject_quota_per_day,
        "standing": agreement.standing,
        "standing_days": agreement.standing_days,
        "overlap": agreement.overlap,
        "forum": agreement.forum,
        "blind_check": sorted(agreement.blind_check),
    }


def _peer(row: Row[tuple[object, ...]]) -> Peer:
    entry = DirectoryEntry(
        id=NodeId(row.id),
        name=row.name,
        kind=AgencyKind(row.kind),
        country=row.country,
        address=row.address,
        identity_key=row.identity_key,
        certificate=row.certificate,
        contact_points=tuple(map(_contact_point, row.contact_points)),
        issued_at=row.issued_at,
        relay=_relay(row.relay),
    )
    return Peer(entry, _agreement(row), row.revoked, _pause(row.pause))


def _pause_column(pause: Pause | None) -> dict[str, str | None] | None:
    if pause is None:
        return None
    return {"reason": pause.reason, "until": pause.until.isoformat() if pause.until else None}


def _pause(fields: dict[str, str] | None) -> Pause | None:
    if fields is None:
        return None
    until = fields["until"]
    return Pause(fields["reason"], datetime.fromisoformat(until) if until else None)


def _relay_column(relay: Relay | None) -> dict[str, str] | None:
    if relay is None:
        return None
    return {
        "id": relay.id,
        "address": relay.address,
        "certificate": relay.certificate.decode("ascii"),
    }


def _relay(fields: dict[str, str] | None) -> Relay | None:
    if fields is None:
        return None
    certificate = fields["certificate"].encode("ascii")
    return Relay(NodeId(fields["id"]), fields["address"], certificate)


def _contact_point(fields: dict[str, object]) -> ContactPoint:
    lists = {name: tuple(value) for name, value in fields.items() if isinstance(value, list)}
    lists["channels"] = tuple(Channel(**each) for each in lists.get("channels", ()))
    return ContactPoint(**fields | lists)  # type: ignore[arg-type] # as written by asdict


def _agreement(row: Row[tuple[object, ...]]) -> Agreement:
    return Agreement(
        reference=row.agreement_reference,
        legal_basis=row.agreement_legal_basis,
        purposes=frozenset(row.agreement_purposes),
        entity_types=frozenset(map(EntityType, row.agreement_entity_types)),
        valid_from=row.agreement_valid_from,
        expires_on=row.agreement_expires_on,
        token_quota_per_day=row.agreement_token_quota_per_day,
        subject_quota_per_day=row.agreement_subject_quota_per_day,
        standing=row.agreement_standing,
        standing_days=row.agreement_standing_days,
        overlap=row.agreement_overlap,
        forum=row.agreement_forum,
        blind_check=frozenset(row.agreement_blind_check or ()),
    )
