"""Compare the outcomes of the case with what is known to be true."""

import json
from collections.abc import Mapping
from typing import Final

from node.cli.render_table import render_table
from node.demo.federation import Federation
from node.demo.member import Plan
from node.demo.story import Story

Outcomes = Mapping[tuple[str, str], str]
"""State of each subject at each peer."""
_HIT: Final = "hit"


def show_verdict(story: Story, federation: Federation, *, plan: Plan) -> None:
    """Say which of the expected hits came, and which came unexpected."""
    words = ["--json", "case", "status", plan.seizure.reference]
    file = json.loads(federation.run(plan.asker.id, words))
    outcomes = {(cell["subject"], cell["peer"]): cell["state"] for cell in file["cells"]}
    labels = {subject["id"]: subject["label"] for subject in file["subjects"]}
    rows = list(_rows(plan, outcomes, labels=labels))
    found = sum(outcomes.get(pair) == _HIT for pair in plan.seizure.expected)
    story.say(
        f"The truth, which no node knows: {len(plan.seizure.expected)} answers should be hits; "
        f"{found} are."
    )
    titles = ("subject", "label", "at", "expected", "outcome")
    story.console.print(render_table(titles, rows, empty="Nothing else came up."))


def _rows(
    plan: Plan, outcomes: Outcomes, *, labels: Mapping[str, str]
) -> list[tuple[str, str, str, str, str]]:
    """Return every expected answer with its outcome, and every hit that was not expected."""
    expected = plan.seizure.expected
    hits = {pair for pair, state in outcomes.items() if state == _HIT}
    return [
        (
            subject,
            labels.get(subject, ""),
            peer,
            "hit" if (subject, peer) in expected else "not stated",
            outcomes.get((subject, peer), "not asked"),
        )
        for subject, peer in sorted(expected | hits)
    ]
