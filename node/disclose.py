"""Decide who may be told of a record: one officer proposes, another one approves."""

from dataclasses import dataclass, field, replace
from datetime import date

from node.domain.disclosure import Decision, DecisionState, record_key
from node.domain.errors import JustificationError, NotFoundError
from node.domain.journal import Entry, Event
from node.domain.justification import require_line
from node.domain.ports import Clock
from node.domain.routing import Disclosure, routing_from_json
from node.keys.keyring import Keyring
from node.store.disclosures import Disclosures
from node.store.shelf import Shelf

_CHOICES = (Disclosure.CONTACT, Disclosure.CENTRE, Disclosure.OWNER)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What an officer wants for one record."""

    register: str
    record_id: str = field(repr=False)
    wished: str
    reason: str
    review_on: date | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A decision as officers see it."""

    decision: Decision
    record_id: str = field(repr=False)
    """The agency's own id; empty where the register gives none."""
    state: DecisionState


class Discloser:
    """What officers decide about their own records."""

    def __init__(
        self, keyring: Keyring, shelf: Shelf, *, disclosures: Disclosures, clock: Clock
    ) -> None:
        """Keep the keys of the vault, the registers, and the decisions."""
        self._keyring = keyring
        self._shelf = shelf
        self._disclosures = disclosures
        self._clock = clock

    def propose(self, proposal: Proposal, *, officer: str) -> Listed:
        """Propose who may be told of a record; what is stricter holds from now on.

        Raises:
            NotFoundError: The register has no record of this id.
            JustificationError: The disclosure is none, or reason or date of review is missing.
        """
        if proposal.wished not in _CHOICES:
            known = ", ".join(_CHOICES)
            raise JustificationError("that is no disclosure", hint=f"Known: {known}")
        if not proposal.reason.strip():
            raise JustificationError("a proposal needs a reason", hint="Give it with: --reason")
        require_line("the reason", proposal.reason)
        self._require_review(proposal.wished, proposal.review_on)
        key = self._key(proposal.register, proposal.record_id)
        self._require_record(proposal.register, key)
        decision = Decision(
            key,
            proposal.register,
            self._keyring.vault.seal(f"disclosure:{key}", proposal.record_id.encode()),
            "",
            proposal.wished,
            proposal.reason,
            officer,
            self._clock.now(),
            review_on=proposal.review_on,
        )
        entry = self._entry("propose-disclosure", decision, officer=officer)
        return self._listed(self._disclosures.propose(decision, entry=entry))

    def approve(
        self, register: str, record: str, *, review_on: date | None, officer: str
    ) -> Listed:
        """Approve what another officer has proposed.

        Args:
            register: name of the register.
            record: the record's own id, or its key as the list shows it.
            review_on: date of review where the proposal has none.
            officer: who approves.

        Raises:
            NotFoundError: Nothing waits for that record.
            JustificationError: The officer has proposed it, or the date of review is missing.
        """
        waiting = self._waiting(register, record)
        if waiting.proposed_by == officer:
            raise JustificationError(
                "a second officer approves, not the one who has proposed it",
                hint="Name the officer who approves with: heliograph --officer ID",
            )
        dated = replace(waiting, review_on=review_on or waiting.review_on)
        self._require_review(dated.wished, dated.review_on)
        entry = self._entry("approve-disclosure", dated, officer=officer)
        return self._listed(self._disclosures.approve(dated, entry=entry))

    def all(self, register: str = "") -> list[Listed]:
        """Return every decision, or those about one register."""
        return [self._listed(decision) for decision in self._disclosures.all(register)]

    def _waiting(self, register: str, record: str) -> Decision:
        known = self._disclosures.of(self._key(register, record)) or self._disclosures.of(record)
        if known is None or known.register != register or not known.wished:
            raise NotFoundError(
                "nothing waits to be approved for this record",
                hint="See: heliograph register disclosure list",
            )
        return known

    def _key(self, register: str, record_id: str) -> str:
        key = self._keyring.reference_key
        return record_key(key, register=register, record_id=record_id)

    def _require_review(self, wished: str, review_on: date | None) -> None:
        if wished != Disclosure.OWNER:
            return
        if review_on is None or review_on <= self._clock.now().date():
            raise JustificationError(
                "what only the owner hears of needs a date of review that is still to come",
                hint="Give it with: --review-on YYYY-MM-DD",
            )

    def _require_record(self, register: str, key: str) -> None:
        """Look through the register: a mistyped id would protect nobody and say nothing."""
        seal = self._keyring.vault
        for held in self._shelf.all():
            if held.generation.register != register:
                continue
            for place, sealed in held.vault.routings():
                opened = seal.open(f"routing:{place.hex()}", sealed)
                if routing_from_json(opened).record_key == key:
                    return
        raise NotFoundError(
            f"register {register} has no record of this id",
            hint="It is what the column id of the register says.",
        )

    def _listed(self, decision: Decision) -> Listed:
        name = f"disclosure:{decision.record_key}"
        opened = self._keyring.vault.open(name, decision.sealed_id).decode()
        return Listed(decision, opened, decision.state(self._clock.now().date()))

    def _entry(self, action: str, decision: Decision, *, officer: str) -> Entry:
        return Entry(
            Event.ADMIN,
            self._clock.now(),
            officer=officer,
            detail={
                "action": action,
                "register": decision.register,
                "record_reference": decision.record_key,
                "setting": decision.wished,
                "reason": decision.reason,
            },
        )
