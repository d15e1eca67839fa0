"""What a node settles by itself about answering, as plain values: `policy.toml` without its text.

The agreement stays the outer bound; a policy only ever narrows it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from matching.subject import EntityType
from node.domain.exchange import Handling
from node.domain.guard import Scope
from node.domain.justification import Category, Gender, Purpose
from node.domain.peer import NodeId
from node.domain.quota import Limit, Limits, Shares
from node.domain.reason import Verdict
from node.domain.routing import Disclosure

ANY = "*"


@dataclass(frozen=True, slots=True)
class Bound:
    """A limit of a day of which either half may be left to the agreement."""

    tokens: int | None = None
    subjects: int | None = None

    def narrow(self, limit: Limit) -> Limit:
        """Return the smaller of both, each half for itself."""
        return Limit(_least(self.tokens, limit.tokens), _least(self.subjects, limit.subjects))


@dataclass(frozen=True, slots=True)
class Quotas:
    """How much may be asked in a day: by a peer, by one of its officers, for one of its cases."""

    peer: Bound = Bound()
    officer: Bound = Bound()
    case: Bound = Bound()
    officer_share: float = 0.5
    """Part of the peer's day that one officer may use up, where no smaller bound is set."""
    case_share: float = 0.5

    def limits(self, agreed: Limit) -> Limits:
        """Return the limits of one request under an agreement."""
        shared = Shares(self.officer_share, self.case_share).of(self.peer.narrow(agreed))
        return Limits(
            shared.peer, self.officer.narrow(shared.officer), self.case.narrow(shared.case)
        )


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From how many on the guard steps in, within its window; None watches nothing."""

    near_variants: int | None = None
    """Subjects that differ from another of the same query in one attribute alone."""
    single_attribute: int | None = None
    """Subjects that bring one attribute alone."""
    misses_in_row: int | None = None
    """Subjects without a hit since the last hit."""
    subjects_per_hour: int | None = None


_OFFICER = Thresholds(40, 150, 200, 200)
_CASE = Thresholds(40, 150, 300, 200)
_PEER = Thresholds(120, 450, None, 500)


@dataclass(frozen=True, slots=True)
class GuardRules:
    """The guard against fishing, for one peer."""

    thresholds: Mapping[Scope, Thresholds] = field(
        default_factory=lambda: {
            Scope.OFFICER: _OFFICER,
            Scope.CASE: _CASE,
            Scope.PEER: _PEER,
        }
    )
    window_hours: int = 24
    throttle_hours: int = 24
    """How long whoever crossed a threshold is refused."""
    follow_up_hits: int = 20
    """Hits from which on the share that was followed up is looked at."""
    follow_up_days: int = 30
    """A hit younger than this may still be followed up."""
    follow_up_ratio: float = 0.1


@dataclass(frozen=True, slots=True)
class GateRule:
    """A combination for which a hit waits for the assurance of a senior officer."""

    name: str
    reason: str
    offences: tuple[str, ...] = (ANY,)
    countries: frozenset[str] = frozenset()
    """Of the asking agency, ISO 3166-1 alpha-2; empty means every country."""
    categories: frozenset[Category] = frozenset()
    """Of the person, as asked or as recorded here; empty means every category."""


@dataclass(frozen=True, slots=True)
class ProtectionRule:
    """Which desk of ours hears of persons who are protected, where that is not the usual one."""

    desk: str
    """Contact point of this node."""
    reason: str
    offences: tuple[str, ...] = (ANY,)
    """Of the asker's case."""
    categories: frozenset[Category] = frozenset()
    """Of the person, as recorded here or as the asker says; empty means all that are protected."""
    genders: frozenset[Gender] = frozenset()
    """Of the person, as recorded here; empty means any, and one that is not recorded."""

    def fits(self, person: "ProtectedPerson", offence: str) -> bool:
        """Tell whether the rule is about such a person in such a case."""
        return (
            covers(self.offences, offence)
            and (not self.categories or bool(self.categories & person.categories))
            and (not self.genders or person.gender in self.genders)
        )


@dataclass(frozen=True, slots=True)
class ProtectedPerson:
    """What routing looks at."""

    categories: frozenset[str]
    """As recorded here and, of those that are protected, as the asker says."""
    gender: str
    """As recorded here, or nothing."""
    is_recorded: bool
    """Whether our own record is of a protected person, whatever the asker says."""


@dataclass(frozen=True, slots=True)
class SecondReview:
    """Which decisions about possible matches and hits need a second analyst."""

    offences: tuple[str, ...] = ()
    """Codes, or the beginning of codes with a star; empty means that none needs one."""
    entity_types: frozenset[EntityType] | None = None
    """None means every entity type."""
    verdicts: frozenset[Verdict] = frozenset({Verdict.CONFIRMED})

    def asks(self, verdict: Verdict, *, offence: str, entity_type: EntityType) -> bool:
        """Tell whether a decision waits for a second analyst."""
        is_meant = self.entity_types is None or entity_type in self.entity_types
        return is_meant and verdict in self.verdicts and covers(self.offences, offence)


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one peer. None leaves a question to the agreement."""

    purposes: frozenset[str] | None = None
    offences: tuple[str, ...] = (ANY,)
    """Codes, or the beginning of codes with a star: `drugs.*`."""
    minimum_penalty_years: float = 1.0
    accept_unlisted_offences: bool = True
    """Whether an offence that the table of the policy does not hold may be asked for."""
    entity_types: frozenset[EntityType] | None = None
    categories: frozenset[Category] | None = None
    disclosure: Disclosure = Disclosure.CONTACT
    """The most that the peer is told of any record."""
    handling: Handling = Handling.H1
    quotas: Quotas = Quotas()
    guard: GuardRules = field(default_factory=GuardRules)
    second_review: SecondReview = SecondReview()


@dataclass(frozen=True, slots=True)
class Policy:
    """Everything that `policy.toml` settles."""

    default: Rules = field(default_factory=Rules)
    peers: Mapping[NodeId, Rules] = field(default_factory=dict)
    purposes: Mapping[str, str] = field(default_factory=dict)
    """Purposes beyond the shipped ones: code to meaning."""
    offences: Mapping[str, float] = field(default_factory=dict)
    """Code to the years of imprisonment that the offence carries at most."""
    gate: tuple[GateRule, ...] = ()
    protection: tuple[ProtectionRule, ...] = ()
    """The first rule that fits names the desk; without one `protection_desk` does."""
    protection_desk: str = ""
    """Contact point of alerts about victims, witnesses and minors; empty for the usual one."""
    senior_officers: frozenset[str] = frozenset()
    """Who may record an assurance."""
    data_protection_officers: frozenset[str] = frozenset()
    """Who may search the registers for what is known of a person who asks (subject access)."""
    auditors: frozenset[str] = frozenset()
    """Who may see every case of this node, journalled."""

    def of(self, peer: NodeId) -> Rules:
        """Return what holds for a peer."""
        return self.peers.get(peer, self.default)

    def protecting(self, person: ProtectedPerson, offence: str) -> str:
        """Return the desk that meets a protected person; empty for the usual one.

        Whom only the asker calls protected is met by the desk of a rule or, without one, like
        anybody else: the desk of persons that we protect is told to nobody.
        """
        meant = (rule.desk for rule in self.protection if rule.fits(person, offence))
        return next(meant, self.protection_desk if person.is_recorded else "")

    @property
    def known_purposes(self) -> tuple[str, ...]:
        """Every purpose that a query of this node may name."""
        return (*Purpose, *self.purposes)


def covers(patterns: Iterable[str], code: str) -> bool:
    """Tell whether a code is among those named, in full or by a beginning with a star."""
    return any(
        code.startswith(pattern[:-1]) if pattern.endswith(ANY) else code == pattern
        for pattern in patterns
    )


def _least(own: int | None, agreed: int) -> int:
    return agreed if own is None else min(own, agreed)
