"""What came of asking, as the cells of a case have it: what a peer told, or why nothing came."""

from traceback import extract_tb
from typing import Final

import structlog

from matching.errors import MatchingError
from node.domain.case import Cell, CellState
from node.domain.errors import NodeError
from node.domain.exchange import Outcome, SubjectAnswer
from node.domain.peer import NodeId

log = structlog.get_logger()

_STATES: Final = {
    Outcome.HIT: CellState.HIT,
    Outcome.NO_HIT: CellState.NO_HIT,
    Outcome.REFUSED: CellState.REFUSED,
}


def failure_of(error: Exception, peer: NodeId) -> tuple[str, str]:
    """Return code and sentence; of an error that nobody foresaw the sentence may hold anything."""
    if isinstance(error, (NodeError, MatchingError)):
        return error.code, str(error)
    frame = extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename}:{frame.lineno}"
    log.error("asking failed", peer=peer, error=type(error).__name__, place=place)
    return "INTERNAL", f"this node has a fault ({type(error).__name__})"


def cell_of(subject: str, peer: NodeId, *, told: SubjectAnswer, query_id: str) -> Cell:
    """Return the cell of a subject about which a peer has answered."""
    return Cell(
        subject,
        peer,
        _STATES[told.outcome],
        query_id=query_id,
        refusal=told.refusal,
        band=told.band,
        contact_point=told.contact_point,
        reference=told.reference,
        handling=told.handling,
        fresh_at=told.fresh_at,
        model=told.model,
    )
