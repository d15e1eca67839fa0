"""Who may use the console, in which role, and what each role may do.

The roles are separate as those of X-Road are: nobody both decides about alerts and sets the bounds
within which it is decided, and who watches changes nothing.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from node.domain.errors import NodeError

IDLE: Final = timedelta(minutes=15)
"""A session that nobody uses ends after that."""
LIFE: Final = timedelta(hours=8)
"""A session ends after a shift, however busy it is."""
FRESH: Final = timedelta(minutes=5)
"""For so long after proving who they are may people send what cannot be taken back."""
INVITED_FOR: Final = timedelta(days=3)
"""Life of the link that opens an account."""
FAILURES: Final = 5
"""Failed sign-ins in a row after which an account waits."""
LOCKED_FOR: Final = timedelta(minutes=15)
ACCOUNT_ID: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?")


class Role(StrEnum):
    """What somebody is to the node; one for each account."""

    ANALYST = "analyst"
    SENIOR_REVIEWER = "senior-reviewer"
    DATA_STEWARD = "data-steward"
    SECURITY_OFFICER = "security-officer"
    AUDITOR = "auditor"
    SYSTEM_OPERATOR = "system-operator"


class Permission(StrEnum):
    """What a page shows or a form does."""

    OWN = "own"
    """One's own account, the help, the home page."""
    SEE_ALERTS = "see-alerts"
    REVIEW = "review"
    """Claim and decide alerts, and open the own record for it."""
    RELEASE = "release"
    """Have a confirmed hit told to the asker."""
    SECOND = "second"
    """Agree to another's decision, and lift what the gate holds."""
    SEE_CASES = "see-cases"
    ASK = "ask"
    """Open cases and ask peers."""
    SEE_JOURNAL = "see-journal"
    SEE_PEERS = "see-peers"
    TEST_PEERS = "test-peers"
    MANAGE_PEERS = "manage-peers"
    SEE_REGISTERS = "see-registers"
    LABEL = "label"
    SEE_OPERATIONS = "see-operations"
    SEE_USERS = "see-users"
    MANAGE_USERS = "manage-users"
    SEE_STATISTICS = "see-statistics"


_EVERYBODY = frozenset({Permission.OWN, Permission.SEE_PEERS})
_ANALYST = _EVERYBODY | {
    Permission.SEE_ALERTS,
    Permission.REVIEW,
    Permission.RELEASE,
    Permission.SEE_CASES,
    Permission.ASK,
    Permission.TEST_PEERS,
    Permission.SEE_REGISTERS,
    Permission.LABEL,
    Permission.SEE_STATISTICS,
}
PERMISSIONS: Final[Mapping[Role, frozenset[Permission]]] = {
    Role.ANALYST: _ANALYST,
    Role.SENIOR_REVIEWER: _ANALYST | {Permission.SECOND},
    Role.DATA_STEWARD: _EVERYBODY
    | {Permission.SEE_REGISTERS, Permission.SEE_STATISTICS, Permission.SEE_OPERATIONS},
    Role.SECURITY_OFFICER: _EVERYBODY
    | {
        Permission.SEE_JOURNAL,
        Permission.TEST_PEERS,
        Permission.MANAGE_PEERS,
        Permission.SEE_REGISTERS,
        Permission.SEE_OPERATIONS,
        Permission.SEE_USERS,
        Permission.MANAGE_USERS,
        Permission.SEE_STATISTICS,
    },
    Role.AUDITOR: _EVERYBODY
    | {
        Permission.SEE_ALERTS,
        Permission.SEE_CASES,
        Permission.SEE_JOURNAL,
        Permission.SEE_REGISTERS,
        Permission.SEE_OPERATIONS,
        Permission.SEE_USERS,
        Permission.SEE_STATISTICS,
    },
    Role.SYSTEM_OPERATOR: _EVERYBODY
    | {Permission.TEST_PEERS, Permission.SEE_REGISTERS, Permission.SEE_OPERATIONS},
}
"""The one table of who may do what."""


class AccountState(StrEnum):
    """Where an account stands."""

    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class SignInError(NodeError):
    """Somebody could not prove who they are; the sentence does not say what was wrong."""

    code = "SIGN_IN"


class ProofError(SignInError):
    """Somebody has not shown just now who they are, and what they want asks for that."""

    code = "PROOF"


class AccountError(NodeError):
    """An account cannot be made or changed like this."""

    code = "ACCOUNT"


@dataclass(frozen=True, slots=True)
class Account:
    """One person who uses the console."""

    id: str
    """Pseudonymous id; it is what the journal names as officer."""
    role: Role
    state: AccountState
    created_at: datetime
    invited_by: str
    language: str = ""
    """BCP 47 tag; empty for what the browser wants."""
    has_shortcuts: bool = True
    """Whether single letters on the keyboard do something (WCAG 2.2, 2.1.4)."""
    wished_role: str = ""
    """A change of role that waits for a second person."""
    wished_by: str = ""
    failures: int = 0
    """Failed sign-ins in a row."""
    locked_until: datetime | None = None
    signed_in_at: datetime | None = None
    password: str = field(default="", repr=False)
    """Argon2id, in the form of libsodium; empty until enrolled."""
    sealed_secret: bytes = field(default=b"", repr=False)
    """Secret of the one-time codes, under the ledger key."""
    last_step: int = 0
    """Step of the newest one-time code used; none is used twice (RFC 6238, 5.2)."""

    def may(self, permission: Permission) -> bool:
        """Tell whether somebody of this account may do something."""
        return self.state is AccountState.ACTIVE and permission in PERMISSIONS[self.role]

    @property
    def has_code(self) -> bool:
        """Tell whether the account has one-time codes."""
        return bool(self.sealed_secret)

    def is_locked(self, now: datetime) -> bool:
        """Tell whether the account waits after failed sign-ins."""
        return self.locked_until is not None and now < self.locked_until


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who is signed in, as kept in the ledger; the browser holds a token of it."""

    token_hash: bytes = field(repr=False)
    account: str
    form_token: str = field(repr=False)
    """Stands in every form of the session, against forged requests."""
    created_at: datetime
    seen_at: datetime
    verified_at: datetime
    """When the person last proved who they are."""

    def is_over(self, now: datetime) -> bool:
        """Tell whether it has ended, by rest or by age."""
        return now - self.seen_at >= IDLE or now - self.created_at >= LIFE

    def is_fresh(self, now: datetime) -> bool:
        """Tell whether the person proved who they are just now."""
        return now - self.verified_at < FRESH


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key of a person's device (W3C Web Authentication)."""

    credential_id: bytes
    account: str
    public_key: bytes = field(repr=False)
    sign_count: int
    name: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """An account that belongs to somebody at the agency's identity provider."""

    account: str
    issuer: str
    subject_hash: bytes = field(repr=False)
    """SHA-256 of issuer and the person's id there: enough to know them again by."""
    linked_at: datetime


def require_account_id(text: str) -> str:
    """Return a text that may name an account.

    Raises:
        AccountError: It may not.
    """
    if not ACCOUNT_ID.fullmatch(text):
        raise AccountError(
            "an account is named by up to 40 small letters, digits, points and hyphens",
            hint="Choose a pseudonymous id, such as analyst-7: it goes into the journal.",
        )
    return text
