"""Who gets in, who does not, for how long, and what the journal says of it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from node.domain.account import (
    FAILURES,
    IDLE,
    LIFE,
    LOCKED_FOR,
    PERMISSIONS,
    AccountError,
    AccountState,
    Permission,
    Role,
    SignInError,
)
from node.domain.errors import NotFoundError
from node.domain.journal import Event
from node.keys import onetime
from tests.node.federation import Member, make_folder, opened

PHRASE = "a phrase long enough"


@pytest.fixture(scope="module")
def member(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Member]:
    """One node that does not listen."""
    settings = make_folder(tmp_path_factory.mktemp("admit") / "node", "customs-es")
    with opened(settings) as member:
        yield member


def fresh_code(member: Member, secret: str) -> str:
    """Return a code that was not used before."""
    member.clock.ahead += onetime.STEP
    return onetime.code_at(secret, member.clock.now())


def enrolled(member: Member, account: str, role: Role = Role.ANALYST) -> str:
    """Open an account; return the secret of its codes."""
    registrar, secret = member.application.access.registrar, onetime.new_secret()
    token = registrar.invite(account, role, officer="officer-0")
    registrar.enrol(token, phrase=PHRASE, secret=secret, code=fresh_code(member, secret))
    return secret


def test_password_and_code_let_in(member: Member) -> None:
    """Who has both is in, under the role of the account, and the journal says so."""
    secret = enrolled(member, "first")
    doorkeeper = member.application.access.doorkeeper

    token = doorkeeper.sign_in("first", phrase=PHRASE, code=fresh_code(member, secret))

    admitted = doorkeeper.admitted(token)
    assert admitted is not None
    assert (admitted.account.id, admitted.account.role) == ("first", Role.ANALYST)
    entry = member.entries(Event.ADMIN)[-1]
    assert (entry.officer, entry.role, entry.detail["action"]) == ("first", "analyst", "sign-in")


@pytest.mark.parametrize(
    ("account", "phrase"), [("second", "not the phrase"), ("nobody-at-all", PHRASE)]
)
def test_what_was_wrong_is_not_told(member: Member, account: str, phrase: str) -> None:
    """A wrong password and an account that does not exist sound the same."""
    known = {each.id for each in member.application.access.registrar.all()}
    if account == "second" and account not in known:
        enrolled(member, account)

    with pytest.raises(SignInError, match="did not sign you in"):
        member.application.access.doorkeeper.sign_in(account, phrase=phrase, code="000000")


def test_a_code_works_once(member: Member) -> None:
    """Who watches somebody type a code cannot use it after them (RFC 6238, 5.2)."""
    secret = enrolled(member, "third")
    doorkeeper, code = member.application.access.doorkeeper, fresh_code(member, secret)
    doorkeeper.sign_in("third", phrase=PHRASE, code=code)

    with pytest.raises(SignInError):
        doorkeeper.sign_in("third", phrase=PHRASE, code=code)


def test_an_account_waits_after_failures(member: Member) -> None:
    """After five failures even the right code must wait, and the journal names the account."""
    secret = enrolled(member, "fourth")
    doorkeeper = member.application.access.doorkeeper
    for _ in range(FAILURES):
        with pytest.raises(SignInError):
            doorkeeper.sign_in("fourth", phrase="guess", code="000000")

    with pytest.raises(SignInError):
        doorkeeper.sign_in("fourth", phrase=PHRASE, code=fresh_code(member, secret))
    member.clock.ahead += LOCKED_FOR
    assert doorkeeper.sign_in("fourth", phrase=PHRASE, code=fresh_code(member, secret))
    actions = [entry.detail["action"] for entry in member.entries(Event.ADMIN)]
    assert "lock-account" in actions


@pytest.mark.parametrize("rest", [IDLE, LIFE])
def test_a_session_ends(member: Member, rest: timedelta) -> None:
    """Nobody stays in who has gone away, or longer than a shift."""
    secret = enrolled(member, f"tired-{int(rest.total_seconds())}")
    doorkeeper = member.application.access.doorkeeper
    account = f"tired-{int(rest.total_seconds())}"
    token = doorkeeper.sign_in(account, phrase=PHRASE, code=fresh_code(member, secret))

    for _ in range(int(rest / (IDLE - timedelta(minutes=1)))):
        member.clock.ahead += min(rest, IDLE - timedelta(minutes=1))
        if rest == LIFE:
            doorkeeper.admitted(token)
    member.clock.ahead += timedelta(minutes=15)

    assert doorkeeper.admitted(token) is None


def test_proof_is_asked_again(member: Member) -> None:
    """A session is fresh after a code, for five minutes."""
    secret = enrolled(member, "fresh")
    doorkeeper = member.application.access.doorkeeper
    token = doorkeeper.sign_in("fresh", phrase=PHRASE, code=fresh_code(member, secret))
    member.clock.ahead += timedelta(minutes=6)
    admitted = doorkeeper.admitted(token)
    assert admitted is not None
    assert not admitted.session.is_fresh(member.clock.now())

    with pytest.raises(SignInError):
        doorkeeper.verify(admitted, code="000000")
    doorkeeper.verify(admitted, code=fresh_code(member, secret))

    admitted = doorkeeper.admitted(token)
    assert admitted is not None
    assert admitted.session.is_fresh(member.clock.now())


def test_an_invitation_works_once_and_not_for_ever(member: Member) -> None:
    """A link that was used, or lay about too long, opens nothing."""
    registrar, secret = member.application.access.registrar, onetime.new_secret()
    token = registrar.invite("guest", Role.AUDITOR, officer="officer-0")
    registrar.enrol(token, phrase=PHRASE, secret=secret, code=fresh_code(member, secret))
    late = registrar.invite("late-guest", Role.AUDITOR, officer="officer-0")

    with pytest.raises(NotFoundError):
        registrar.invited(token)
    member.clock.ahead += timedelta(days=3)
    with pytest.raises(NotFoundError):
        registrar.invited(late)
    with pytest.raises(AccountError, match="already"):
        registrar.invite("guest", Role.AUDITOR, officer="officer-0")


@pytest.mark.parametrize(
    ("phrase", "code", "finding"),
    [("short", "", "letters or more"), (PHRASE, "000000", "not the one that belongs")],
)
def test_an_account_is_opened_with_care(
    member: Member, phrase: str, code: str, finding: str
) -> None:
    """A short password and a code that is not of the secret open nothing."""
    registrar = member.application.access.registrar
    token = registrar.invite("careless", Role.ANALYST, officer="officer-0")

    with pytest.raises(AccountError, match=finding):
        registrar.enrol(token, phrase=phrase, secret=onetime.new_secret(), code=code)


@pytest.mark.parametrize("name", ["", "With Blank", "ÁÉ", "-x", "x" * 41])
def test_an_account_has_a_plain_id(member: Member, name: str) -> None:
    """What the journal names is short and plain."""
    with pytest.raises(AccountError):
        member.application.access.registrar.invite(name, Role.ANALYST, officer="officer-0")


def test_a_role_changes_by_two(member: Member) -> None:
    """One officer wishes, another agrees, and whoever is signed in starts anew."""
    secret = enrolled(member, "riser")
    registrar, doorkeeper = (
        member.application.access.registrar,
        member.application.access.doorkeeper,
    )
    token = doorkeeper.sign_in("riser", phrase=PHRASE, code=fresh_code(member, secret))

    wished = registrar.change_role("riser", Role.SENIOR_REVIEWER, officer="chief-1")
    again = registrar.change_role("riser", Role.SENIOR_REVIEWER, officer="chief-1")
    agreed = registrar.change_role("riser", Role.SENIOR_REVIEWER, officer="chief-2")

    assert (wished.role, again.role, agreed.role) == (
        Role.ANALYST,
        Role.ANALYST,
        Role.SENIOR_REVIEWER,
    )
    assert doorkeeper.admitted(token) is None
    with pytest.raises(AccountError, match="their own"):
        registrar.change_role("riser", Role.AUDITOR, officer="riser")


def test_a_closed_account_is_closed_everywhere(member: Member) -> None:
    """Closing an account ends its sessions and opens no new one."""
    secret = enrolled(member, "leaver")
    registrar, doorkeeper = (
        member.application.access.registrar,
        member.application.access.doorkeeper,
    )
    token = doorkeeper.sign_in("leaver", phrase=PHRASE, code=fresh_code(member, secret))

    closed = registrar.disable("leaver", officer="chief-1")

    assert closed.state is AccountState.DISABLED
    assert doorkeeper.admitted(token) is None
    with pytest.raises(SignInError):
        doorkeeper.sign_in("leaver", phrase=PHRASE, code=fresh_code(member, secret))


def test_who_has_lost_the_telephone_gets_a_new_link(member: Member) -> None:
    """What was lost opens nothing any more, nobody is left inside, and name and role stay."""
    secret = enrolled(member, "loser", Role.AUDITOR)
    registrar, doorkeeper = (
        member.application.access.registrar,
        member.application.access.doorkeeper,
    )
    inside = doorkeeper.sign_in("loser", phrase=PHRASE, code=fresh_code(member, secret))

    token = registrar.reset("loser", officer="chief-1")

    assert doorkeeper.admitted(inside) is None
    with pytest.raises(SignInError):
        doorkeeper.sign_in("loser", phrase=PHRASE, code=fresh_code(member, secret))
    found = onetime.new_secret()
    registrar.enrol(token, phrase=PHRASE, secret=found, code=fresh_code(member, found))
    assert doorkeeper.sign_in("loser", phrase=PHRASE, code=fresh_code(member, found))
    assert registrar.get("loser").role is Role.AUDITOR
    actions = [
        each.detail["action"]
        for each in member.entries(Event.ADMIN)
        if each.detail.get("account") == "loser"
    ]
    assert actions[-3:] == ["reset-account", "open-account", "sign-in"]


def test_nobody_resets_what_must_stay(member: Member) -> None:
    """Neither one's own account nor one that is closed."""
    enrolled(member, "closed-one")
    registrar = member.application.access.registrar
    registrar.disable("closed-one", officer="chief-1")

    with pytest.raises(AccountError, match="the account that they use"):
        registrar.reset("closed-one", officer="closed-one")
    with pytest.raises(AccountError, match="closed, and stays so"):
        registrar.reset("closed-one", officer="chief-1")


def test_an_answer_of_no_device_is_refused(member: Member) -> None:
    """What cannot be read, or answers a challenge that was never made, opens nothing."""
    devices = member.application.access.devices

    for answer in ("", "{}", '{"rawId": "AAAA"}'):
        with pytest.raises(SignInError):
            devices.sign_in(answer)


def test_who_decides_does_not_govern() -> None:
    """No role both decides about alerts and manages accounts; an auditor changes nothing."""
    deciding = {role for role in Role if Permission.REVIEW in PERMISSIONS[role]}
    governing = {
        role
        for role in Role
        if {Permission.MANAGE_USERS, Permission.MANAGE_PEERS} & PERMISSIONS[role]
    }

    assert not deciding & governing
    changing = {Permission.REVIEW, Permission.ASK, Permission.MANAGE_PEERS, Permission.MANAGE_USERS}
    assert not changing & PERMISSIONS[Role.AUDITOR]
    assert Permission.SEE_ALERTS not in PERMISSIONS[Role.SYSTEM_OPERATOR]
