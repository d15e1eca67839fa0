"""Which account belongs to whom at the agency's identity provider, in the ledger.

Of the person's id at the provider only a hash is kept.
"""

from sqlalchemy import Connection, and_, delete, insert, or_, select, update

from node.domain.account import Account, AccountError, AccountState, Link
from node.domain.journal import Entry
from node.store import schema_account as schema
from node.store.accounts import account_columns
from node.store.journal import append
from node.store.ledger import Ledger


class Links:
    """The links between accounts of this node and people at providers."""

    def __init__(self, ledger: Ledger) -> None:
        """Keep them in that ledger."""
        self._ledger = ledger

    def account(self, subject_hash: bytes) -> str | None:
        """Return the id of the account of somebody at a provider, or None."""
        table = schema.link
        wanted = select(table.c.account).where(table.c.subject_hash == subject_hash)
        with self._ledger.reading() as connection:
            return connection.execute(wanted).scalar_one_or_none()

    def has(self, account_id: str, issuer: str) -> bool:
        """Tell whether an account is linked with somebody at a provider."""
        table = schema.link
        wanted = select(table.c.account).where(
            table.c.account == account_id, table.c.issuer == issuer
        )
        with self._ledger.reading() as connection:
            return connection.execute(wanted).first() is not None

    def add(self, link: Link, *, entry: Entry) -> None:
        """Link an account that is open.

        Raises:
            AccountError: The account or the person is linked already.
        """
        self._add(link, entry=entry)

    def open(self, link: Link, *, entry: Entry) -> None:
        """Open an account that waits for its person, and link it; its invitation is used up.

        Raises:
            AccountError: The account or the person is linked already.
        """
        self._add(link, entry=entry, opens=True)

    def make(self, account: Account, link: Link, *, entry: Entry) -> None:
        """Make an account and link it.

        Raises:
            AccountError: There is such an account, or the person is linked already.
        """
        self._add(link, entry=entry, new=account)

    def remove(self, account_id: str, *, entry: Entry) -> None:
        """Forget to whom an account belongs, at every provider."""
        with self._ledger.transaction() as connection:
            connection.execute(delete(schema.link).where(schema.link.c.account == account_id))
            append(connection, entry)

    def _add(
        self, link: Link, *, entry: Entry, new: Account | None = None, opens: bool = False
    ) -> None:
        account, invitation = schema.account, schema.invitation
        with self._ledger.transaction() as connection:
            _require_free(connection, link)
            if new is not None:
                connection.execute(insert(account).values(**account_columns(new)))
            if opens:
                connection.execute(
                    update(account)
                    .where(account.c.id == link.account)
                    .values(state=AccountState.ACTIVE)
                )
                connection.execute(delete(invitation).where(invitation.c.account == link.account))
            connection.execute(
                insert(schema.link).values(
                    issuer=link.issuer,
                    subject_hash=link.subject_hash,
                    account=link.account,
                    linked_at=link.linked_at,
                )
            )
            append(connection, entry)


def _require_free(connection: Connection, link: Link) -> None:
    table = schema.link
    own = and_(table.c.account == link.account, table.c.issuer == link.issuer)
    taken = select(table.c.account).where(or_(table.c.subject_hash == link.subject_hash, own))
    if connection.execute(taken).first() is not None:
        raise AccountError(
            "the account, or the person at the identity provider, is linked already",
            hint="Have a security officer forget the old link on the page Users.",
        )
