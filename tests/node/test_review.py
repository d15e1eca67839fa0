"""An analyst sees why a record was touched, and opens it only with an entry in the journal."""

import pytest
import pytest_asyncio

from node.domain.alert import Alert, Direction
from node.domain.errors import NotFoundError
from node.domain.journal import Event
from node.review import Review
from tests.factories import TARGET, a_justification, asked
from tests.node.conftest import Trio
from tests.node.federation import OFFICER

pytestmark = pytest.mark.asyncio(loop_scope="session")


@pytest_asyncio.fixture(loop_scope="session")
async def alert(trio: Trio, request: pytest.FixtureRequest) -> Alert:
    """Raise an incoming alert of a case of its own."""
    case = f"CASE-{request.node.name}"[:60]
    reasons = a_justification(case_reference=case)
    await trio.asker.ask(asked(TARGET), justification=reasons, peers=(trio.owner.id,))
    [alert] = trio.owner.alerts(Direction.INCOMING, case=case)
    return alert


@pytest.fixture
def review(trio: Trio) -> Review:
    """Return what the owner's analysts use."""
    return trio.owner.application.review


async def test_an_explanation_has_words_and_bits(review: Review, alert: Alert) -> None:
    """The analyst sees which attributes spoke for the record; no value of it is in the alert."""
    reviewed = review.get(alert.id, officer=OFFICER, with_record=False)

    assert any(finding.bits > 0 for finding in reviewed.findings)
    assert dict(reviewed.record) == {}
    for value in ("Valdespino", "XQA774210", "1971"):
        assert value not in alert.explanation


async def test_a_record_is_opened_with_an_entry(trio: Trio, review: Review, alert: Alert) -> None:
    """Whoever opens the record is in the journal before it is shown."""
    reviewed = review.get(alert.id, officer="officer-12", with_record=True)

    assert reviewed.record["name"] == TARGET["name"]
    assert TARGET["name"][0] not in repr(reviewed)
    entry = trio.owner.entries(Event.READ)[-1]
    assert (entry.officer, entry.detail["alert"]) == ("officer-12", alert.id)
    assert entry.retention_until is not None


async def test_looking_at_an_alert_opens_nothing(trio: Trio, review: Review, alert: Alert) -> None:
    """Without the record there is nothing to journal as read."""
    before = len(trio.owner.entries(Event.READ))

    review.get(alert.id, officer=OFFICER, with_record=False)

    assert len(trio.owner.entries(Event.READ)) == before


async def test_an_outgoing_alert_has_no_record_of_ours(trio: Trio, alert: Alert) -> None:
    """The record of a hit elsewhere is the peer's: we know whom to call."""
    [outgoing] = trio.asker.alerts(Direction.OUTGOING, case=alert.case_reference)
    review = trio.asker.application.review

    reviewed = review.get(outgoing.id, officer=OFFICER, with_record=False)

    assert (reviewed.findings, reviewed.advice) == ((), ())
    with pytest.raises(NotFoundError, match="peer's"):
        review.get(outgoing.id, officer=OFFICER, with_record=True)


async def test_an_alert_nobody_knows_is_not_found(review: Review) -> None:
    """A wrong number is an error with a code."""
    with pytest.raises(NotFoundError):
        review.get("no-such-alert", officer=OFFICER, with_record=True)
