"""Read a TOML table that a person wrote, gathering all that is wrong instead of stopping."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from node.register.spelling import did_you_mean


@dataclass(frozen=True, slots=True)
class TOMLTable:
    """A table, where it stands in its document, and the list that gathers faults."""

    entries: Mapping[str, object]
    faults: list[str]
    """Shared by all tables of a document; each fault begins with its dotted key."""
    path: str = ""

    def blame(self, key: str, reason: str) -> None:
        """Note a fault at one key of this table."""
        self.faults.append(f"{self._dotted(key)}: {reason}")

    def check_keys(self, known: Collection[str]) -> None:
        """Note every key that is not known, with the nearest that is."""
        for key in self.entries:
            if key not in known:
                self.blame(key, f"unknown key{did_you_mean(key, known)}")

    def table(self, key: str) -> "TOMLTable":
        """Return a table within this one, empty where there is none."""
        value = self.entries.get(key, {})
        if not isinstance(value, dict):
            self.blame(key, "needs a table")
            value = {}
        return TOMLTable(value, self.faults, self._dotted(key))

    def text(self, key: str, *, may_be_empty: bool = False) -> str | None:
        """Return a text, or None where the key is absent."""
        value = self.entries.get(key)
        if value is None or (isinstance(value, str) and (value or may_be_empty)):
            return value
        self.blame(key, "needs a text" if may_be_empty else "needs a text that is not empty")
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """Return the texts of a list, or one text as if it were a list of one, stripped."""
        value = self.entries.get(key)
        values = value if isinstance(value, list) else [value]
        texts = tuple(item.strip() for item in values if isinstance(item, str))
        if texts and len(texts) == len(values) and all(texts):
            return texts
        self.blame(key, "needs a text or a list of texts, none of them empty")
        return ()

    def _dotted(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key
