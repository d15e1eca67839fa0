"""What a comparison says of identifiers, which are of many kinds."""

import pytest

from matching.agreement import MISSING, IdentifierAgreement
from matching.index.compare import compare
from matching.namescore import NameScore
from matching.subject import Attribute
from tests.matching.index.conftest import Open
from tests.matching.index.register import found, numbered, person

PASSPORT, TAX, PHONE = Attribute.PASSPORT, Attribute.TAX_NUMBER, Attribute.IDENTIFIER

AGREEMENTS = {
    "equal of one kind": (("1", TAX), ("1", TAX), IdentifierAgreement.EQUAL),
    "equal of two kinds": (("1", TAX), ("1", PASSPORT), IdentifierAgreement.EQUAL),
    "different of one kind": (("1", TAX), ("2", TAX), IdentifierAgreement.DIFFERENT),
    "different of two kinds": (("1", TAX), ("2", PASSPORT), MISSING),
    "a telephone and a tax number": (("1", PHONE), ("2", TAX), MISSING),
    "two telephones": (("1", PHONE), ("2", PHONE), MISSING),
}


@pytest.mark.parametrize(("held", "asked", "expected"), AGREEMENTS.values(), ids=AGREEMENTS)
def test_identifiers_differ_only_within_a_kind(
    open_register: Open,
    held: tuple[str, Attribute],
    asked: tuple[str, Attribute],
    expected: float,
) -> None:
    """Numbers of different kinds cannot contradict each other, but equal ones agree."""
    index = open_register([person("ana ruiz", values=[numbered(*held)])])
    subject = person("ana ruiz", values=[numbered(*asked)])

    comparison, _ = compare(index, found(index, subject), score=NameScore.of(0.0, {}))

    assert comparison.columns["identifier"].tolist() == [expected]
