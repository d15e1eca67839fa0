"""Policies as files: TOML in which every key is known and all errors are told together.

What `[peer.NAME]` says goes over `[default]` key by key; what neither says is left to the
agreement or to the values shipped.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    NonNegativeFloat,
    NonNegativeInt,
    PositiveInt,
    StringConstraints,
    ValidationError,
)

from matching.subject import EntityType
from node.domain.errors import PolicyError
from node.domain.exchange import Handling
from node.domain.guard import Scope
from node.domain.justification import PURPOSE_CODE, PURPOSE_LIMIT, Category, Gender
from node.domain.peer import NodeId
from node.domain.reason import Verdict
from node.domain.routing import Disclosure
from node.policy.rules import (
    Bound,
    GateRule,
    GuardRules,
    Policy,
    ProtectionRule,
    Quotas,
    Rules,
    SecondReview,
    Thresholds,
)

FILE_NAME = "policy.toml"
_CODE = rf"^(?:{PURPOSE_CODE.pattern})$"
_Purpose = Annotated[str, StringConstraints(pattern=_CODE, max_length=PURPOSE_LIMIT)]
_Offence = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$", max_length=80)]
_Offences = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z0-9][a-z0-9._-]*\*?)$")]
_Peer = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
_Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
_Words = Annotated[str, StringConstraints(min_length=1, max_length=200)]
_Share = Annotated[float, Field(gt=0, le=1)]


class _Table(BaseModel):
    """A table of the file: unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class _Bound(_Table):
    tokens: NonNegativeInt | None = None
    subjects: NonNegativeInt | None = None


class _Quotas(_Table):
    peer: _Bound = _Bound()
    officer: _Bound = _Bound()
    case: _Bound = _Bound()
    officer_share: _Share = 0.5
    case_share: _Share = 0.5


class _Thresholds(_Table):
    near_variants: PositiveInt | None = None
    single_attribute: PositiveInt | None = None
    misses_in_row: PositiveInt | None = None
    subjects_per_hour: PositiveInt | None = None


class _Guard(_Table):
    officer: _Thresholds = _Thresholds()
    case: _Thresholds = _Thresholds()
    peer: _Thresholds = _Thresholds()
    window_hours: Annotated[int, Field(ge=1, le=168)] = 24
    throttle_hours: Annotated[int, Field(ge=1, le=720)] = 24
    follow_up_hits: PositiveInt = 20
    follow_up_days: PositiveInt = 30
    follow_up_ratio: Annotated[float, Field(ge=0, le=1)] = 0.1


class _SecondReview(_Table):
    offences: tuple[_Offences, ...] = ()
    entity_types: frozenset[EntityType] | None = None
    verdicts: frozenset[Verdict] = frozenset({Verdict.CONFIRMED})


class _Rules(_Table):
    purposes: frozenset[_Purpose] | None = None
    offences: tuple[_Offences, ...] = ("*",)
    minimum_penalty_years: NonNegativeFloat = 1.0
    accept_unlisted_offences: bool = True
    entity_types: frozenset[EntityType] | None = None
    categories: frozenset[Category] | None = None
    disclosure: Literal[Disclosure.CONTACT, Disclosure.CENTRE, Disclosure.OWNER] = (
        Disclosure.CONTACT
    )
    handling: Handling = Handling.H1
    quotas: _Quotas = _Quotas()
    guard: _Guard = _Guard()
    second_review: _SecondReview = _SecondReview()


class _Gate(_Table):
    name: _Purpose
    reason: _Words
    offences: tuple[_Offences, ...] = ("*",)
    countries: frozenset[_Country] = frozenset()
    categories: frozenset[Category] = frozenset()


class _Protection(_Table):
    desk: Annotated[str, StringConstraints(min_length=1, max_length=80)]
    reason: _Words
    offences: tuple[_Offences, ...] = ("*",)
    categories: frozenset[Category] = frozenset()
    genders: frozenset[Gender] = frozenset()


class _File(_Table):
    version: Literal[1]
    protection_desk: Annotated[str, StringConstraints(max_length=80)] = ""
    senior_officers: frozenset[_Words] = frozenset()
    data_protection_officers: frozenset[_Words] = frozenset()
    auditors: frozenset[_Words] = frozenset()
    purposes: dict[_Purpose, _Words] = Field(default_factory=dict)
    offences: dict[_Offence, NonNegativeFloat] = Field(default_factory=dict)
    gate: tuple[_Gate, ...] = ()
    protection: tuple[_Protection, ...] = ()
    default: _Rules = _Rules()
    peer: dict[_Peer, _Rules] = Field(default_factory=dict)


def policy_from_toml(document: bytes, *, desks: Iterable[str] | None = None) -> Policy:
    """Read a policy.

    Args:
        document: the text of the file.
        desks: ids of the node's contact points, where a desk that is named must be one of them.

    Raises:
        PolicyError: It is not TOML, or something in it cannot be; everything wrong is told, each
            with its key.
    """
    try:
        table = tomllib.loads(document.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(f"the policy is not TOML: {error}") from error
    try:
        file = _File.model_validate(table)
    except ValidationError as error:
        told = (_finding(found) for found in error.errors(include_url=False, include_input=False))
        raise PolicyError(f"the policy cannot be used: {'; '.join(told)}") from error
    policy = _policy(file)
    contradictions = list(_contradictions(policy, None if desks is None else set(desks)))
    if contradictions:
        raise PolicyError(f"the policy cannot be used: {'; '.join(contradictions)}")
    return policy


def _policy(file: _File) -> Policy:
    written = file.default.model_dump(exclude_unset=True)
    return Policy(
        default=_rules(written),
        peers={
            NodeId(name): _rules(_over(written, own.model_dump(exclude_unset=True)))
            for name, own in file.peer.items()
        },
        purposes=file.purposes,
        offences=file.offences,
        gate=tuple(GateRule(**gate.model_dump()) for gate in file.gate),
        protection=tuple(ProtectionRule(**rule.model_dump()) for rule in file.protection),
        protection_desk=file.protection_desk,
        senior_officers=file.senior_officers,
        data_protection_officers=file.data_protection_officers,
        auditors=file.auditors,
    )


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Put one table over another, key by key at every depth."""
    merged = dict(below)
    for key, value in above.items():
        is_table = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _over(merged[key], value) if is_table else value
    return merged


def _rules(written: Mapping[str, Any]) -> Rules:
    tables = {"quotas", "guard", "second_review"}
    plain = {key: value for key, value in written.items() if key not in tables}
    return Rules(
        **plain,
        quotas=_quotas(written.get("quotas", {})),
        guard=_guard(written.get("guard", {})),
        second_review=SecondReview(**written.get("second_review", {})),
    )


def _quotas(written: Mapping[str, Any]) -> Quotas:
    bounds = {key: Bound(**value) for key, value in written.items() if isinstance(value, dict)}
    return Quotas(**{**written, **bounds})


def _guard(written: Mapping[str, Any]) -> GuardRules:
    shipped = GuardRules().thresholds
    thresholds = {
        scope: Thresholds(**_over(_plain(shipped[scope]), written.get(scope, {})))
        for scope in Scope
    }
    others = {key: value for key, value in written.items() if key not in set(Scope)}
    return GuardRules(thresholds=thresholds, **others)


def _plain(thresholds: Thresholds) -> dict[str, int | None]:
    return {name: getattr(thresholds, name) for name in _Thresholds.model_fields}


def _contradictions(policy: Policy, desks: set[str] | None) -> Iterator[str]:
    """Yield what each key allows and the whole does not."""
    for place, rules in (("default", policy.default), *_named(policy.peers)):
        unknown = sorted((rules.purposes or frozenset()) - set(policy.known_purposes))
        yield from (
            f"{place}.purposes: {code} is neither shipped nor in [purposes]" for code in unknown
        )
    names = [rule.name for rule in policy.gate]
    repeated = sorted({name for name in names if names.count(name) > 1})
    yield from (f"gate.name: {name} is there twice" for name in repeated)
    if policy.gate and not policy.senior_officers:
        yield "senior_officers: a gate needs somebody who may record an assurance"
    named = [("protection_desk", policy.protection_desk)]
    named += [("protection.desk", rule.desk) for rule in policy.protection]
    for place, desk in named:
        if desks is not None and desk and desk not in desks:
            yield f"{place}: {desk} is no contact point of this node"


def _named(peers: Mapping[NodeId, Rules]) -> Iterator[tuple[str, Rules]]:
    yield from ((f"peer.{name}", rules) for name, rules in peers.items())


def _finding(found: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    place = ".".join(str(step) for step in found["loc"] if step != "[key]")
    return f"{place}: {'is unknown' if found['type'] == 'extra_forbidden' else found['msg']}"
