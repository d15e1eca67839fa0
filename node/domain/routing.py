"""How a record of ours may be told to others: its category of person and its disclosure.

It is sealed in the vault apart from the record, so that answering a query opens no record.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Self

from node.domain.errors import LedgerError
from node.domain.justification import Category


class Disclosure(StrEnum):
    """What an asker may learn of a record."""

    CONTACT = "contact"
    """A hit with the contact point of the register."""
    CENTRE = "centre"
    """A hit that says: call the centre."""
    OWNER = "owner"
    """Only the owner is alerted; agreed by all members as *no shareable hit*."""
    CANARY = "canary"
    """A record of nobody, laid out for those who fish: never told, and its asker is held back."""


PROTECTED = frozenset({Category.VICTIM, Category.WITNESS, Category.MINOR})
"""Categories of persons who are never answered as suspects' hits."""


@dataclass(frozen=True, slots=True)
class Routing:
    """Where a hit on a record goes."""

    category: str
    disclosure: str
    record_key: str = ""
    """Names the record across loads to decisions about its disclosure; a keyed hash."""
    gender: str = ""
    """male, female, other or nothing: who may meet the person depends on it."""
    of_age_on: str = ""
    """ISO 8601 day on which a minor is of age; empty where the load found an adult, or no date."""
    is_minor: bool = False
    """Whether that day is still to come; `on` says so."""

    def on(self, day: date) -> Self:
        """Return the routing as it is on a day: a minor is one until of age, whatever else."""
        return replace(self, is_minor=day.isoformat() < self.of_age_on)

    @property
    def categories(self) -> frozenset[str]:
        """What the person is: as the register says, and a minor by the date of birth."""
        return frozenset({self.category, *([Category.MINOR] if self.is_minor else [])})

    @property
    def is_protected(self) -> bool:
        """Victims, witnesses and minors are never answered as suspects' hits."""
        return bool(self.categories & PROTECTED)

    @property
    def is_shareable(self) -> bool:
        """Whether the asker may be told of a hit at all."""
        return not self.is_protected and self.disclosure not in {
            Disclosure.OWNER,
            Disclosure.CANARY,
        }

    @property
    def is_canary(self) -> bool:
        """Whether it is nobody's record."""
        return self.disclosure == Disclosure.CANARY


def routing_to_json(routing: Routing) -> bytes:
    """Write a routing as bytes to be sealed."""
    fields = {
        "category": routing.category,
        "disclosure": routing.disclosure,
        "record_key": routing.record_key,
        "gender": routing.gender,
        "of_age_on": routing.of_age_on,
    }
    return json.dumps(fields, sort_keys=True).encode()


def routing_from_json(content: bytes) -> Routing:
    """Read what `routing_to_json` wrote.

    Raises:
        LedgerError: it is something else.
    """
    try:
        fields = json.loads(content)
        return Routing(
            str(fields["category"]),
            Disclosure(fields["disclosure"]),
            # A generation of an earlier release has none of these.
            str(fields.get("record_key", "")),
            str(fields.get("gender", "")),
            str(fields.get("of_age_on", "")),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerError("the routing of a record cannot be read") from error
