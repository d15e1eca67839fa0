"""What pages say beyond sentences: columns, codes that may be empty, lines of explanations."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from matching.subject import EntityType
from matching.zone import Band
from node.domain.account import Role
from node.domain.deadline import Clock
from node.domain.exchange import Refusal
from node.domain.followup import FollowUp
from node.domain.journal import Event
from node.domain.justification import Category
from node.domain.reason import Reason, Reopening, Verdict
from node.review import Finding
from node.words import Words
from node.words.column import COLUMNS
from node.words.fault import say_fault


@dataclass(frozen=True, slots=True)
class PageWords(Words):
    """Everything that a page says in one language."""

    @classmethod
    def like(cls, words: Words) -> Self:
        """Speak the same language."""
        return cls(words.language)

    def field(self, name: str) -> str:
        """Say what a column holds."""
        return self.say(COLUMNS[name]) if name in COLUMNS else name

    def findings(self, findings: Iterable[Finding]) -> list[str]:
        """Say lines of an explanation, each as attribute and agreement."""
        return [f"{self.repeat(each.attribute)} ({self.repeat(each.level)})" for each in findings]

    def fault(self, reason: str) -> str:
        """Say why a row was not used."""
        return say_fault(self, reason)

    def verdict(self, code: str) -> str:
        """Say a verdict."""
        return self._code(Verdict, code)

    def reason(self, code: str) -> str:
        """Say the reason of a decision, or to look again."""
        return self._code(Reason if code in set(Reason) else Reopening, code)

    def duty(self, code: str) -> str:
        """Say which duty runs."""
        return self._code(Clock, code)

    def band(self, code: str) -> str:
        """Say how good a hit is; nothing where it is not rated."""
        return self._code(Band, code) if code else ""

    def category(self, code: str) -> str:
        """Say what a subject is in a case."""
        return self._code(Category, code)

    def refusal(self, code: str) -> str:
        """Say why a query was refused."""
        return self._code(Refusal, code) if code else ""

    def outcome(self, code: str) -> str:
        """Say what a hit has led to."""
        return self._code(FollowUp, code)

    def role(self, code: str) -> str:
        """Say a role."""
        return self._code(Role, code)

    def event(self, code: str) -> str:
        """Say what happened."""
        return self._code(Event, code)

    def kind(self, code: str) -> str:
        """Say what a record is about."""
        return self._code(EntityType, code)

    def _code(self, kind: type[StrEnum], code: str) -> str:
        """Say a code; one of a newer release, or none, stands for itself."""
        return self.of(kind(code)) if code in set(kind) else code
