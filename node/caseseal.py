"""The clear text of a case: sealed for the ledger, opened for the officers of the case.

Title, facts and subjects each have a seal of their own, bound to their case, so that none can stand
in the place of another.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from matching.profile import tokens
from matching.records import Record, Scheme, record_from_fields
from matching.subject import EntityType
from node.domain.case import Case, CaseSubject, Facts
from node.domain.errors import JustificationError, RefusedError, SealError
from node.domain.exchange import Refusal
from node.domain.justification import require_line
from node.keys.sealing import LedgerSeal
from node.policy.permit import asks_enough

FACT_LETTERS = 2_000
"""Letters of one fact; a file is no place for reports."""

Fields = Mapping[str, Sequence[str]]
"""A subject in clear text: column to values."""


class CaseSeal:
    """Seals and opens what a case says in clear text."""

    def __init__(self, seal: LedgerSeal) -> None:
        """Seal under the ledger key."""
        self._seal = seal

    def title(self, case: Case) -> str:
        """Open the title of a case for its own officers."""
        if not case.sealed_title:
            return ""
        return self._seal.open(f"title:{case.reference}", case.sealed_title).decode()

    def facts(self, case: Case) -> Facts:
        """Open what is known of the seizure for the officers of the case."""
        if not case.sealed_facts:
            return Facts()
        clear = self._seal.open(f"facts:{case.reference}", case.sealed_facts)
        return Facts(**_texts(clear))

    def label(self, case: Case, subject: CaseSubject) -> str:
        """Open a subject's own words for the officers of its case: its first name or number."""
        opened = self.fields(case, subject)
        shown = (opened[name][0] for name in ("name", *Scheme) if opened.get(name))
        return str(next(shown, ""))

    def fields(self, case: Case, subject: CaseSubject) -> dict[str, list[str]]:
        """Open a subject in clear text for the officers of its case: column to values."""
        return _read(self._seal.open(f"{case.reference}/{subject.id}", subject.sealed))

    def record(self, case: Case, subject: CaseSubject) -> Record:
        """Open a subject as what is asked about."""
        return record_of(subject.entity_type, self.fields(case, subject))

    def seal_title(self, reference: str, title: str) -> bytes:
        """Seal what officers call a case; no title stays none.

        Raises:
            JustificationError: It is not one short line.
        """
        require_line("the title", title)
        return self._seal.seal(f"title:{reference}", title.encode()) if title else b""

    def seal_facts(self, case: Case, facts: Facts) -> bytes:
        """Seal the facts of a case; those that are empty stay as they were.

        Raises:
            JustificationError: One is too long.
        """
        given = {name: text.strip() for name, text in asdict(facts).items() if text.strip()}
        if not given:
            return case.sealed_facts
        long = [name for name, text in given.items() if len(text) > FACT_LETTERS]
        if long:
            raise JustificationError(
                f"longer than {FACT_LETTERS} letters: {', '.join(long)}",
                hint="Keep the report in the agency's own file.",
            )
        clear = json.dumps(asdict(self.facts(case)) | given, ensure_ascii=False).encode()
        return self._seal.seal(f"facts:{case.reference}", clear)

    def seal_subject(self, reference: str, number: str, *, given: Fields) -> bytes:
        """Seal a subject of a case."""
        filled = {name: list(values) for name, values in given.items() if any(values)}
        clear = json.dumps(filled, ensure_ascii=False).encode()
        return self._seal.seal(f"{reference}/{number}", clear)


def record_of(entity_type: EntityType, given: Fields) -> Record:
    """Read a subject in clear text.

    Raises:
        InvalidRecordError: The subject cannot be what its fields say.
    """
    return record_from_fields(
        entity_type, {name: values for name, values in given.items() if name != "role"}
    )


def require_enough(record: Record) -> None:
    """Let a subject be asked about.

    Raises:
        RefusedError: It brings too little.
    """
    if not asks_enough(tokens(record, asking=True)):
        raise RefusedError(
            Refusal.EVIDENCE,
            "the subject brings too little to be asked about",
            hint="Give two of given name, family name and date of birth, or an identifier.",
        )


def _read(clear: bytes) -> dict[str, list[str]]:
    found = _json(clear)
    return {name: list(values) for name, values in found.items() if isinstance(values, list)}


def _texts(clear: bytes) -> dict[str, str]:
    return {name: str(text) for name, text in _json(clear).items()}


def _json(clear: bytes) -> dict[str, object]:
    try:
        found = json.loads(clear)
    except ValueError as error:
        raise SealError("a sealed part of a case cannot be read") from error
    if not isinstance(found, dict):
        raise SealError("a sealed part of a case cannot be read")
    return found
