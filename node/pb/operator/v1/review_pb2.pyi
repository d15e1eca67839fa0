import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from node.pb.operator.v1 import operator_pb2 as _operator_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Alert(_message.Message):
    __slots__ = ("id", "direction", "state", "zone", "band", "peer", "entity_type", "query_id", "subject_number", "case_reference", "reference", "contact_point", "model", "created_at", "times", "purpose", "offence", "hold", "category", "urgency", "weight", "revision", "claimed_by", "claimed_at", "claimed_until", "verdict", "reason", "decided_by", "decided_at", "second_by", "told_at", "due_at", "clock", "escalated_at", "reminded_at", "flag", "outcome", "outcome_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    BAND_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_NUMBER_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_POINT_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    OFFENCE_FIELD_NUMBER: _ClassVar[int]
    HOLD_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_BY_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_AT_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DECIDED_BY_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    SECOND_BY_FIELD_NUMBER: _ClassVar[int]
    TOLD_AT_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    ESCALATED_AT_FIELD_NUMBER: _ClassVar[int]
    REMINDED_AT_FIELD_NUMBER: _ClassVar[int]
    FLAG_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    direction: str
    state: str
    zone: str
    band: str
    peer: str
    entity_type: str
    query_id: str
    subject_number: int
    case_reference: str
    reference: str
    contact_point: str
    model: str
    created_at: _timestamp_pb2.Timestamp
    times: int
    purpose: str
    offence: str
    hold: str
    category: str
    urgency: str
    weight: float
    revision: int
    claimed_by: str
    claimed_at: _timestamp_pb2.Timestamp
    claimed_until: _timestamp_pb2.Timestamp
    verdict: str
    reason: str
    decided_by: str
    decided_at: _timestamp_pb2.Timestamp
    second_by: str
    told_at: _timestamp_pb2.Timestamp
    due_at: _timestamp_pb2.Timestamp
    clock: str
    escalated_at: _timestamp_pb2.Timestamp
    reminded_at: _timestamp_pb2.Timestamp
    flag: str
    outcome: str
    outcome_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., direction: _Optional[str] = ..., state: _Optional[str] = ..., zone: _Optional[str] = ..., band: _Optional[str] = ..., peer: _Optional[str] = ..., entity_type: _Optional[str] = ..., query_id: _Optional[str] = ..., subject_number: _Optional[int] = ..., case_reference: _Optional[str] = ..., reference: _Optional[str] = ..., contact_point: _Optional[str] = ..., model: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., times: _Optional[int] = ..., purpose: _Optional[str] = ..., offence: _Optional[str] = ..., hold: _Optional[str] = ..., category: _Optional[str] = ..., urgency: _Optional[str] = ..., weight: _Optional[float] = ..., revision: _Optional[int] = ..., claimed_by: _Optional[str] = ..., claimed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., claimed_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., verdict: _Optional[str] = ..., reason: _Optional[str] = ..., decided_by: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., second_by: _Optional[str] = ..., told_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., clock: _Optional[str] = ..., escalated_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reminded_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., flag: _Optional[str] = ..., outcome: _Optional[str] = ..., outcome_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class Finding(_message.Message):
    __slots__ = ("attribute", "level", "bits")
    ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    BITS_FIELD_NUMBER: _ClassVar[int]
    attribute: str
    level: str
    bits: float
    def __init__(self, attribute: _Optional[str] = ..., level: _Optional[str] = ..., bits: _Optional[float] = ...) -> None: ...

class AlertConditions(_message.Message):
    __slots__ = ("state", "direction", "peer", "entity_type", "case_reference", "zone", "band", "claimed_by", "due_before", "is_escalated", "is_flagged", "id_beginning")
    STATE_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    BAND_FIELD_NUMBER: _ClassVar[int]
    CLAIMED_BY_FIELD_NUMBER: _ClassVar[int]
    DUE_BEFORE_FIELD_NUMBER: _ClassVar[int]
    IS_ESCALATED_FIELD_NUMBER: _ClassVar[int]
    IS_FLAGGED_FIELD_NUMBER: _ClassVar[int]
    ID_BEGINNING_FIELD_NUMBER: _ClassVar[int]
    state: str
    direction: str
    peer: str
    entity_type: str
    case_reference: str
    zone: str
    band: str
    claimed_by: str
    due_before: _timestamp_pb2.Timestamp
    is_escalated: bool
    is_flagged: bool
    id_beginning: str
    def __init__(self, state: _Optional[str] = ..., direction: _Optional[str] = ..., peer: _Optional[str] = ..., entity_type: _Optional[str] = ..., case_reference: _Optional[str] = ..., zone: _Optional[str] = ..., band: _Optional[str] = ..., claimed_by: _Optional[str] = ..., due_before: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., is_escalated: _Optional[bool] = ..., is_flagged: _Optional[bool] = ..., id_beginning: _Optional[str] = ...) -> None: ...

class ListAlertsRequest(_message.Message):
    __slots__ = ("conditions", "limit", "order", "after")
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    ORDER_FIELD_NUMBER: _ClassVar[int]
    AFTER_FIELD_NUMBER: _ClassVar[int]
    conditions: AlertConditions
    limit: int
    order: str
    after: str
    def __init__(self, conditions: _Optional[_Union[AlertConditions, _Mapping]] = ..., limit: _Optional[int] = ..., order: _Optional[str] = ..., after: _Optional[str] = ...) -> None: ...

class ListAlertsResponse(_message.Message):
    __slots__ = ("alerts", "total", "next_after")
    ALERTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    NEXT_AFTER_FIELD_NUMBER: _ClassVar[int]
    alerts: _containers.RepeatedCompositeFieldContainer[Alert]
    total: int
    next_after: str
    def __init__(self, alerts: _Optional[_Iterable[_Union[Alert, _Mapping]]] = ..., total: _Optional[int] = ..., next_after: _Optional[str] = ...) -> None: ...

class GetAlertRequest(_message.Message):
    __slots__ = ("id", "officer", "with_record")
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    WITH_RECORD_FIELD_NUMBER: _ClassVar[int]
    id: str
    officer: str
    with_record: bool
    def __init__(self, id: _Optional[str] = ..., officer: _Optional[str] = ..., with_record: _Optional[bool] = ...) -> None: ...

class GetAlertResponse(_message.Message):
    __slots__ = ("alert", "findings", "advice", "record", "note", "earlier", "needs_second_review", "other_desk", "told_by", "subject", "other_substitute")
    ALERT_FIELD_NUMBER: _ClassVar[int]
    FINDINGS_FIELD_NUMBER: _ClassVar[int]
    ADVICE_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    EARLIER_FIELD_NUMBER: _ClassVar[int]
    NEEDS_SECOND_REVIEW_FIELD_NUMBER: _ClassVar[int]
    OTHER_DESK_FIELD_NUMBER: _ClassVar[int]
    TOLD_BY_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    OTHER_SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    findings: _containers.RepeatedCompositeFieldContainer[Finding]
    advice: _containers.RepeatedScalarFieldContainer[str]
    record: _containers.RepeatedCompositeFieldContainer[_operator_pb2.Field]
    note: str
    earlier: _containers.RepeatedCompositeFieldContainer[Alert]
    needs_second_review: bool
    other_desk: _operator_pb2.ContactPoint
    told_by: str
    subject: str
    other_substitute: _operator_pb2.ContactPoint
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ..., findings: _Optional[_Iterable[_Union[Finding, _Mapping]]] = ..., advice: _Optional[_Iterable[str]] = ..., record: _Optional[_Iterable[_Union[_operator_pb2.Field, _Mapping]]] = ..., note: _Optional[str] = ..., earlier: _Optional[_Iterable[_Union[Alert, _Mapping]]] = ..., needs_second_review: _Optional[bool] = ..., other_desk: _Optional[_Union[_operator_pb2.ContactPoint, _Mapping]] = ..., told_by: _Optional[str] = ..., subject: _Optional[str] = ..., other_substitute: _Optional[_Union[_operator_pb2.ContactPoint, _Mapping]] = ...) -> None: ...

class CountWorkRequest(_message.Message):
    __slots__ = ("officer",)
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    officer: str
    def __init__(self, officer: _Optional[str] = ...) -> None: ...

class CountWorkResponse(_message.Message):
    __slots__ = ("new", "mine", "second_review", "overdue", "escalated", "held", "flagged")
    NEW_FIELD_NUMBER: _ClassVar[int]
    MINE_FIELD_NUMBER: _ClassVar[int]
    SECOND_REVIEW_FIELD_NUMBER: _ClassVar[int]
    OVERDUE_FIELD_NUMBER: _ClassVar[int]
    ESCALATED_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    FLAGGED_FIELD_NUMBER: _ClassVar[int]
    new: int
    mine: int
    second_review: int
    overdue: int
    escalated: int
    held: int
    flagged: int
    def __init__(self, new: _Optional[int] = ..., mine: _Optional[int] = ..., second_review: _Optional[int] = ..., overdue: _Optional[int] = ..., escalated: _Optional[int] = ..., held: _Optional[int] = ..., flagged: _Optional[int] = ...) -> None: ...

class ListReasonsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ReasonCode(_message.Message):
    __slots__ = ("verdict", "code", "words")
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    WORDS_FIELD_NUMBER: _ClassVar[int]
    verdict: str
    code: str
    words: str
    def __init__(self, verdict: _Optional[str] = ..., code: _Optional[str] = ..., words: _Optional[str] = ...) -> None: ...

class ListReasonsResponse(_message.Message):
    __slots__ = ("reasons",)
    REASONS_FIELD_NUMBER: _ClassVar[int]
    reasons: _containers.RepeatedCompositeFieldContainer[ReasonCode]
    def __init__(self, reasons: _Optional[_Iterable[_Union[ReasonCode, _Mapping]]] = ...) -> None: ...

class ClaimAlertRequest(_message.Message):
    __slots__ = ("id", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    officer: str
    def __init__(self, id: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class ClaimAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class ReleaseAlertRequest(_message.Message):
    __slots__ = ("id", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    officer: str
    def __init__(self, id: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class ReleaseAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class Ruling(_message.Message):
    __slots__ = ("verdict", "reason", "note", "revision")
    VERDICT_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    NOTE_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    verdict: str
    reason: str
    note: str
    revision: int
    def __init__(self, verdict: _Optional[str] = ..., reason: _Optional[str] = ..., note: _Optional[str] = ..., revision: _Optional[int] = ...) -> None: ...

class DecideAlertRequest(_message.Message):
    __slots__ = ("id", "ruling", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    RULING_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    ruling: Ruling
    officer: str
    def __init__(self, id: _Optional[str] = ..., ruling: _Optional[_Union[Ruling, _Mapping]] = ..., officer: _Optional[str] = ...) -> None: ...

class DecideAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class DecideAlertsRequest(_message.Message):
    __slots__ = ("conditions", "ruling", "officer")
    CONDITIONS_FIELD_NUMBER: _ClassVar[int]
    RULING_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    conditions: AlertConditions
    ruling: Ruling
    officer: str
    def __init__(self, conditions: _Optional[_Union[AlertConditions, _Mapping]] = ..., ruling: _Optional[_Union[Ruling, _Mapping]] = ..., officer: _Optional[str] = ...) -> None: ...

class DecideAlertsResponse(_message.Message):
    __slots__ = ("decided", "left")
    DECIDED_FIELD_NUMBER: _ClassVar[int]
    LEFT_FIELD_NUMBER: _ClassVar[int]
    decided: int
    left: int
    def __init__(self, decided: _Optional[int] = ..., left: _Optional[int] = ...) -> None: ...

class ReopenAlertRequest(_message.Message):
    __slots__ = ("id", "reason", "revision", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REVISION_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    revision: int
    officer: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., revision: _Optional[int] = ..., officer: _Optional[str] = ...) -> None: ...

class ReopenAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class SuppressPairRequest(_message.Message):
    __slots__ = ("id", "reason", "days", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    days: int
    officer: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., days: _Optional[int] = ..., officer: _Optional[str] = ...) -> None: ...

class SuppressPairResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class ListSuppressionsRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Suppression(_message.Message):
    __slots__ = ("record_key", "peer", "owner", "reason", "since", "until")
    RECORD_KEY_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    OWNER_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    record_key: str
    peer: str
    owner: str
    reason: str
    since: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    def __init__(self, record_key: _Optional[str] = ..., peer: _Optional[str] = ..., owner: _Optional[str] = ..., reason: _Optional[str] = ..., since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListSuppressionsResponse(_message.Message):
    __slots__ = ("suppressions",)
    SUPPRESSIONS_FIELD_NUMBER: _ClassVar[int]
    suppressions: _containers.RepeatedCompositeFieldContainer[Suppression]
    def __init__(self, suppressions: _Optional[_Iterable[_Union[Suppression, _Mapping]]] = ...) -> None: ...

class FulfilAlertRequest(_message.Message):
    __slots__ = ("id", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    officer: str
    def __init__(self, id: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class FulfilAlertResponse(_message.Message):
    __slots__ = ("alert",)
    ALERT_FIELD_NUMBER: _ClassVar[int]
    alert: Alert
    def __init__(self, alert: _Optional[_Union[Alert, _Mapping]] = ...) -> None: ...

class ListLabelsRequest(_message.Message):
    __slots__ = ("entity_type",)
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    entity_type: str
    def __init__(self, entity_type: _Optional[str] = ...) -> None: ...

class LabelLevel(_message.Message):
    __slots__ = ("column", "level")
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    column: str
    level: str
    def __init__(self, column: _Optional[str] = ..., level: _Optional[str] = ...) -> None: ...

class PairLabel(_message.Message):
    __slots__ = ("entity_type", "model", "zone", "weight", "levels", "is_match", "reason", "source", "decided_at")
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    WEIGHT_FIELD_NUMBER: _ClassVar[int]
    LEVELS_FIELD_NUMBER: _ClassVar[int]
    IS_MATCH_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DECIDED_AT_FIELD_NUMBER: _ClassVar[int]
    entity_type: str
    model: str
    zone: str
    weight: float
    levels: _containers.RepeatedCompositeFieldContainer[LabelLevel]
    is_match: bool
    reason: str
    source: str
    decided_at: _timestamp_pb2.Timestamp
    def __init__(self, entity_type: _Optional[str] = ..., model: _Optional[str] = ..., zone: _Optional[str] = ..., weight: _Optional[float] = ..., levels: _Optional[_Iterable[_Union[LabelLevel, _Mapping]]] = ..., is_match: _Optional[bool] = ..., reason: _Optional[str] = ..., source: _Optional[str] = ..., decided_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListLabelsResponse(_message.Message):
    __slots__ = ("labels",)
    LABELS_FIELD_NUMBER: _ClassVar[int]
    labels: _containers.RepeatedCompositeFieldContainer[PairLabel]
    def __init__(self, labels: _Optional[_Iterable[_Union[PairLabel, _Mapping]]] = ...) -> None: ...

class AdviseModelRequest(_message.Message):
    __slots__ = ("entity_type",)
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    entity_type: str
    def __init__(self, entity_type: _Optional[str] = ...) -> None: ...

class LevelAdvice(_message.Message):
    __slots__ = ("column", "level", "stated", "counted", "pairs")
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    LEVEL_FIELD_NUMBER: _ClassVar[int]
    STATED_FIELD_NUMBER: _ClassVar[int]
    COUNTED_FIELD_NUMBER: _ClassVar[int]
    PAIRS_FIELD_NUMBER: _ClassVar[int]
    column: str
    level: str
    stated: float
    counted: float
    pairs: int
    def __init__(self, column: _Optional[str] = ..., level: _Optional[str] = ..., stated: _Optional[float] = ..., counted: _Optional[float] = ..., pairs: _Optional[int] = ...) -> None: ...

class AdviseModelResponse(_message.Message):
    __slots__ = ("model", "matches", "others", "hit_threshold", "possible_threshold", "advised_hit", "advised_possible", "sentences", "levels")
    MODEL_FIELD_NUMBER: _ClassVar[int]
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    OTHERS_FIELD_NUMBER: _ClassVar[int]
    HIT_THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    POSSIBLE_THRESHOLD_FIELD_NUMBER: _ClassVar[int]
    ADVISED_HIT_FIELD_NUMBER: _ClassVar[int]
    ADVISED_POSSIBLE_FIELD_NUMBER: _ClassVar[int]
    SENTENCES_FIELD_NUMBER: _ClassVar[int]
    LEVELS_FIELD_NUMBER: _ClassVar[int]
    model: str
    matches: int
    others: int
    hit_threshold: float
    possible_threshold: float
    advised_hit: float
    advised_possible: float
    sentences: _containers.RepeatedScalarFieldContainer[str]
    levels: _containers.RepeatedCompositeFieldContainer[LevelAdvice]
    def __init__(self, model: _Optional[str] = ..., matches: _Optional[int] = ..., others: _Optional[int] = ..., hit_threshold: _Optional[float] = ..., possible_threshold: _Optional[float] = ..., advised_hit: _Optional[float] = ..., advised_possible: _Optional[float] = ..., sentences: _Optional[_Iterable[str]] = ..., levels: _Optional[_Iterable[_Union[LevelAdvice, _Mapping]]] = ...) -> None: ...
