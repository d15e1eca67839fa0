"""Accounts, invitations and passkeys in the ledger."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, Row, delete, insert, select, update

from node.domain.account import Account, AccountError, AccountState, Passkey, Role
from node.domain.errors import NotFoundError
from node.domain.journal import Entry
from node.store import schema_account as schema
from node.store.journal import append
from node.store.ledger import Ledger


class Accounts:
    """The accounts of this node."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def invite(
        self, account: Account, *, token_hash: bytes, expires_at: datetime, entry: Entry
    ) -> None:
        """Add an account with the link that opens it, or send a new link for one not yet opened.

        Raises:
            AccountError: Somebody uses the account already.
        """
        with self._ledger.transaction() as connection:
            row = _row(connection, account.id)
            if row is not None and row.state != AccountState.INVITED:
                raise AccountError(f"there is an account {account.id} already")
            if row is None:
                connection.execute(insert(schema.account).values(**account_columns(account)))
            else:
                _change(connection, account.id, changes={"role": account.role})
            connection.execute(
                delete(schema.invitation).where(schema.invitation.c.account == account.id)
            )
            _add_invitation(connection, account.id, token_hash=token_hash, expires_at=expires_at)
            append(connection, entry)

    def invited(self, token_hash: bytes, now: datetime) -> Account:
        """Return the account that a link opens.

        Raises:
            NotFoundError: The link is unknown, used or too old.
        """
        invitation = schema.invitation
        wanted = (
            select(schema.account)
            .join(invitation, invitation.c.account == schema.account.c.id)
            .where(invitation.c.token_hash == token_hash, invitation.c.expires_at > now)
        )
        with self._ledger.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        if row is None:
            raise NotFoundError(
                "this link does not open an account, or no longer does",
                hint="Ask for a new one with: heliograph user invite",
            )
        return _account(row)

    def enrol(self, account: Account, *, token_hash: bytes, entry: Entry) -> None:
        """Open an account with its first password and secret; the link is used up.

        Raises:
            NotFoundError: Somebody else was faster with the link.
        """
        with self._ledger.transaction() as connection:
            used = connection.execute(
                delete(schema.invitation).where(schema.invitation.c.token_hash == token_hash)
            )
            if not used.rowcount:
                raise NotFoundError("this link has been used")
            changes = {
                "state": account.state,
                "password": account.password,
                "sealed_secret": account.sealed_secret,
                "last_step": account.last_step,
            }
            _change(connection, account.id, changes=changes)
            append(connection, entry)

    def reset(
        self, account_id: str, *, token_hash: bytes, expires_at: datetime, entry: Entry
    ) -> None:
        """Forget all by which somebody comes in, and have their account wait for a new link."""
        whose = (schema.session, schema.passkey, schema.link, schema.invitation)
        changes = {
            "state": AccountState.INVITED,
            "password": "",
            "sealed_secret": b"",
            "failures": 0,
            "locked_until": None,
        }
        with self._ledger.transaction() as connection:
            for table in whose:
                connection.execute(delete(table).where(table.c.account == account_id))
            _change(connection, account_id, changes=changes)
            _add_invitation(connection, account_id, token_hash=token_hash, expires_at=expires_at)
            append(connection, entry)

    def get(self, account_id: str) -> Account:
        """Return one account.

        Raises:
            NotFoundError: There is none of this id.
        """
        with self._ledger.reading() as connection:
            row = _row(connection, account_id)
        if row is None:
            raise NotFoundError("there is no such account", hint="See: heliograph user list")
        return _account(row)

    def find(self, account_id: str) -> Account | None:
        """Return one account, or None."""
        with self._ledger.reading() as connection:
            row = _row(connection, account_id)
        return None if row is None else _account(row)

    def all(self) -> list[Account]:
        """Return all accounts, by id."""
        wanted = select(schema.account).order_by(schema.account.c.id)
        with self._ledger.reading() as connection:
            return [_account(row) for row in connection.execute(wanted)]

    def change(self, account_id: str, changes: Mapping[str, object], *, entry: Entry) -> Account:
        """Change columns of an account under a journal entry; return it as it now stands.

        Raises:
            NotFoundError: There is none of this id.
        """
        with self._ledger.transaction() as connection:
            _change(connection, account_id, changes=changes)
            append(connection, entry)
            row = _row(connection, account_id)
        if row is None:
            raise NotFoundError("there is no such account", hint="See: heliograph user list")
        return _account(row)

    def note(self, account_id: str, changes: Mapping[str, object]) -> None:
        """Change what is no evidence: language, shortcuts, counts of failures."""
        with self._ledger.transaction() as connection:
            _change(connection, account_id, changes=changes)

    def add_passkey(self, key: Passkey, *, entry: Entry) -> None:
        """Add a device to an account."""
        with self._ledger.transaction() as connection:
            connection.execute(
                insert(schema.passkey).values(
                    credential_id=key.credential_id,
                    account=key.account,
                    public_key=key.public_key,
                    sign_count=key.sign_count,
                    name=key.name,
                    created_at=key.created_at,
                )
            )
            append(connection, entry)

    def passkeys(self, account_id: str) -> list[Passkey]:
        """Return the devices of an account, oldest first."""
        table = schema.passkey
        wanted = select(table).where(table.c.account == account_id).order_by(table.c.created_at)
        with self._ledger.reading() as connection:
            return [_passkey(row) for row in connection.execute(wanted)]

    def passkey(self, credential_id: bytes) -> Passkey | None:
        """Return one device, or None."""
        wanted = select(schema.passkey).where(schema.passkey.c.credential_id == credential_id)
        with self._ledger.reading() as connection:
            row = connection.execute(wanted).one_or_none()
        return None if row is None else _passkey(row)

    def use_passkey(self, credential_id: bytes, sign_count: int, *, refused: Entry) -> bool:
        """Count a use of a device; where its count does not go up, write the entry instead.

        Devices that do not count always say 0, and are let through.
        """
        table = schema.passkey
        counts_up = table.c.sign_count < sign_count
        goes_on = counts_up if sign_count else table.c.sign_count == 0
        with self._ledger.transaction() as connection:
            counted = connection.execute(
                update(table)
                .where(table.c.credential_id == credential_id, goes_on)
                .values(sign_count=sign_count)
            )
            if not counted.rowcount:
                append(connection, refused)
            return bool(counted.rowcount)

    def remove_passkey(self, account_id: str, credential_id: bytes, *, entry: Entry) -> None:
        """Forget one device of an account.

        Raises:
            NotFoundError: It has no such device.
        """
        table = schema.passkey
        with self._ledger.transaction() as connection:
            removed = connection.execute(
                delete(table).where(
                    table.c.account == account_id, table.c.credential_id == credential_id
                )
            )
            if not removed.rowcount:
                raise NotFoundError("the account has no such device")
            append(connection, entry)

    def remove_passkeys(self, account_id: str, *, entry: Entry) -> None:
        """Forget every device of an account."""
        with self._ledger.transaction() as connection:
            connection.execute(delete(schema.passkey).where(schema.passkey.c.account == account_id))
            append(connection, entry)

    def views(self, account_id: str) -> dict[str, str]:
        """Return the filters that somebody has kept, by name."""
        table = schema.saved_view
        wanted = select(table).where(table.c.account == account_id).order_by(table.c.name)
        with self._ledger.reading() as connection:
            return {row.name: row.query for row in connection.execute(wanted)}

    def keep_view(self, account_id: str, name: str, *, query: str) -> None:
        """Keep a filter under a name; an empty one forgets it."""
        table = schema.saved_view
        with self._ledger.transaction() as connection:
            connection.execute(
                delete(table).where(table.c.account == account_id, table.c.name == name)
            )
            if query:
                connection.execute(insert(table).values(account=account_id, name=name, query=query))


def _row(connection: Connection, account_id: str) -> Row[tuple[object, ...]] | None:
    wanted = select(schema.account).where(schema.account.c.id == account_id)
    return connection.execute(wanted).one_or_none()


def _change(connection: Connection, account_id: str, *, changes: Mapping[str, object]) -> None:
    connection.execute(
        update(schema.account).where(schema.account.c.id == account_id).values(**changes)
    )


def _add_invitation(
    connection: Connection, account_id: str, *, token_hash: bytes, expires_at: datetime
) -> None:
    connection.execute(
        insert(schema.invitation).values(
            token_hash=token_hash, account=account_id, expires_at=expires_at
        )
    )


def account_columns(account: Account) -> dict[str, object]:
    """Return an account as a row."""
    return {column.name: getattr(account, column.name) for column in schema.account.columns}


def _account(row: Row[tuple[object, ...]]) -> Account:
    return Account(
        id=row.id,
        role=Role(row.role),
        state=AccountState(row.state),
        created_at=row.created_at,
        invited_by=row.invited_by,
        language=row.language,
        has_shortcuts=row.has_shortcuts,
        wished_role=row.wished_role,
        wished_by=row.wished_by,
        failures=row.failures,
        locked_until=row.locked_until,
        signed_in_at=row.signed_in_at,
        password=row.password,
        sealed_secret=row.sealed_secret,
        last_step=row.last_step,
    )


def _passkey(row: Row[tuple[object, ...]]) -> Passkey:
    return Passkey(
        row.credential_id, row.account, row.public_key, row.sign_count, row.name, row.created_at
    )
