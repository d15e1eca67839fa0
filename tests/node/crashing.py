"""A process that loads, answers or tells until it is killed; run by `test_crash.py`.

It opens the node in the folder it is given, and says what it acknowledges, one line each.
"""

import itertools
import sys
from hashlib import sha256
from pathlib import Path

from node.config import load_settings
from tests.factories import TARGET, a_justification, asked, people
from tests.node.federation import opened
from tests.node.notices import a_late_hit
from tests.node.questions import a_query

ASKER = "customs-es"


def answer_for_ever(folder: Path) -> None:
    """Answer one query after the other; tell the id of each when it could leave."""
    with opened(load_settings(folder)) as owner:
        [peer] = owner.application.records.peers.all()
        for number in itertools.count():
            reasons = a_justification(case_reference=f"CASE-{number}")
            query = a_query(owner, asked(TARGET), justification=reasons)
            message = sha256(query.id.encode()).digest()
            owner.answerer.ask(peer.id, query, query_hash=message, checkpoint="")
            print(query.id, flush=True)  # noqa: T201 - how the test is told


def load_for_ever(folder: Path) -> None:
    """Load the register again and again; tell each generation that answers."""
    with opened(load_settings(folder)) as owner:
        for number in itertools.count(1):
            print(owner.load("persons", [*people(number % 7), TARGET]).generation, flush=True)  # noqa: T201 - as above


def tell_for_ever(folder: Path) -> None:
    """Write one notice after the other about the query named in a file; tell the id of each."""
    query_id = (folder / "query").read_text(encoding="ascii")
    with opened(load_settings(folder)) as owner:
        [peer] = owner.application.records.peers.all()
        while True:
            notice = a_late_hit(owner, peer.id, query_id=query_id)
            print(notice.id, flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    works = {"answer": answer_for_ever, "load": load_for_ever, "tell": tell_for_ever}
    works[sys.argv[1]](Path(sys.argv[2]))
