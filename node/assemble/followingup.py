"""What comes after a hit: what became of it, and what was told and is not so any more."""

from functools import cache

from node.application import FollowUps
from node.assemble.answering import linkages_of
from node.assemble.correcting import corrector_of
from node.assemble.desk import desk_of
from node.assemble.ground import Ground
from node.assemble.noticing import notice_book
from node.domain.notice import NoticeKind
from node.hear import Handler
from node.heed import Heeder
from node.outcome import Outcomes
from node.subjectaccess import Sources, SubjectAccess


def follow_up(ground: Ground) -> FollowUps:
    """Return what officers do after a hit."""
    return FollowUps(
        _outcomes(ground),
        corrector_of(ground),
        _heeder(ground),
        ground.stores.retractions,
        _access(ground),
    )


def follow_up_handlers(ground: Ground) -> dict[NoticeKind, Handler]:
    """Return who hears what peers say after a hit."""
    heeder = _heeder(ground)
    return {
        NoticeKind.FEEDBACK: _outcomes(ground).heard,
        NoticeKind.RETRACTION: heeder.heard,
        NoticeKind.RETRACTION_ACKNOWLEDGED: heeder.heard_acknowledged,
    }


def _access(ground: Ground) -> SubjectAccess:
    stores = ground.stores
    sources = Sources(ground.shelf, stores.alerts, stores.peers, stores.retractions, stores.journal)
    # Asked for a few times a year: what it takes is made when it is asked for first.
    linkages = cache(lambda: linkages_of(ground.settings))
    return SubjectAccess(
        sources,
        ground.keyring,
        linkage=lambda kind: linkages()[kind],
        policy=lambda: ground.policy.policy,
        clock=ground.clock,
    )


def _outcomes(ground: Ground) -> Outcomes:
    tells = ground.settings.review.tell_outcomes
    return Outcomes(desk_of(ground), book=notice_book(ground), tells=tells)


def _heeder(ground: Ground) -> Heeder:
    return Heeder(desk_of(ground), ground.stores.retractions, book=notice_book(ground))
