"""Take back what was told: a load has changed it, an officer says so, or somebody disputes it.

Every agency that was told of a hit on the record gets a notice, in the transaction of its cause,
and owes a confirmation within 48 hours. Records go by keyed hashes; nothing here reads a value
beyond telling whether it is still the same.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from matching.schema import FIELDS
from node.desk import flagged
from node.domain.alert import Alert, Direction
from node.domain.disclosure import record_key
from node.domain.errors import JustificationError, NotFoundError
from node.domain.journal import Entry, Event
from node.domain.notice import About, Change, Retraction
from node.domain.ports import Clock
from node.domain.record import kept_from_bytes
from node.domain.retraction import LIFTED, Contest, Lifting, Retracted
from node.keys.sealing import VaultSeal
from node.noticebook import NoticeBook
from node.store.alerts import Alerts
from node.store.retractions import Retractions
from node.store.schema_alert import alert as table
from node.store.shelf import Shelf, Shelved

BY_ITSELF = "node"
_COMPARED = frozenset(column.name for column in FIELDS.values() if column.matched)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What names and opens the own records."""

    vault: VaultSeal
    reference_key: bytes


class Corrector:
    """Tells past recipients; worker threads may share it."""

    def __init__(
        self,
        alerts: Alerts,
        retractions: Retractions,
        *,
        book: NoticeBook,
        shelf: Shelf,
        secrets: Secrets,
        clock: Clock,
    ) -> None:
        """Keep where hits and retractions are, how peers are told, and what opens the vault."""
        self._alerts = alerts
        self._retractions = retractions
        self._book = book
        self._shelf = shelf
        self._secrets = secrets
        self._clock = clock

    def load(self, new: Shelved, activate: Callable[[], object], *, officer: str) -> int:
        """Put a generation in use and take back what of its register was told and is not so now.

        Args:
            new: the generation, open and not yet answering.
            activate: puts it in use; both are one transaction.
            officer: who loads it.

        Returns:
            How many notices were written.
        """
        changes = list(self._changes(new))
        with self._book.stores.ledger.transaction():
            activate()
            for alert, change in changes:
                self._say(alert, change, sentence="", officer=officer)
        return len(changes)

    def retract(
        self, register: str, record_id: str, *, change: Change, officer: str
    ) -> list[Retracted]:
        """Tell every past recipient that a record is wrong, gone or disputed.

        A contested record is flagged at every later hit too, until `lift`.

        Raises:
            NotFoundError: Nobody was told of a hit on a record of this id, and nothing is to be
                flagged.
        """
        key = self._key(register, record_id)
        told = self._told(key)
        if not told and change is not Change.CONTESTED:
            raise NotFoundError(
                "nobody was told of a hit on a record of this id",
                hint="It is what the column id of the register says.",
            )
        entry = self._entry("retract", key, register=register, officer=officer, setting=change)
        with self._book.stores.ledger.transaction():
            if change is Change.CONTESTED:
                contested = Contest(key, register, self._clock.now(), officer)
                self._retractions.contest(contested, entry=entry)
            else:
                self._book.stores.journal.append(entry)
            return [self._say(alert, change, sentence="", officer=officer) for alert in told]

    def lift(self, register: str, record_id: str, *, why: str, officer: str) -> list[Retracted]:
        """End the contest of a record and tell whoever was told of it.

        Raises:
            JustificationError: A contest ends by consent, court or authority alone.
            NotFoundError: The record is not contested.
        """
        if why not in set(Lifting):
            raise JustificationError(
                "a contest ends by consent, court or authority",
                hint="Regulation (EU) 2024/982, Article 51(4).",
            )
        key = self._key(register, record_id)
        entry = self._entry("lift-contest", key, register=register, officer=officer, setting=why)
        with self._book.stores.ledger.transaction():
            if not self._retractions.lift(key, entry=entry):
                raise NotFoundError("no record of this id is contested")
            told = [alert for alert in self._told(key) if self._is_contested(alert)]
            return [
                self._say(alert, Change.CORRECTED, sentence=LIFTED, officer=officer)
                for alert in told
            ]

    def flag(self, alerts: Iterable[Alert]) -> None:
        """Say of new hits on contested records that they are; inside the answer's transaction."""
        for alert in alerts:
            is_told = alert.work.told_at is not None
            if is_told and self._retractions.is_contested(alert.record_key):
                present = self._alerts.chosen(*_same(alert))
                if present and not self._is_contested(present[0]):
                    self._say(present[0], Change.CONTESTED, sentence="", officer=BY_ITSELF)

    def _is_contested(self, alert: Alert) -> bool:
        said = self._retractions.about(Direction.OUTGOING, alert.peer, reference=alert.reference)
        return bool(said) and said[-1].change is Change.CONTESTED

    def _changes(self, new: Shelved) -> Iterator[tuple[Alert, Change]]:
        """Yield every hit that was told on a record of the register which is no longer the same."""
        name, kind = new.generation.register, new.generation.entity_type
        old = next((h for h in self._shelf.of(kind) if h.generation.register == name), None)
        if old is None:
            return
        for alert in self._alerts.chosen(
            table.c.told_at.is_not(None), table.c.entity_type == kind, table.c.record != ""
        ):
            reference = bytes.fromhex(alert.record)
            before = self._fields(old, reference)
            if before is None:
                continue
            now = self._fields(new, reference)
            if now is None:
                yield alert, Change.DELETED
            elif now != before:
                yield alert, Change.CORRECTED

    def _fields(self, held: Shelved, reference: bytes) -> dict[str, Sequence[str]] | None:
        """Return what of a record is compared; None where a generation does not hold it."""
        place = held.vault.locator(reference)
        try:
            sealed = held.vault.record(place)
        except NotFoundError:
            return None
        fields = json.loads(kept_from_bytes(self._secrets.vault.open(place.hex(), sealed)).clear)
        return {name: values for name, values in fields.items() if name in _COMPARED}

    def _told(self, key: str) -> list[Alert]:
        return self._alerts.chosen(table.c.record_key == key, table.c.told_at.is_not(None))

    def _say(self, alert: Alert, change: Change, *, sentence: str, officer: str) -> Retracted:
        """Write the notice, and flag our own alert."""
        about = About(
            officer,
            alert.query_id,
            alert.case_reference,
            (alert.entity_type,),
            {"alert": alert.id, "record_reference": alert.reference, "setting": str(change)},
        )
        body = Retraction(alert.reference, change, sentence)
        notice = self._book.post(alert.peer, body, about=about)
        retracted = Retracted(
            notice.id,
            Direction.OUTGOING,
            alert.peer,
            alert.id,
            alert.reference,
            alert.case_reference,
            alert.entity_type,
            change,
            sentence,
            notice.written_at,
            officer,
        )
        self._retractions.add(retracted)
        self._alerts.change(alert.id, lambda each: flagged(each, retracted), entry=None)
        return retracted

    def _key(self, register: str, record_id: str) -> str:
        key = self._secrets.reference_key
        return record_key(key, register=register, record_id=record_id)

    def _entry(self, action: str, key: str, *, register: str, officer: str, setting: str) -> Entry:
        detail = {
            "action": action,
            "register": register,
            "record_reference": key,
            "setting": str(setting),
        }
        return Entry(Event.CORRECT, self._clock.now(), officer=officer, detail=detail)


def _same(alert: Alert) -> tuple[ColumnElement[bool], ...]:
    return (
        table.c.direction == alert.direction,
        table.c.peer == alert.peer,
        table.c.reference == alert.reference,
        table.c.case_reference == alert.case_reference,
        table.c.entity_type == alert.entity_type,
    )
