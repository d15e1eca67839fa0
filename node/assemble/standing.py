"""What officers do about standing queries."""

from functools import partial

from node.application import StandingWork
from node.assemble.casing import CaseVerbs
from node.assemble.ground import Ground
from node.assemble.noticing import notice_book, standing_book
from node.assemble.watching import overlaps
from node.domain.ports import PeerLine
from node.stand import OwnKeys, Stander
from node.standingcase import CaseFiles

KEEP_UP_S = 300.0
"""How often expiry and new keys of peers are looked for; an announcement lives an hour."""
_ITSELF = "node"


def standing_work(ground: Ground, cases: CaseVerbs, *, line: PeerLine) -> StandingWork:
    """Return what begins, renews, withdraws and shows standing queries."""
    stores, book = ground.stores, standing_book(ground)
    stander = Stander(
        CaseFiles(cases.work, stores.cases, stores.runs),
        cases.asker,
        line=line,
        standing=stores.standing,
        peers=stores.peers,
        book=book,
        overlaps=overlaps(ground),
        notices=notice_book(ground),
        own=OwnKeys(ground.keyring, ground.shelf),
        clock=ground.clock,
        days=ground.settings.retention.standing_days,
    )
    cases.work.ends_with_case(partial(stander.withdraw_case, officer=_ITSELF))
    return StandingWork(stander, book, stores.standing)
