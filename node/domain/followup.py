"""What became of a hit at the agency that asked: codes alone, which say nothing of the subject."""

from enum import StrEnum


class FollowUp(StrEnum):
    """What a hit has led to; told back to the owner where both want that."""

    CONFIRMED = "confirmed"
    """The desks have compared: the same subject."""
    REJECTED = "rejected"
    """The desks have compared: another subject."""
    REQUEST_SENT = "request-sent"
    """A request for information or for legal assistance has left."""
    INFORMATION_RECEIVED = "information-received"
    TEAM = "team"
    """A joint investigation team, or an agreement to work as one."""
    SEIZURE = "seizure"
    FREEZE = "freeze"
    ARREST = "arrest"
    CHARGE = "charge"
    NO_ACTION = "no-action"


FOLLOW_UP_WORDS = {
    FollowUp.CONFIRMED: "the same subject, say both desks",
    FollowUp.REJECTED: "another subject, say both desks",
    FollowUp.REQUEST_SENT: "a request has been sent",
    FollowUp.INFORMATION_RECEIVED: "information was received",
    FollowUp.TEAM: "a joint investigation",
    FollowUp.SEIZURE: "a seizure",
    FollowUp.FREEZE: "assets frozen",
    FollowUp.ARREST: "an arrest",
    FollowUp.CHARGE: "charges brought",
    FollowUp.NO_ACTION: "nothing further was done",
}
"""Every code in words, for people."""

SAME = frozenset(set(FollowUp) - {FollowUp.REJECTED, FollowUp.NO_ACTION, FollowUp.REQUEST_SENT})
"""Outcomes from which it follows that both records are about the same subject."""
