"""The desk that is named is the one most particularly meant, and it can be reached."""

from dataclasses import replace

import pytest

from matching.subject import EntityType
from node.domain.desk import channels, desk_for, faults, is_complete
from node.domain.exchange import Channel, ContactPoint

DUTY = ContactPoint("duty", "Customs", "Duty", "SIENA", "ES-1")
VESSELS = replace(DUTY, id="ships", entity_types=("vessel",))
NAMED = replace(DUTY, id="company")
URGENT = replace(DUTY, id="night", urgencies=("urgent",))
DRUGS = replace(DUTY, id="drugs", offences=("drugs.*",))
CENTRE = replace(DUTY, id="centre")
ALL = (DUTY, VESSELS, NAMED, URGENT, DRUGS, CENTRE)


@pytest.mark.parametrize(
    ("kind", "offence", "urgency", "desk"),
    [
        (EntityType.PERSON, "laundering", "normal", "duty"),
        (EntityType.VESSEL, "laundering", "normal", "ships"),
        (EntityType.COMPANY, "laundering", "normal", "company"),
        (EntityType.VESSEL, "laundering", "urgent", "night"),
        (EntityType.VESSEL, "drugs.trafficking", "urgent", "drugs"),
    ],
)
def test_the_most_particular_desk_is_named(
    kind: EntityType, offence: str, urgency: str, desk: str
) -> None:
    """Offence counts before urgency, urgency before entity type, and the first is for the rest."""
    assert desk_for(ALL, kind, offence=offence, urgency=urgency).id == desk


def test_the_centre_is_named_for_nothing_in_particular() -> None:
    """It has a part of its own; only an agency with no other desk names it."""
    assert desk_for((CENTRE, DUTY), EntityType.PERSON, offence="", urgency="normal") is DUTY
    assert desk_for((CENTRE,), EntityType.PERSON, offence="", urgency="normal") is CENTRE


def test_a_desk_for_everything_is_no_more_particular_than_one_without_limits() -> None:
    """The order of the file decides between them."""
    every = replace(
        DUTY,
        id="every",
        entity_types=tuple(EntityType),
        offences=("*",),
        urgencies=("normal", "urgent"),
    )

    assert desk_for((DUTY, every), EntityType.PERSON, offence="x", urgency="urgent") is DUTY


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"channel": "SIENA", "address": ""}, "no channel"),
        ({"phone": "900 000"}, "phone"),
        ({"email": "duty"}, "e-mail"),
        ({"hours": "always"}, "hours"),
        ({"hours": "Mon-Fri 08:00-18:00"}, "time zone"),
        ({"time_zone": "Mars/Olympus"}, "IANA"),
        ({"entity_types": ("ship",)}, "entity type"),
        ({"urgencies": ("soon",)}, "urgency"),
        ({"substitute": "nobody"}, "substitute"),
        ({"substitute": "duty"}, "its own substitute"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_a_desk_that_nobody_reaches_is_refused(changes: dict[str, object], fault: str) -> None:
    """What an officer at night would find out is found out when the node starts."""
    found = list(faults((replace(DUTY, **changes),)))  # type: ignore[arg-type] # a test says what it changes

    assert any(fault in each for each in found)


def test_a_whole_desk_has_no_fault() -> None:
    """Every field may be filled."""
    whole = replace(
        DUTY,
        phone="+34 900 000 000",
        email="duty@customs.example.org",
        hours="Mon-Fri 08:00-18:00",
        time_zone="Europe/Madrid",
        channels=(Channel("I-24/7", "IP MADRID"),),
        substitute="night",
    )

    assert list(faults((whole, URGENT))) == []
    assert list(channels(whole)) == ["SIENA", "I-24/7", "phone", "e-mail"]


def test_two_desks_of_one_name_are_refused() -> None:
    """A reference to one of them would mean either."""
    assert list(faults((DUTY, DUTY))) == ["duty is there twice"]


def test_a_placeholder_is_not_complete() -> None:
    """What `init` writes where it is told of no desk waits to be filled in."""
    assert is_complete(DUTY)
    assert not is_complete(replace(DUTY, address="to be completed"))
