"""Features of two names: what parts of little weight and other readings do to them."""

import pytest

from matching.index.compare import compare
from matching.namescore import NAME_FEATURES, NameScore
from matching.subject import NameForm, NameRole, PartKind, Subject
from tests.matching.index.conftest import Open
from tests.matching.index.register import PERSON, found, part, person


def with_kinds(text: str, **kinds: PartKind) -> Subject[bytes]:
    """Tokenise a person some of whose words are of another kind."""
    parts = [part(word) for word in text.split()]
    changed = [
        type(each)(kinds.get(word, each.kind), each.length, each.exact, each.edits)
        for each, word in zip(parts, text.split(), strict=True)
    ]
    return Subject(PERSON, (NameForm(NameRole.PRIMARY, tuple(changed)),))


def feature(open_register: Open, held: Subject[bytes], asked: Subject[bytes], name: str) -> float:
    """Return a feature of the best pair of names of the only candidate."""
    index = open_register([held])
    score = NameScore.of(0.0, {"coverage": 1.0})
    _, raw = compare(index, found(index, asked), score=score)
    return float(raw.features[raw.best[0], NAME_FEATURES.index(name)])


@pytest.mark.parametrize("kind", [PartKind.PATRONYMIC, PartKind.PARTICLE, PartKind.INITIAL])
def test_what_registers_leave_out_weighs_little(open_register: Open, kind: PartKind) -> None:
    """A father's name, particle or initial that one side lacks costs less than another word."""
    asked = person("roman abramov")

    light = feature(
        open_register, with_kinds("roman petrov abramov", petrov=kind), asked, "coverage"
    )
    full = feature(open_register, with_kinds("roman petrov abramov"), asked, "coverage")

    assert light > full


def test_readings_of_a_name_count_once(open_register: Open) -> None:
    """A name that is equal in three readings is one equal name and one near pair."""
    forms = person("wei ya jing", "wei yajing", "weiya jing").names
    again = [NameForm(NameRole.READING, each.parts) for each in forms[1:]]
    subject = Subject(PERSON, (forms[0], *again))

    assert feature(open_register, subject, subject, "equal_names") == 1
    assert feature(open_register, subject, subject, "alias_pairs") == 1
