"""Accounts of the console as plain values, beside those of `view`."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class User:
    """One account."""

    id: str
    role: str
    state: str
    wished_role: str
    wished_by: str
    created_at: datetime | None
    signed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class Invitation:
    """The address that opens an account, once."""

    link: str = field(repr=False)
    expires_at: datetime | None
