"""Why an analyst decided as he did: a code for statistics, words for people.

Codes are fixed, so that they can be counted, translated and compared between agencies; what is
particular about a case goes into a sealed note. No code says anything about a value.
"""

from enum import StrEnum

from node.domain.errors import JustificationError


class Verdict(StrEnum):
    """What an analyst says of a pair."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Coded reasons of a decision."""

    SAME_IDENTIFIER = "same-identifier"
    SAME_SUBJECT_VERIFIED = "same-subject-verified"
    SAME_PARTICULARS = "same-particulars"
    CONFIRMED_BY_SOURCE = "confirmed-by-source"
    FACTS_OF_THE_CASE = "facts-of-the-case"

    DIFFERENT_BIRTH_DATE = "different-birth-date"
    DIFFERENT_IDENTIFIER = "different-identifier"
    DIFFERENT_SUBJECT = "different-subject"
    DIFFERENT_COUNTRY = "different-country"
    COMMON_NAME = "common-name"
    RECORD_WRONG = "record-wrong"
    RECORD_OUTDATED = "record-outdated"
    NOT_PROPORTIONATE = "not-proportionate"

    INSUFFICIENT_DATA = "insufficient-data"

    CONTRADICTORY_DATA = "contradictory-data"
    SOURCE_ASKED = "source-asked"
    AWAITING_AUTHORISATION = "awaiting-authorisation"


class Reopening(StrEnum):
    """Coded reasons to look at a decided alert again."""

    NEW_INFORMATION = "new-information"
    DECIDED_IN_ERROR = "decided-in-error"
    SECOND_OPINION = "second-opinion"


WORDS: dict[Reason | Reopening, str] = {
    Reason.SAME_IDENTIFIER: "the same passport, registration or other number",
    Reason.SAME_SUBJECT_VERIFIED: "compared with the file: the same subject",
    Reason.SAME_PARTICULARS: "name, date and further particulars agree, and none contradicts",
    Reason.CONFIRMED_BY_SOURCE: "whoever gave us the record says that it is the same",
    Reason.FACTS_OF_THE_CASE: "the facts of both cases leave no other reading",
    Reason.DIFFERENT_BIRTH_DATE: "another date of birth, and no error of writing",
    Reason.DIFFERENT_IDENTIFIER: "another number of a kind of which a subject has one",
    Reason.DIFFERENT_SUBJECT: "compared with the file: another subject",
    Reason.DIFFERENT_COUNTRY: "another nationality, flag or seat, and no change of it known",
    Reason.COMMON_NAME: "nothing agrees but a name that many have",
    Reason.RECORD_WRONG: "our own record is wrong and is being corrected",
    Reason.RECORD_OUTDATED: "our own record should have been deleted",
    Reason.NOT_PROPORTIONATE: "to tell of it would not be proportionate to the offence",
    Reason.INSUFFICIENT_DATA: "too little is known to decide either way",
    Reason.CONTRADICTORY_DATA: "what is known speaks both ways",
    Reason.SOURCE_ASKED: "whoever gave us the record has been asked",
    Reason.AWAITING_AUTHORISATION: "a prosecutor or court must allow it first",
    Reopening.NEW_INFORMATION: "something has become known since",
    Reopening.DECIDED_IN_ERROR: "the decision was a mistake",
    Reopening.SECOND_OPINION: "a colleague shall look at it as well",
}
"""Every code in words, for people; interfaces translate them."""

REASONS: dict[Verdict, tuple[Reason, ...]] = {
    Verdict.CONFIRMED: (
        Reason.SAME_IDENTIFIER,
        Reason.SAME_SUBJECT_VERIFIED,
        Reason.SAME_PARTICULARS,
        Reason.CONFIRMED_BY_SOURCE,
        Reason.FACTS_OF_THE_CASE,
    ),
    Verdict.DISMISSED: (
        Reason.DIFFERENT_BIRTH_DATE,
        Reason.DIFFERENT_IDENTIFIER,
        Reason.DIFFERENT_SUBJECT,
        Reason.DIFFERENT_COUNTRY,
        Reason.COMMON_NAME,
        Reason.INSUFFICIENT_DATA,
        Reason.RECORD_WRONG,
        Reason.RECORD_OUTDATED,
        Reason.NOT_PROPORTIONATE,
    ),
    Verdict.UNSURE: (
        Reason.INSUFFICIENT_DATA,
        Reason.CONTRADICTORY_DATA,
        Reason.SOURCE_ASKED,
        Reason.AWAITING_AUTHORISATION,
    ),
}
"""Which reasons each verdict may have."""

UNTEACHING = frozenset(
    {
        Reason.INSUFFICIENT_DATA,
        Reason.RECORD_WRONG,
        Reason.RECORD_OUTDATED,
        Reason.NOT_PROPORTIONATE,
    }
)
"""Dismissals that do not say that the subjects differ; no model learns from them."""


def require_reason(verdict: Verdict, code: str) -> Reason:
    """Return the reason of a code.

    Raises:
        JustificationError: A verdict of that kind has no such reason; the hint names those it has.
    """
    known = REASONS[verdict]
    if code not in set(known):
        what = "a decision needs a reason" if not code else "that is no reason for this decision"
        raise JustificationError(what, hint=f"For {verdict}: {', '.join(known)}")
    return Reason(code)


def require_reopening(code: str) -> Reopening:
    """Return the reason to look again.

    Raises:
        JustificationError: There is no such reason.
    """
    if code not in set(Reopening):
        raise JustificationError("to reopen needs a reason", hint=f"One of: {', '.join(Reopening)}")
    return Reopening(code)
