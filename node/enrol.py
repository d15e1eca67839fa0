"""Accounts of the console: invite people, open their accounts, change roles, close accounts.

Rules:
- Nobody signs up: an account begins with a link that works once.
- A change of role takes two people; the first account of each kind is made at the node itself.
- Who has lost what they sign in with gets a new link from an officer; what was lost is forgotten.
- Every change is in the journal, under the id of who made it.
"""

import hashlib
import secrets
from dataclasses import replace
from datetime import datetime
from typing import Final

from node.domain.account import (
    INVITED_FOR,
    Account,
    AccountError,
    AccountState,
    Role,
    require_account_id,
)
from node.domain.journal import Entry, Event, Scalar
from node.domain.ports import Clock
from node.keys import onetime, password
from node.keys.sealing import LedgerSeal
from node.store.accounts import Accounts
from node.store.links import Links
from node.store.sessions import Sessions

_TOKEN_BYTES: Final = 24
_SECRET_LETTERS: Final = 32


class Registrar:
    """Keeps the accounts of one node."""

    def __init__(
        self,
        accounts: Accounts,
        sessions: Sessions,
        *,
        links: Links,
        seal: LedgerSeal,
        clock: Clock,
    ) -> None:
        """Keep where accounts, sessions and links are, and what seals their secrets."""
        self._accounts = accounts
        self._sessions = sessions
        self._links = links
        self._seal = seal
        self._clock = clock

    def all(self) -> list[Account]:
        """Return all accounts, by id."""
        return self._accounts.all()

    def get(self, account_id: str) -> Account:
        """Return one account.

        Raises:
            NotFoundError: There is none of this id.
        """
        return self._accounts.get(account_id)

    def invite(self, account_id: str, role: Role, *, officer: str) -> str:
        """Make an account that waits for its person; return the token of the link that opens it.

        Whoever was invited and has not come gets a new link, and the old one stops working.

        Raises:
            AccountError: The id cannot be, or somebody uses the account already.
        """
        require_account_id(account_id)
        now, token = self._clock.now(), secrets.token_urlsafe(_TOKEN_BYTES)
        self._accounts.invite(
            Account(account_id, role, AccountState.INVITED, now, officer),
            token_hash=token_hash(token),
            expires_at=now + INVITED_FOR,
            entry=self._entry("invite-user", account_id, officer=officer, setting=role.value),
        )
        return token

    def invited(self, token: str) -> Account:
        """Return the account that a link opens.

        Raises:
            NotFoundError: The link is unknown, used or too old.
        """
        return self._accounts.invited(token_hash(token), self._clock.now())

    def enrol(self, token: str, *, phrase: str, secret: str, code: str) -> Account:
        """Open an account: the person has chosen a password and shown that codes come right.

        Raises:
            NotFoundError: The link is unknown, used or too old.
            AccountError: The password is too short, or the code is not that of the secret.
        """
        account = self.invited(token)
        if len(phrase) < password.SHORTEST:
            raise AccountError(f"a password has {password.SHORTEST} letters or more")
        if len(secret) != _SECRET_LETTERS or not secret.isalnum():
            raise AccountError("the secret of the codes was altered on its way")
        step = onetime.step_of(secret, code, now=self._clock.now())
        if step is None:
            raise AccountError(
                "the code is not the one that belongs to this secret",
                hint="Scan the picture again, and see that the telephone's clock is right.",
            )
        opened = replace(
            account,
            state=AccountState.ACTIVE,
            password=password.hash_password(phrase),
            sealed_secret=self._seal.seal(f"code:{account.id}", secret.encode()),
            last_step=step,
        )
        entry = self._entry("open-account", account.id, officer=account.id)
        self._accounts.enrol(opened, token_hash=token_hash(token), entry=entry)
        return opened

    def reset(self, account_id: str, *, officer: str) -> str:
        """Give somebody who has lost what they sign in with a new link; return its token.

        Password, codes, passkeys and the link with an identity provider are forgotten, and
        sessions end; role and name stay.

        Raises:
            NotFoundError: There is no such account.
            AccountError: It is one's own account, or closed.
        """
        account = self._accounts.get(account_id)
        if account.id == officer:
            raise AccountError("nobody resets the account that they use")
        if account.state is AccountState.DISABLED:
            raise AccountError(f"{account_id} is closed, and stays so")
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._accounts.reset(
            account_id,
            token_hash=token_hash(token),
            expires_at=self._clock.now() + INVITED_FOR,
            entry=self._entry("reset-account", account_id, officer=officer),
        )
        return token

    def change_role(self, account_id: str, role: Role, *, officer: str) -> Account:
        """Wish another role for an account, or agree to what another officer wished.

        Raises:
            NotFoundError: There is no such account.
            AccountError: It is one's own account, or has that role.
        """
        account = self._accounts.get(account_id)
        if account.id == officer:
            raise AccountError("nobody changes their own role")
        if account.role is role:
            raise AccountError(f"{account_id} is {role.value} already")
        agreed = account.wished_role == role.value and account.wished_by != officer
        action = "change-role" if agreed else "wish-role"
        changes: dict[str, object] = {"wished_role": role.value, "wished_by": officer}
        if agreed:
            changes = {"role": role, "wished_role": "", "wished_by": ""}
        entry = self._entry(action, account_id, officer=officer, setting=role.value)
        changed = self._accounts.change(account_id, changes, entry=entry)
        if agreed:
            self._sessions.end_all(
                account_id, entry=self._entry("end-sessions", account_id, officer=officer)
            )
        return changed

    def disable(self, account_id: str, *, officer: str) -> Account:
        """Close an account and end its sessions at once.

        Raises:
            NotFoundError: There is no such account.
        """
        self._accounts.get(account_id)
        entry = self._entry("disable-user", account_id, officer=officer)
        changed = self._accounts.change(
            account_id, {"state": AccountState.DISABLED, "password": ""}, entry=entry
        )
        self._accounts.remove_passkeys(
            account_id, entry=self._entry("forget-passkeys", account_id, officer=officer)
        )
        self.end_sessions(account_id, officer=officer)
        return changed

    def end_sessions(self, account_id: str, *, officer: str) -> int:
        """Sign somebody out everywhere; return how many sessions ended."""
        entry = self._entry("end-sessions", account_id, officer=officer)
        return self._sessions.end_all(account_id, entry=entry)

    def unlink(self, account_id: str, *, officer: str) -> None:
        """Forget to whom at an identity provider an account belongs, and end its sessions.

        Raises:
            NotFoundError: There is no such account.
        """
        self._accounts.get(account_id)
        entry = self._entry("unlink-account", account_id, officer=officer)
        self._links.remove(account_id, entry=entry)
        self.end_sessions(account_id, officer=officer)

    def prefer(self, account_id: str, *, language: str, has_shortcuts: bool) -> None:
        """Keep how somebody wants to use the console."""
        changes = {"language": language, "has_shortcuts": has_shortcuts}
        self._accounts.note(account_id, changes)

    def views(self, account_id: str) -> dict[str, str]:
        """Return the filters that somebody has kept, by name."""
        return self._accounts.views(account_id)

    def keep_view(self, account_id: str, name: str, *, query: str) -> None:
        """Keep a filter under a name; an empty one forgets it.

        Raises:
            AccountError: The name is no short line.
        """
        if not name.strip() or not name.isprintable() or len(name) > _VIEW_NAME:
            raise AccountError("a view is named by one short line")
        self._accounts.keep_view(account_id, name.strip(), query=query)

    def _entry(self, action: str, account_id: str, *, officer: str, setting: str = "") -> Entry:
        return account_entry(
            action, account_id, at=self._clock.now(), officer=officer, setting=setting
        )


_VIEW_NAME: Final = 60


def token_hash(token: str) -> bytes:
    """Return what the ledger knows of a token: SHA-256, for tokens are random (32 bytes)."""
    return hashlib.sha256(token.encode()).digest()


def account_entry(
    action: str, account_id: str, *, at: datetime, officer: str, setting: str = ""
) -> Entry:
    """Return the entry about something that was done with an account."""
    detail: dict[str, Scalar] = {"action": action, "account": account_id}
    if setting:
        detail["setting"] = setting
    return Entry(Event.ADMIN, at, officer=officer, detail=detail)
