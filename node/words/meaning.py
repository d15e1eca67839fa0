"""What the codes of the domain mean, in the words that people read.

Codes travel and are kept; words are made at the edge, so that a code means the same in every
language.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from matching.subject import EntityType
from matching.zone import Band, Zone
from node.domain.account import AccountState, Role
from node.domain.alert import AlertState, Direction, Flag
from node.domain.case import CellState, Closing, Relation, TeamRole
from node.domain.check import Health
from node.domain.deadline import Clock as Duty
from node.domain.exchange import Handling, Refusal
from node.domain.followup import FOLLOW_UP_WORDS, FollowUp
from node.domain.guard import AlarmState, Scope, Sign
from node.domain.journal import Event
from node.domain.justification import Aim, Category, Purpose, Urgency
from node.domain.notice import NoticeKind, NoticeState
from node.domain.peer import AgencyKind
from node.domain.reason import WORDS, Reason, Reopening, Verdict
from node.domain.standing import StandingState
from node.words.mark import marked

MEANINGS: Final[Mapping[type[StrEnum], Mapping[str, str]]] = {
    EntityType: {
        "person": marked("person"),
        "vessel": marked("vessel"),
        "company": marked("company"),
        "identifier": marked("identifier"),
    },
    Direction: {
        "incoming": marked("incoming"),
        "outgoing": marked("outgoing"),
        "overlap": marked("overlap"),
    },
    AlertState: {
        "open": marked("new"),
        "held": marked("held by the gate"),
        "claimed": marked("claimed"),
        "second-review": marked("waits for a second reviewer"),
        "confirmed": marked("confirmed"),
        "dismissed": marked("dismissed"),
        "unsure": marked("undecided"),
        "suppressed": marked("laid aside"),
    },
    Zone: {
        "hit": marked("hit"),
        "possible": marked("possible match"),
        "no hit": marked("no hit"),
    },
    Flag: {
        "": marked("not flagged"),
        "contested": marked("record contested since"),
        "corrected": marked("record corrected since"),
        "deleted": marked("record deleted since"),
    },
    Verdict: {
        "confirmed": marked("the same"),
        "dismissed": marked("not the same"),
        "unsure": marked("cannot tell"),
    },
    Reason: {code.value: text for code, text in WORDS.items() if isinstance(code, Reason)},
    Reopening: {code.value: text for code, text in WORDS.items() if isinstance(code, Reopening)},
    FollowUp: {code.value: text for code, text in FOLLOW_UP_WORDS.items()},
    Duty: {
        "urgent-8h": marked("urgent: eight hours"),
        "urgent-3d": marked("urgent, asked for elsewhere: three days"),
        "ordinary-7d": marked("ordinary: seven days"),
        "core-data-48h": marked("core data after a confirmed match: 48 hours"),
        "retraction-48h": marked("correction or deletion: 48 hours"),
    },
    Band: {
        "": marked("not rated"),
        "probable": marked("probable"),
        "strong": marked("strong"),
    },
    CellState: {
        "pending": marked("no answer yet"),
        "waiting": marked("is asked again"),
        "hit": marked("hit"),
        "no hit": marked("no hit"),
        "refused": marked("refused"),
        "not asked": marked("not asked"),
        "failed": marked("no answer"),
    },
    StandingState: {
        "standing": marked("stands"),
        "withdrawn": marked("withdrawn by us"),
        "case-closed": marked("ended with the case"),
        "expired": marked("expired"),
        "cancelled": marked("ended by the peer"),
    },
    TeamRole: {
        "lead": marked("lead"),
        "member": marked("member"),
    },
    Closing: {
        "solved": marked("solved"),
        "handed-over": marked("handed over"),
        "nothing-found": marked("nothing found"),
        "withdrawn": marked("withdrawn"),
    },
    Relation: {
        "owner-of": marked("owner of"),
        "operator-of": marked("operator of"),
        "master-of": marked("master of"),
        "crew-of": marked("crew of"),
        "shipper-of": marked("shipper of"),
        "consignee-of": marked("consignee of"),
        "notify-party-of": marked("notify party of"),
        "carrier-of": marked("carrier of"),
        "director-of": marked("director of"),
        "employee-of": marked("employee of"),
        "member-of": marked("member of"),
        "agent-of": marked("agent of"),
        "user-of": marked("user of"),
        "calls": marked("calls"),
        "pays": marked("pays"),
        "family-of": marked("family of"),
        "associate-of": marked("associate of"),
        "linked-to": marked("linked to"),
    },
    NoticeKind: {
        "late-hit": marked("a hit told later"),
        "overlap": marked("another agency asks too"),
        "withdrawn": marked("a standing query is over"),
        "feedback": marked("what became of a hit"),
        "retraction": marked("a correction"),
        "retraction-acknowledged": marked("a correction dealt with"),
    },
    NoticeState: {
        "waiting": marked("waits for the peer"),
        "delivered": marked("delivered"),
        "refused": marked("refused by the peer"),
        "given up": marked("given up: somebody must call"),
    },
    Health: {
        "ok": marked("in order"),
        "warn": marked("needs attention"),
        "fail": marked("failed"),
    },
    Refusal: {
        "": marked("not refused"),
        "no-agreement": marked("no agreement covers this exchange"),
        "purpose-not-covered": marked("the agreement does not cover this purpose"),
        "offence-not-covered": marked("the agreement does not cover this offence"),
        "entity-type-not-covered": marked("the agreement does not cover this kind of subject"),
        "category-not-covered": marked("the agreement does not cover this category of person"),
        "quota-exhausted": marked("the quota of the day is used up"),
        "quota-guard": marked("the guard against fishing refuses for a time"),
        "standing-not-covered": marked("the agreement does not let this query stand"),
        "too-little-evidence-asked": marked("the query says too little about the subject"),
        "not-available-now": marked("not available at present"),
    },
    Handling: {
        "H0": marked("H0: no restriction beyond the agreement"),
        "H1": marked("H1: not as evidence without permission"),
        "H2": marked("H2: not to be passed on without permission"),
        "H3": marked("H3: restricted as written beside it"),
    },
    Scope: {
        "peer": marked("the whole peer"),
        "officer": marked("one officer"),
        "case": marked("one case"),
    },
    Sign: {
        "near-variants": marked("many subjects that hardly differ"),
        "single-attribute": marked("many subjects with one attribute alone"),
        "misses-in-row": marked("many queries in a row without a hit"),
        "subject-rate": marked("more subjects than anybody works on"),
        "follow-up": marked("hardly any hit is followed up"),
        "canary": marked("a decoy record was asked for"),
        "told-by-peer": marked("a peer's guard has refused one of our officers"),
        "notice-undelivered": marked("a notice could not be delivered for days"),
    },
    AlarmState: {
        "open": marked("open"),
        "closed": marked("closed"),
    },
    Event: {
        "query-out": marked("query sent"),
        "query-in": marked("query received"),
        "evaluate-out": marked("tokens sent for evaluation"),
        "evaluate-in": marked("tokens evaluated"),
        "answer": marked("answer received"),
        "combine": marked("query matched"),
        "disclose": marked("contact point told"),
        "stand-out": marked("standing query of ours changed"),
        "stand-in": marked("standing query of a peer changed"),
        "overlap": marked("overlap told"),
        "notice-out": marked("notice to a peer written"),
        "notice-acknowledged": marked("notice settled"),
        "notice-in": marked("notice of a peer heard"),
        "identifier-set": marked("identifier set told or looked into"),
        "load": marked("register loaded"),
        "open-case": marked("case worked on"),
        "close-case": marked("case closed"),
        "forum": marked("joint room worked on"),
        "claim": marked("alert claimed"),
        "confirm": marked("alert confirmed"),
        "dismiss": marked("alert dismissed"),
        "propose": marked("decision proposed"),
        "doubt": marked("alert left undecided"),
        "suppress": marked("pair laid aside"),
        "escalate": marked("alert escalated"),
        "remind": marked("reminder given"),
        "reopen": marked("alert reopened"),
        "refuse": marked("query refused"),
        "correct": marked("record corrected"),
        "transfer": marked("data transferred"),
        "follow-up": marked("hit followed up"),
        "read": marked("read"),
        "admin": marked("administration"),
        "alarm": marked("alarm"),
        "assure": marked("assurance recorded"),
        "erase": marked("contents erased"),
    },
    Purpose: {
        "drug-trafficking": marked("drug trafficking"),
        "organised-crime": marked("organised crime"),
        "money-laundering": marked("money laundering"),
        "corruption": marked("corruption"),
        "environmental-crime": marked("environmental crime"),
        "trafficking-in-persons": marked("trafficking in persons"),
        "firearms": marked("firearms"),
        "protection": marked("protection of prosecutors and witnesses"),
        "missing-person": marked("missing person"),
    },
    Category: {
        "suspect": marked("suspect"),
        "convicted": marked("convicted person"),
        "witness": marked("witness"),
        "victim": marked("victim"),
        "minor": marked("minor"),
        "missing": marked("missing person"),
        "not-a-person": marked("not a person"),
    },
    Aim: {
        "identify": marked("to identify somebody"),
        "enrich": marked("to learn more about somebody known"),
    },
    Urgency: {
        "normal": marked("normal"),
        "urgent": marked("urgent"),
    },
    Role: {
        "analyst": marked("analyst"),
        "senior-reviewer": marked("senior reviewer"),
        "data-steward": marked("data steward"),
        "security-officer": marked("security officer"),
        "auditor": marked("auditor"),
        "system-operator": marked("system operator"),
    },
    AccountState: {
        "invited": marked("invited"),
        "active": marked("active"),
        "disabled": marked("disabled"),
    },
    AgencyKind: {
        "police": marked("police"),
        "customs": marked("customs"),
        "prosecutor": marked("prosecutor"),
        "coast-guard": marked("coast guard"),
        "financial-intelligence": marked("financial intelligence unit"),
        "cooperation-centre": marked("cooperation centre"),
    },
}
"""Words by enumeration and value: two enumerations may share a value and mean something else."""


def meaning(code: StrEnum) -> str:
    """Return the English words for a code.

    Raises:
        LookupError: Nobody has said what it means.
    """
    try:
        return MEANINGS[type(code)][code.value]
    except KeyError as error:
        raise LookupError(f"there are no words for {type(code).__name__}.{code.name}") from error
