"""Let people into the console, keep them in for a while, and ask again before what counts.

Rules:
- A password alone opens nothing: a one-time code goes with it, or a passkey replaces both.
- Who fails says nothing about what was wrong, takes as long as who succeeds, and waits after five.
- The browser holds a random token, the ledger its hash: sessions end here.
"""

import json
import secrets
import threading
from base64 import urlsafe_b64decode
from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from node.domain.account import (
    FAILURES,
    LOCKED_FOR,
    Account,
    AccountState,
    Passkey,
    Session,
    SignInError,
)
from node.domain.ports import Clock
from node.enrol import account_entry, token_hash
from node.keys import onetime, passkey, password
from node.keys.passkey import Site
from node.keys.sealing import LedgerSeal
from node.store.accounts import Accounts
from node.store.sessions import Sessions

_TOKEN_BYTES: Final = 32
_TOUCHED_EVERY: Final = timedelta(minutes=1)
_CHALLENGES: Final = 1_000
_CHALLENGE_LIFE: Final = timedelta(minutes=5)
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
        self,
        accounts: Accounts,
        sessions: Sessions,
        *,
        seal: LedgerSeal,
        clock: Clock,
        site: Site,
    ) -> None:
        """Keep where accounts and sessions are, what seals secrets, and where passkeys hold."""
        self._accounts = accounts
        self._sessions = sessions
        self._seal = seal
        self._clock = clock
        self._site = site
        self._challenges: OrderedDict[bytes, datetime] = OrderedDict()
        # Guards the challenges, which two requests may look for at once.
        self._turn = threading.Lock()

    def sign_in(self, account_id: str, *, phrase: str, code: str) -> str:
        """Let somebody in by password and one-time code; return the token for the browser.

        Raises:
            SignInError: Something was not right, or the account waits.
        """
        account = self._accounts.find(account_id)
        self._prove(account, phrase=phrase, code=code)
        if account is None:  # pragma: no cover - refused above
            raise SignInError(_REFUSED)
        return self._begin(account, how="sign-in")

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
        self._sessions.verify(admitted.session.token_hash, verified_at=now)

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

    # --- passkeys

    def passkey_options(self) -> str:
        """Return the JSON with which a browser asks a device to sign somebody in."""
        return passkey.sign_in_options(self._site, challenge=self._challenge())

    def sign_in_by_passkey(self, answer: str) -> str:
        """Let somebody in by a passkey; return the token for the browser.

        Raises:
            SignInError: The device is unknown, or what it signed is not this.
        """
        key, challenge = self._key_of(answer), self._challenge_of(answer)
        account = self._accounts.find(key.account)
        if account is None or account.state is not AccountState.ACTIVE:
            raise SignInError(_REFUSED, hint=_HINT)
        count = passkey.checked_use(self._site, answer, challenge=challenge, key=key)
        self._accounts.use_passkey(key.credential_id, count)
        return self._begin(account, how="sign-in-passkey")

    def registration_options(self, admitted: Admitted) -> str:
        """Return the JSON with which a browser asks a device for a new passkey."""
        known = self._accounts.passkeys(admitted.account.id)
        return passkey.registration_options(
            self._site, admitted.account.id, challenge=self._challenge(), known=known
        )

    def add_passkey(self, admitted: Admitted, answer: str, *, name: str) -> Passkey:
        """Add a device to somebody's account.

        Raises:
            SignInError: What it answered is not the answer to our challenge.
        """
        challenge, account = self._challenge_of(answer), admitted.account.id
        found = passkey.registered(self._site, answer, challenge=challenge)
        now = self._clock.now()
        key = Passkey(
            found.credential_id, account, found.public_key, found.sign_count, name[:60], now
        )
        entry = account_entry("add-passkey", account, at=now, officer=account)
        self._accounts.add_passkey(key, entry=entry)
        return key

    def passkeys(self, admitted: Admitted) -> list[Passkey]:
        """Return the devices of somebody's account."""
        return self._accounts.passkeys(admitted.account.id)

    def sessions(self, account_id: str) -> list[Session]:
        """Return where somebody is signed in."""
        now = self._clock.now()
        return [each for each in self._sessions.of(account_id) if not each.is_over(now)]

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

    def _begin(self, account: Account, *, how: str) -> str:
        now, token = self._clock.now(), secrets.token_urlsafe(_TOKEN_BYTES)
        session = Session(
            token_hash(token), account.id, secrets.token_urlsafe(_TOKEN_BYTES), now, now, now
        )
        self._accounts.note(account.id, {"failures": 0, "locked_until": None, "signed_in_at": now})
        entry = account_entry(how, account.id, at=now, officer=account.id)
        self._sessions.begin(session, entry=replace(entry, role=account.role.value))
        return token

    def _challenge(self) -> bytes:
        challenge = secrets.token_bytes(passkey.CHALLENGE_BYTES)
        with self._turn:
            self._challenges[challenge] = self._clock.now()
            while len(self._challenges) > _CHALLENGES:
                self._challenges.popitem(last=False)
        return challenge

    def _challenge_of(self, answer: str) -> bytes:
        """Return the challenge that a device says it answers, once, where it is one of ours."""
        try:
            client = json.loads(answer)["response"]["clientDataJSON"]
            challenge = _unpadded(json.loads(_unpadded(client))["challenge"])
        except (ValueError, KeyError, TypeError) as error:
            raise SignInError("the device's answer could not be read") from error
        with self._turn:
            made_at = self._challenges.pop(challenge, None)
        if made_at is None or self._clock.now() - made_at > _CHALLENGE_LIFE:
            raise SignInError("that took too long", hint="Try it once more.")
        return challenge

    def _key_of(self, answer: str) -> Passkey:
        try:
            key = self._accounts.passkey(_unpadded(json.loads(answer)["rawId"]))
        except (ValueError, KeyError, TypeError) as error:
            raise SignInError("the device's answer could not be read") from error
        if key is None:
            raise SignInError("this device opens no account here")
        return key


def _unpadded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@cache
def _nobody() -> str:
    """Return the hash of a password that nobody has, to check guesses for nobody against."""
    return password.hash_password(secrets.token_urlsafe(_TOKEN_BYTES))
