"""Notices: who hears which kind, and what sends those that wait."""

from collections.abc import Mapping

from node.assemble.ground import Ground
from node.domain.notice import NoticeKind
from node.guardbook import GuardBook
from node.hear import Handler, Hearer
from node.latehit import LateHitDesk
from node.noticebook import NoticeBook, NoticeCodec, NoticeStores
from node.notify import Notifier, Send
from node.standingbook import HoldingStores, StandingBook, StandingCodec
from node.standingdesk import StandingDesk
from node.wire.codec_notice import acknowledgement_bytes, notice_bytes, notice_of
from node.wire.codec_standing import asked_bytes, asked_of


def notice_book(ground: Ground) -> NoticeBook:
    """Return what keeps notices in both directions."""
    stores = ground.stores
    guard = GuardBook(stores.guard, stores.alarms, clock=ground.clock)
    return NoticeBook(
        NoticeStores(stores.ledger, stores.journal, stores.notices, stores.heads, guard),
        ground.keyring.ledger,
        codec=NoticeCodec(notice_bytes, notice_of, acknowledgement_bytes),
        clock=ground.clock,
        kept=ground.kept,
    )


def standing_book(ground: Ground) -> StandingBook:
    """Return what keeps standing queries."""
    stores = ground.stores
    return StandingBook(
        ground.settings.id,
        HoldingStores(stores.ledger, stores.held, stores.peers),
        seal=ground.keyring.ledger,
        codec=StandingCodec(asked_bytes, asked_of),
        notices=notice_book(ground),
        clock=ground.clock,
        kept=ground.kept,
    )


def hearer(ground: Ground, handlers: Mapping[NoticeKind, Handler]) -> Hearer:
    """Return what hears the notices of peers."""
    return Hearer(
        notice_book(ground),
        ground.stores.peers,
        identity=ground.keyring.identity,
        handlers=handlers,
        clock=ground.clock,
    )


def handlers_of(ground: Ground) -> dict[NoticeKind, Handler]:
    """Return whom each kind of notice concerns; a kind without a handler is refused."""
    stores = ground.stores
    late = LateHitDesk(stores.queries, stores.alerts, stores.latehits, ground.clock)
    standing = StandingDesk(stores.standing, standing_book(ground), stores.alerts, ground.clock)
    return {
        NoticeKind.LATE_HIT: late.heard,
        NoticeKind.OVERLAP: standing.overlap,
        NoticeKind.WITHDRAWN: standing.withdrawn,
    }


def notifier(ground: Ground, send: Send) -> Notifier:
    """Return what delivers the notices that wait."""
    return Notifier(notice_book(ground), ground.stores.peers, send=send, clock=ground.clock)
