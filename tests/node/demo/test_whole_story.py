"""The main job, whole: four real nodes, one case, judged by the truth that no node knows."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from node.demo.act import Act
from node.demo.federation import Federation
from node.demo.listed import listed_plan
from node.demo.member import Plan
from node.demo.sampled import SEED, sampled_plan
from node.demo.story import Story

LISTS = Path(__file__).parents[4] / "shared" / "data"

pytestmark = pytest.mark.slow


def play(plan: Plan, folder: Path) -> Mapping[tuple[str, str], str]:
    """Play a plan to its end and return the outcome of each subject at each peer."""
    words = ["--json", "case", "status", plan.seizure.reference]
    with Federation(folder, plan.members) as federation:
        Act(Story(), federation, plan=plan).play()
        file = json.loads(federation.run(plan.asker.id, words))
    return {(cell["subject"], cell["peer"]): cell["state"] for cell in file["cells"]}


def hits(outcomes: Mapping[tuple[str, str], str]) -> set[tuple[str, str]]:
    """Return which subject is a hit at which peer."""
    return {pair for pair, state in outcomes.items() if state == "hit"}


def test_the_sampled_case_is_answered_as_the_truth_says(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Most known subjects are hits, nobody unknown is, and every journal is whole."""
    plan = sampled_plan(tmp_path / "sample", seed=SEED)

    outcomes = play(plan, tmp_path)

    assert hits(outcomes) <= set(plan.seizure.expected)
    # The others are possible matches, for the owners' analysts to decide.
    assert len(hits(outcomes)) >= len(plan.seizure.expected) - 3
    assert set(outcomes.values()) <= {"hit", "no hit", "not asked"}
    assert capfd.readouterr().out.count("The journal is whole.") == len(plan.members)


@pytest.mark.skipif(not LISTS.is_dir(), reason="the public lists are not on this machine")
def test_subjects_of_public_lists_are_found_in_others(tmp_path: Path) -> None:
    """Every link that the published references state is a hit."""
    plan = listed_plan(LISTS, tmp_path / "case", seed=SEED)

    outcomes = play(plan, tmp_path)

    assert set(plan.seizure.expected) <= hits(outcomes)
