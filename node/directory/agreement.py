"""Agreements as files: TOML that both sides record alike."""

import tomllib
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, PositiveInt, ValidationError

from matching.subject import EntityType
from node.domain.blind import KINDS
from node.domain.errors import AgreementError
from node.domain.justification import PURPOSE_CODE, PURPOSE_LIMIT
from node.domain.peer import Agreement

_HINT = "Compare with deploy/config/agreement.example.toml."


def _known_kind(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(f"there are {', '.join(sorted(KINDS))}")
    return kind


_Purpose = Annotated[str, Field(pattern=rf"^(?:{PURPOSE_CODE.pattern})$", max_length=PURPOSE_LIMIT)]
"""A shipped purpose or one that both sides name alike; each side's policy says what it means."""


_Kind = Annotated[str, AfterValidator(_known_kind)]


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    reference: str = Field(min_length=1, max_length=200)
    legal_basis: str = Field(min_length=1, max_length=200)
    purposes: frozenset[_Purpose] = Field(min_length=1)
    entity_types: frozenset[EntityType] = Field(min_length=1)
    valid_from: date
    expires_on: date
    token_quota_per_day: PositiveInt = 20_000
    subject_quota_per_day: PositiveInt = 500
    standing: bool = False
    standing_days: PositiveInt = 90
    overlap: bool = False
    forum: bool = False
    blind_check: frozenset[_Kind] = frozenset()


def agreement_from_toml(document: bytes) -> Agreement:
    """Read an agreement.

    Raises:
        AgreementError: It is not TOML, or something in it cannot be; everything wrong is told.
    """
    try:
        table = tomllib.loads(document.decode())
        file = _File.model_validate(table)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AgreementError("the agreement is not valid TOML", hint=_HINT) from error
    except ValidationError as error:
        findings = "; ".join(
            f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
            for found in error.errors(include_url=False, include_input=False)
        )
        raise AgreementError(f"the agreement is not complete: {findings}", hint=_HINT) from error
    if file.expires_on < file.valid_from:
        raise AgreementError("the agreement expires before it begins", hint=_HINT)
    return Agreement(**file.model_dump())
