"""Which entries of a journal are wanted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from node.domain.journal import Entry, timestamp


@dataclass(frozen=True, slots=True)
class Selection:
    """Conditions that all hold; an empty one holds for every entry."""

    since: datetime | None = None
    """First moment, included."""
    until: datetime | None = None
    """Last moment, excluded."""
    peer: str = ""
    case_reference: str = ""
    officer: str = ""
    event: str = ""
    query_id: str = ""

    def covers(self, entry: Entry) -> bool:
        """Tell whether the entry is wanted."""
        if self.since is not None and entry.time < self.since:
            return False
        if self.until is not None and entry.time >= self.until:
            return False
        return all(
            not wanted or wanted == found
            for wanted, found in (
                (self.peer, entry.peer),
                (self.case_reference, entry.case_reference),
                (self.officer, entry.officer),
                (self.event, entry.event),
                (self.query_id, entry.query_id),
            )
        )

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return self == Selection()

    def words(self) -> Mapping[str, str]:
        """Return the conditions that are set, as texts."""
        moments = {"since": self.since, "until": self.until}
        names = ("peer", "case_reference", "officer", "event", "query_id")
        return {
            **{name: timestamp(at) for name, at in moments.items() if at is not None},
            **{name: getattr(self, name) for name in names if getattr(self, name)},
        }
