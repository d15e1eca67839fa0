"""Let people into the console, keep them in for a while, and ask again before what counts.

Rules:
- A password alone opens nothing: a one-time code goes with it. `device` knows what replaces both.
- Who fails says nothing about what was wrong, takes as long as who succeeds, and waits after five.
- The browser holds a random token, the ledger its hash: sessions end here.
"""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from node.domain.account import (
    FAILURES,
    LOCKED_FOR,
    Account,
    AccountState,
    ProofError,
    Session,
    SignInError,
)
from node.domain.ports import Clock
from node.enrol import account_entry, token_hash
from node.keys import onetime, password
from node.keys.sealing import LedgerSeal
from node.store.accounts import Accounts
from node.store.sessions import Sessions
from node.words import marked

_TOKEN_BYTES: Final = 32
_TOUCHED_EVERY: Final = timedelta(minutes=1)
_REFUSED: Final = "that did not sign you in"
_HINT: Final = "See that name, password and code are right; after five failures an account waits."


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody who is in."""

    account: Account
    session: Session


class Doorkeeper:
    """Lets people into one node's console."""

    def __init__(
        self, accounts: Accounts, sessions: Sessions, *, seal: LedgerSeal, clock: Clock
    ) -> None:
        """Keep where accounts and sessions are, and what seals secrets."""
        self._accounts = accounts
        self._sessions = sessions
        self._seal = seal
        self._clock = clock

    def sign_in(self, account_id: str, *, phrase: str, code: str) -> str:
        """Let somebody in by password and one-time code; return the token for the browser.

        Raises:
            SignInError: Something was not right, or the account waits.
        """
        account = self._accounts.find(account_id)
        self._prove(account, phrase=phrase, code=code)
        if account is None:  # pragma: no cover - refused above
            raise SignInError(_REFUSED)
        return self.begin(account, how="sign-in")

    def verify(self, admitted: Admitted, *, code: str) -> None:
        """Have somebody who is in show a code again.

        Raises:
            SignInError: It is not the present code, or was used already.
        """
        account, now = self._accounts.get(admitted.account.id), self._clock.now()
        step = None if account.is_locked(now) else self._step(account, code, now=now)
        if step is None:
            self._fail(account, now=now)
            raise SignInError("that is not the present code", hint="Wait for the next one.")
        self._accounts.note(account.id, {"last_step": step, "failures": 0})
        self.renew(admitted)

    def renew(self, admitted: Admitted) -> None:
        """Note that somebody who is in has just proved who they are."""
        self._sessions.verify(admitted.session.token_hash, verified_at=self._clock.now())

    def require_fresh(self, admitted: Admitted) -> None:
        """Let only those go on who have just proved who they are.

        Raises:
            ProofError: Somebody proved it longer ago.
        """
        if not admitted.session.is_fresh(self._clock.now()):
            raise ProofError(marked("Show first that it is you."))

    def admitted(self, token: str) -> Admitted | None:
        """Return who holds a token, or None where nobody does or the session is over."""
        now = self._clock.now()
        session = self._sessions.find(token_hash(token)) if token else None
        if session is None or session.is_over(now):
            return None
        account = self._accounts.find(session.account)
        if account is None or account.state is not AccountState.ACTIVE:
            return None
        if now - session.seen_at >= _TOUCHED_EVERY:
            self._sessions.touch(session.token_hash, seen_at=now)
        return Admitted(account, session)

    def sign_out(self, admitted: Admitted) -> None:
        """End a session."""
        account = admitted.account.id
        entry = account_entry("sign-out", account, at=self._clock.now(), officer=account)
        self._sessions.end(admitted.session.token_hash, entry=entry)

    def sessions(self, account_id: str) -> list[Session]:
        """Return where somebody is signed in."""
        now = self._clock.now()
        return [each for each in self._sessions.of(account_id) if not each.is_over(now)]

    def begin(self, account: Account, *, how: str, proved_at: datetime | None = None) -> str:
        """Begin a session for somebody who has proved who they are; return the browser's token.

        `proved_at` is when they did, where that was not just now.
        """
        now, token = self._clock.now(), secrets.token_urlsafe(_TOKEN_BYTES)
        session = Session(
            token_hash(token),
            account.id,
            secrets.token_urlsafe(_TOKEN_BYTES),
            created_at=now,
            seen_at=now,
            verified_at=proved_at or now,
        )
        self._accounts.note(account.id, {"failures": 0, "locked_until": None, "signed_in_at": now})
        entry = account_entry(how, account.id, at=now, officer=account.id)
        self._sessions.begin(session, entry=replace(entry, role=account.role.value))
        return token

    # --- inside

    def _prove(self, account: Account | None, *, phrase: str, code: str) -> None:
        """Check password and code; whatever is wrong costs the same time and sentence."""
        now = self._clock.now()
        hashed = account.password if account and account.password else _nobody()
        matches = password.is_password(hashed, phrase)
        is_open = account is not None and account.state is AccountState.ACTIVE
        if account is None or not is_open or not matches or account.is_locked(now):
            self._fail(account, now=now)
            raise SignInError(_REFUSED, hint=_HINT)
        step = self._step(account, code, now=now)
        if step is None:
            self._fail(account, now=now)
            raise SignInError(_REFUSED, hint=_HINT)
        self._accounts.note(account.id, {"last_step": step})

    def _step(self, account: Account, code: str, *, now: datetime) -> int | None:
        if not account.sealed_secret:
            return None
        secret = self._seal.open(f"code:{account.id}", account.sealed_secret).decode()
        return onetime.step_of(secret, code, now=now, after=account.last_step)

    def _fail(self, account: Account | None, *, now: datetime) -> None:
        if account is None or account.is_locked(now):
            return
        failures = account.failures + 1
        if failures < FAILURES:
            self._accounts.note(account.id, {"failures": failures})
            return
        entry = account_entry("lock-account", account.id, at=now, officer="node")
        changes = {"failures": 0, "locked_until": now + LOCKED_FOR}
        self._accounts.change(account.id, changes, entry=entry)


@cache
def _nobody() -> str:
    """Return the hash of a password that nobody has, to check guesses for nobody against."""
    return password.hash_password(secrets.token_urlsafe(_TOKEN_BYTES))
