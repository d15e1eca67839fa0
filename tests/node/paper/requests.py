"""Follow-ups of a hit, valid by default; a test says what differs."""

from dataclasses import replace
from datetime import UTC, datetime

from matching.subject import EntityType
from node.domain.exchange import Band, ContactPoint, Handling
from node.domain.justification import Urgency
from node.domain.peer import AgencyKind, NodeId
from node.domain.request import AnsweredHit, FollowUpRequest, Particulars, Party
from tests.factories import a_justification

NOON = datetime(2026, 9, 14, 12, 0, tzinfo=UTC)
DUTY = ContactPoint(
    "duty", "Centre", "Duty officer", "I-24/7", "IP PA", "+507 200 0000", "", ("es", "en")
)
RISK = ContactPoint("risk", "Customs", "Risk analysis", "SIENA", "ES-ADU-0417", email="r@a.example")
NAMES = ("Иван Петров", "محمد علي", "张伟")
"""One name in each of three scripts."""


def a_party(country: str = "PA", desk: ContactPoint | None = DUTY) -> Party:
    """Return an agency of a country."""
    name = NodeId(f"pcc-{country.lower()}")
    return Party(name, f"Centre {country}", AgencyKind.COOPERATION_CENTRE, country, desk)


def a_request(**changes: object) -> FollowUpRequest:
    """Return what a centre in Panama sends to Spanish customs about a courier."""
    whole = FollowUpRequest(
        own_reference="PA-31/67b1f50c",
        drafted_at=NOON,
        asker=a_party(),
        owner=a_party("ES", RISK),
        justification=a_justification(urgency=Urgency.URGENT, urgency_reason="sails tonight"),
        hit=AnsweredHit(
            "67b1f50c-0000-4000-8000-000000000000",
            "ES-2026-00417",
            EntityType.PERSON,
            Band.STRONG,
            "query-1",
            NOON,
            Handling.H2,
            NOON,
        ),
        particulars=Particulars(facts="Two tonnes <in> bananas & ice."),
        role="courier",
        subject={"name": NAMES, "passport": ("AB1234567",)},
    )
    return replace(whole, **changes)  # type: ignore[arg-type] # a test says what it changes
