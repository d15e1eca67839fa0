"""An agreement is read whole, or everything that is wrong with it is told."""

from datetime import date
from pathlib import Path

import pytest

from node.directory.agreement import agreement_from_toml
from node.domain.errors import AgreementError

EXAMPLE = (Path(__file__).parents[3] / "deploy" / "config" / "agreement.example.toml").read_text(
    encoding="utf-8"
)


def test_the_example_is_an_agreement() -> None:
    """Dates, quotas and purposes are what the file says."""
    agreement = agreement_from_toml(EXAMPLE.encode())

    assert agreement.reference
    agreement.require(agreement.valid_from)
    agreement.require(agreement.expires_on)


def test_an_agreement_ends() -> None:
    """After its last day nothing is covered."""
    agreement = agreement_from_toml(EXAMPLE.encode())

    with pytest.raises(AgreementError, match="not in force"):
        agreement.require(date(2099, 1, 1))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("drug-trafficking", "Any Purpose", "purposes"),
        ('"vessel"', '"aircraft"', "entity_types"),
        ("2030-12-31", "1999-12-31", "expires before"),
        ("2030-12-31", '"some day"', "expires_on"),
        ("token_quota_per_day = ", "token_quota = ", "token_quota"),
        ("= 500", "= 0", "subject_quota_per_day"),
        ("reference =", "reference", "not valid TOML"),
    ],
)
def test_what_is_wrong_is_told(old: str, new: str, told: str) -> None:
    """The sentence names the key."""
    assert old in EXAMPLE

    with pytest.raises(AgreementError, match=told):
        agreement_from_toml(EXAMPLE.replace(old, new).encode())


def test_what_is_no_text_is_told() -> None:
    """Bytes that are no UTF-8 are no agreement."""
    with pytest.raises(AgreementError, match="TOML"):
        agreement_from_toml(b"\xff\xfe")
