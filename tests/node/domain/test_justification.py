"""A justification is complete and fit for the journal, or there is none."""

import pytest

from node.domain.errors import JustificationError
from node.domain.justification import Urgency, require_line
from tests.factories import a_justification


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"case_reference": ""}, "case reference is missing"),
        ({"legal_basis": "  "}, "legal basis is missing"),
        ({"offence": ""}, "offence is missing"),
        ({"urgency": Urgency.URGENT}, "reason of the urgency is missing"),
        ({"case_reference": "x" * 201}, "case reference has more than 200"),
        ({"offence": "a\nb"}, "offence has characters that do not print"),
        ({"urgency_reason": "x" * 201}, "reason of the urgency has more than 200"),
    ],
)
def test_what_is_missing_or_unfit_is_told(change: dict[str, object], told: str) -> None:
    """A query without complete reasons does not come into being."""
    with pytest.raises(JustificationError, match=told):
        a_justification(**change)


def test_everything_wrong_is_told_at_once() -> None:
    """An officer completes the form in one go."""
    with pytest.raises(JustificationError) as error:
        a_justification(case_reference="", legal_basis="", offence="a\tb")
    assert str(error.value).count(";") == 2


def test_reasons_are_in_any_language() -> None:
    """Letters of every script print."""
    assert a_justification(legal_basis="Закон № 7, чл. 3 — §2").legal_basis


def test_a_line_is_returned_as_it_is() -> None:
    """What may stand in the journal is not changed."""
    assert require_line("reason", "same number") == "same number"
