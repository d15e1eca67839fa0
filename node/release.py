"""Tell the asker of a possible match that our officers have confirmed: a hit that comes late.

It passes what every hit passes: the disclosure of the record as it stands now, the policy for the
peer, and the human-rights gate. The notice is written with the confirmation, or neither is.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from matching.zone import Band
from node.desk import Told, entry_about
from node.domain.alert import Alert
from node.domain.errors import AgreementError, NotFoundError, UnknownPeerError
from node.domain.exchange import Outcome, SubjectAnswer
from node.domain.journal import Entry, Event
from node.domain.notice import About, LateHit
from node.domain.ports import Clock
from node.domain.routing import Routing, routing_from_json
from node.judge import Judge, Judging
from node.keys.sealing import VaultSeal
from node.noticebook import NoticeBook
from node.policy.permit import may_concern
from node.store.peers import Peers
from node.store.shelf import Shelf
from node.tell import Desks


@dataclass(frozen=True, slots=True)
class Releaser:
    """Tells askers; its method `tell` is called inside the transaction of the confirmation."""

    peers: Peers
    shelf: Shelf
    seal: VaultSeal
    judge: Judge
    desks: Desks
    book: NoticeBook
    clock: Clock

    def tell(self, alert: Alert) -> Told:
        """Write the notice of a late hit, unless the record may not be told of, or a rule holds it.

        An asker without an agreement in force, or who may no longer ask about such a person, is
        told nothing; the confirmation stands all the same.
        """
        found, judging = self._record(alert), self._judging(alert)
        if found is None or judging is None:
            return Told()
        routing, fresh_at = found
        now = self.clock.now()
        disclosed = judging.disclosed(routing)
        if not disclosed.is_shareable:
            return Told()
        hold = judging.hold(disclosed, alert.category)
        if hold:
            return Told(hold)
        answer = SubjectAnswer(
            alert.subject_number,
            Outcome.HIT,
            # A person has compared; no score says more.
            band=Band.STRONG,
            contact_point=self.desks.of(
                alert.entity_type,
                disclosed,
                named=judging.desk(disclosed, alert.category),
                offence=alert.offence,
                urgency=alert.urgency,
            ),
            reference=alert.reference,
            handling=judging.handling(routing),
            fresh_at=fresh_at,
            model=alert.model,
        )
        self.book.post(alert.peer, LateHit(alert.query_id, answer), about=_about(alert, answer))
        self.book.stores.journal.append(self._disclosed(alert, answer, now=now))
        return Told(is_told=True)

    def _judging(self, alert: Alert) -> Judging | None:
        try:
            peer = self.peers.get(alert.peer)
            peer.agreement.require(self.clock.now().date())
        except (UnknownPeerError, AgreementError):
            return None
        judging = self.judge.about(peer, offence=alert.offence, case_reference=alert.case_reference)
        return judging if may_concern(judging.rules, alert.category) else None

    def _record(self, alert: Alert) -> tuple[Routing, datetime] | None:
        """Return the present routing of the record; nothing where no register has it any more."""
        reference = bytes.fromhex(alert.record)
        for held in self.shelf.of(alert.entity_type):
            place = held.vault.locator(reference)
            try:
                sealed = held.vault.routing(place)
            except NotFoundError:
                continue
            opened = self.seal.open(f"routing:{place.hex()}", sealed)
            return routing_from_json(opened), held.generation.loaded_at
        return None

    def _disclosed(self, alert: Alert, answer: SubjectAnswer, *, now: datetime) -> Entry:
        entry = entry_about(
            alert,
            Event.DISCLOSE,
            at=now,
            until=self.book.kept_until(now),
            officer=_officer(alert),
            detail=_told(answer),
        )
        return replace(entry, results=(str(Outcome.HIT),))


def _about(alert: Alert, answer: SubjectAnswer) -> About:
    return About(
        _officer(alert),
        alert.query_id,
        alert.case_reference,
        (alert.entity_type,),
        {"alert": alert.id, **_told(answer)},
    )


def _told(answer: SubjectAnswer) -> dict[str, str]:
    return {
        "record_reference": answer.reference,
        "band": str(answer.band),
        "handling": str(answer.handling),
    }


def _officer(alert: Alert) -> str:
    return alert.work.second_by or alert.work.decided_by
