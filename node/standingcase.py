"""What of a case may stand with peers: its subjects as tokens, and what the last run has missed."""

from collections.abc import Sequence
from dataclasses import dataclass

from matching.profile import tokens
from node.ask import Asking
from node.casework import Casework
from node.domain.case import CellState
from node.domain.errors import NotFoundError
from node.domain.justification import Justification
from node.domain.peer import NodeId
from node.store.cases import Cases
from node.store.runs import Runs


@dataclass(frozen=True, slots=True)
class CaseFiles:
    """The cases of this node, as standing queries need them."""

    work: Casework
    cases: Cases
    runs: Runs

    def misses(self, reference: str) -> dict[NodeId, frozenset[str]]:
        """Return which subjects each peer answered with no hit in the last run of a case.

        Raises:
            NotFoundError: There is no such case.
        """
        last = next(iter(self.runs.of_case(reference)), None)
        found: dict[NodeId, frozenset[str]] = {}
        for cell in self.runs.cells(last.id) if last else ():
            if cell.state is CellState.NO_HIT:
                found[cell.peer] = found.get(cell.peer, frozenset()) | {cell.subject}
        return found

    def askings(
        self, reference: str, wanted: Sequence[str] = ()
    ) -> tuple[Justification, list[Asking]]:
        """Return the reasons of a case with the tokens of all or some of its subjects, in order.

        Raises:
            NotFoundError: There is no such case, or it has no such subject, or none at all.
        """
        case = self.cases.get(reference)
        known = {subject.id: subject for subject in self.cases.subjects(reference)}
        absent = [name for name in wanted if name not in known]
        if absent or not known:
            what = f"subject {absent[0]}" if absent else "subjects"
            raise NotFoundError(
                f"case {reference} has no {what}", hint="See: heliograph case show CASE"
            )
        chosen = [known[name] for name in wanted] or list(known.values())
        return case.justification, [
            Asking(
                subject.id,
                str(subject.category),
                tokens(self.work.seal.record(case, subject), asking=True),
            )
            for subject in chosen
        ]
