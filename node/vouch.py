"""Let people in for whom the agency's identity provider vouches.

Rules:
- A visit to the provider ends in the browser in which it began, once, within ten minutes.
- Who has been here before is known by their id at the provider, whatever they are called now.
- Who has not gets the account that was prepared for them, or, where the settings say so, a new one.
  An account that is open already is linked by its own person, who is signed in at it.
- Groups at the provider take a role away and never change one: that takes two people.
- A session is as fresh as the provider's own word for when the person proved who they are.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import Final

import structlog

from node.admit import Admitted, Doorkeeper
from node.domain.account import (
    ACCOUNT_ID,
    Account,
    AccountState,
    Link,
    Role,
    SignInError,
)
from node.domain.errors import ProviderError
from node.domain.ports import Clock
from node.enrol import account_entry, token_hash
from node.once import Once
from node.provider import Errand, Provider, Testimony
from node.store.accounts import Accounts
from node.store.links import Links
from node.words import marked

log = structlog.get_logger()

LATE: Final = marked(
    "This sign-in took too long, was used already, or began in another browser. Begin again."
)
DECLINED: Final = marked("The identity provider did not let you through.")
NO_ACCOUNT: Final = marked(
    "The identity provider vouches for you, but no account here is yours. Ask your security"
    " officer; who has an account already signs in at it first and links it on its page."
)
NO_ROLE: Final = marked(
    "Your groups at the identity provider do not give you one role here. Ask your security officer."
)
SOMEBODY_ELSE: Final = marked("The identity provider vouched for somebody else.")
NO_FAREWELL: Final = marked("The identity provider has no page for signing out.")
BACK: Final = "/sign-in/provider/back"
"""Path to which the provider sends browsers back."""
_LIFE: Final = timedelta(minutes=10)
_TOKEN_BYTES: Final = 32
_ERRORS: Final = frozenset(
    {"access_denied", "login_required", "interaction_required", "temporarily_unavailable"}
)
"""What a provider may say instead of sending a code and is told in a log; all else is `other`."""


class Purpose(Enum):
    """Why a browser was sent to the provider."""

    SIGN_IN = "sign in"
    VERIFY = "show again that it is you"
    LINK = "link the account"


@dataclass(frozen=True, slots=True)
class Rules:
    """Who gets in, by what the provider says of them."""

    account_claim: str
    roles_claim: str
    roles: Mapping[Role, frozenset[str]]
    makes_accounts: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """A browser that is to go to the provider."""

    address: str = field(repr=False)
    browser: str = field(repr=False)
    """What the browser shows when it comes back."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A browser that has come back, and somebody in it."""

    onward: str
    token: str = field(default="", repr=False)
    """Token of a new session; empty where there was one."""


@dataclass(frozen=True, slots=True)
class _Visit:
    """A visit to the provider that has not ended."""

    errand: Errand
    purpose: Purpose
    browser_hash: bytes = field(repr=False)
    session_hash: bytes = field(repr=False)
    onward: str


class Vouching:
    """Signs people in by the agency's identity provider."""

    def __init__(
        self,
        provider: Provider,
        rules: Rules,
        *,
        accounts: Accounts,
        links: Links,
        doorkeeper: Doorkeeper,
        clock: Clock,
    ) -> None:
        """Keep whom to ask, who gets in, and where accounts are."""
        self._provider = provider
        self._rules = rules
        self._accounts = accounts
        self._links = links
        self._doorkeeper = doorkeeper
        self._clock = clock
        self._visits: Once[str, _Visit] = Once(clock, life=_LIFE)

    def send(self, purpose: Purpose, *, onward: str, admitted: Admitted | None = None) -> Sent:
        """Begin a visit to the provider.

        Raises:
            ProviderError: The provider cannot be reached, or is not set up as it must be.
            SignInError: To link an account, its person must just have shown that it is they.
        """
        if purpose is Purpose.LINK and admitted is not None:
            self._doorkeeper.require_fresh(admitted)
        errand = Errand(self._clock.now(), asks_anew=purpose is Purpose.VERIFY)
        address, browser = self._provider.address(errand), secrets.token_urlsafe(_TOKEN_BYTES)
        session = admitted.session.token_hash if admitted else b""
        visit = _Visit(errand, purpose, token_hash(browser), session, onward)
        self._visits.put(errand.state, visit)
        return Sent(address, browser)

    def arrive(
        self, answer: Mapping[str, str], *, browser: str, admitted: Admitted | None
    ) -> Arrived:
        """End a visit: `answer` is what the provider has the browser bring.

        Raises:
            ProviderError: The provider cannot be reached, or is not set up as it must be.
            SignInError: The visit or what the provider says does not hold, or no account is theirs.
            AccountError: The account or the person is linked already.
        """
        visit = self._visits.take(answer.get("state", ""))
        if visit is None or not hmac.compare_digest(visit.browser_hash, token_hash(browser)):
            raise SignInError(LATE)
        # RFC 9207: an answer of another provider is not for this one.
        is_theirs = answer.get("iss", self.issuer) == self.issuer
        if not is_theirs or not answer.get("code"):
            error = answer.get("error", "")
            log.warning("identity provider declined", reason=error if error in _ERRORS else "other")
            raise SignInError(DECLINED)
        testimony = self._provider.testimony(visit.errand, code=answer["code"])
        if visit.purpose is Purpose.SIGN_IN:
            account = self._account(testimony)
            token = self._doorkeeper.begin(
                account, how="sign-in-provider", proved_at=testimony.proved_at
            )
            return Arrived(visit.onward, token)
        if admitted is None or admitted.session.token_hash != visit.session_hash:
            raise SignInError(LATE)
        if visit.purpose is Purpose.VERIFY:
            self._verify(testimony, admitted)
        else:
            self._link(testimony, admitted)
        return Arrived(visit.onward)

    def has(self, account_id: str) -> bool:
        """Tell whether an account is linked with somebody at the provider."""
        return self._links.has(account_id, self.issuer)

    def farewell(self, onward: str) -> str:
        """Return where a browser signs out at the provider.

        Raises:
            ProviderError: The provider cannot be reached, or has no such page.
        """
        address = self._provider.farewell(onward)
        if not address:
            raise ProviderError(NO_FAREWELL)
        return address

    @property
    def issuer(self) -> str:
        """The provider's name for itself."""
        return self._provider.issuer

    def examine(self) -> None:
        """Look whether the provider can be used now.

        Raises:
            ProviderError: It cannot.
        """
        self._provider.examine()

    # --- inside

    def _verify(self, testimony: Testimony, admitted: Admitted) -> None:
        if self._links.account(self._subject_hash(testimony)) != admitted.account.id:
            raise SignInError(SOMEBODY_ELSE)
        self._doorkeeper.renew(admitted)

    def _link(self, testimony: Testimony, admitted: Admitted) -> None:
        self._require_role(testimony, admitted.account.role)
        account = admitted.account.id
        self._links.add(
            self._new_link(testimony, account),
            entry=account_entry("link-account", account, at=self._clock.now(), officer=account),
        )

    def _account(self, testimony: Testimony) -> Account:
        """Return the account of whom the provider vouches for, linked if they are new here."""
        linked = self._links.account(self._subject_hash(testimony))
        if linked is None:
            return self._first(testimony)
        account = self._accounts.find(linked)
        if account is None or account.state is not AccountState.ACTIVE:
            raise SignInError(NO_ACCOUNT)
        self._require_role(testimony, account.role)
        return account

    def _first(self, testimony: Testimony) -> Account:
        """Open the account that was prepared for somebody, or make one where that is wanted."""
        named = _claim(testimony.claims, self._rules.account_claim)
        account_id = named.lower() if isinstance(named, str) else ""
        if not ACCOUNT_ID.fullmatch(account_id):
            log.warning("identity provider names no account", claim=self._rules.account_claim)
            raise SignInError(NO_ACCOUNT)
        account = self._accounts.find(account_id)
        if account is None and self._rules.makes_accounts:
            return self._make(testimony, account_id)
        if account is None or account.state is not AccountState.INVITED:
            raise SignInError(NO_ACCOUNT)
        self._require_role(testimony, account.role)
        entry = account_entry("open-account", account_id, at=self._clock.now(), officer=account_id)
        self._links.open(self._new_link(testimony, account_id), entry=entry)
        return self._accounts.get(account_id)

    def _make(self, testimony: Testimony, account_id: str) -> Account:
        roles = self._roles(testimony)
        if len(roles) != 1:
            raise SignInError(NO_ROLE)
        (role,), now = roles, self._clock.now()
        account = Account(account_id, role, AccountState.ACTIVE, now, _MAKER)
        entry = account_entry(
            "make-account", account_id, at=now, officer=_MAKER, setting=role.value
        )
        self._links.make(account, self._new_link(testimony, account_id), entry=entry)
        return account

    def _require_role(self, testimony: Testimony, role: Role) -> None:
        if self._rules.roles and role not in self._roles(testimony):
            raise SignInError(NO_ROLE)

    def _roles(self, testimony: Testimony) -> set[Role]:
        """Return the roles that somebody's groups may have."""
        told = _claim(testimony.claims, self._rules.roles_claim)
        named = told if isinstance(told, list) else [told]
        groups = {each for each in named if isinstance(each, str)}
        return {role for role, may in self._rules.roles.items() if may & groups}

    def _new_link(self, testimony: Testimony, account_id: str) -> Link:
        return Link(account_id, self.issuer, self._subject_hash(testimony), self._clock.now())

    def _subject_hash(self, testimony: Testimony) -> bytes:
        # An issuer is an address, which has no line break: no two pairs look alike.
        told = f"{self.issuer}\n{testimony.subject}"
        return hashlib.sha256(told.encode()).digest()


_MAKER: Final = "node"
"""As whom the journal names the node where it makes an account by itself."""


def _claim(claims: Mapping[str, object], name: str) -> object:
    """Return a claim by its name, or by the way to it through objects; None where there is none."""
    if name in claims:
        return claims[name]
    found: object = claims
    for step in name.split("."):
        found = found.get(step) if isinstance(found, Mapping) else None
    return found
