import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PeerRules(_message.Message):
    __slots__ = ("peer", "purposes", "offences", "minimum_penalty_years", "entity_types", "categories", "disclosure", "handling", "limits")
    PEER_FIELD_NUMBER: _ClassVar[int]
    PURPOSES_FIELD_NUMBER: _ClassVar[int]
    OFFENCES_FIELD_NUMBER: _ClassVar[int]
    MINIMUM_PENALTY_YEARS_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPES_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    LIMITS_FIELD_NUMBER: _ClassVar[int]
    peer: str
    purposes: _containers.RepeatedScalarFieldContainer[str]
    offences: _containers.RepeatedScalarFieldContainer[str]
    minimum_penalty_years: float
    entity_types: _containers.RepeatedScalarFieldContainer[str]
    categories: _containers.RepeatedScalarFieldContainer[str]
    disclosure: str
    handling: str
    limits: _containers.RepeatedCompositeFieldContainer[DayLimit]
    def __init__(self, peer: _Optional[str] = ..., purposes: _Optional[_Iterable[str]] = ..., offences: _Optional[_Iterable[str]] = ..., minimum_penalty_years: _Optional[float] = ..., entity_types: _Optional[_Iterable[str]] = ..., categories: _Optional[_Iterable[str]] = ..., disclosure: _Optional[str] = ..., handling: _Optional[str] = ..., limits: _Optional[_Iterable[_Union[DayLimit, _Mapping]]] = ...) -> None: ...

class DayLimit(_message.Message):
    __slots__ = ("scope", "tokens", "subjects")
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    TOKENS_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    scope: str
    tokens: int
    subjects: int
    def __init__(self, scope: _Optional[str] = ..., tokens: _Optional[int] = ..., subjects: _Optional[int] = ...) -> None: ...

class GateRule(_message.Message):
    __slots__ = ("name", "reason", "offences", "countries", "categories")
    NAME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OFFENCES_FIELD_NUMBER: _ClassVar[int]
    COUNTRIES_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    name: str
    reason: str
    offences: _containers.RepeatedScalarFieldContainer[str]
    countries: _containers.RepeatedScalarFieldContainer[str]
    categories: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., reason: _Optional[str] = ..., offences: _Optional[_Iterable[str]] = ..., countries: _Optional[_Iterable[str]] = ..., categories: _Optional[_Iterable[str]] = ...) -> None: ...

class ProtectionRule(_message.Message):
    __slots__ = ("desk", "reason", "offences", "categories", "genders")
    DESK_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OFFENCES_FIELD_NUMBER: _ClassVar[int]
    CATEGORIES_FIELD_NUMBER: _ClassVar[int]
    GENDERS_FIELD_NUMBER: _ClassVar[int]
    desk: str
    reason: str
    offences: _containers.RepeatedScalarFieldContainer[str]
    categories: _containers.RepeatedScalarFieldContainer[str]
    genders: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, desk: _Optional[str] = ..., reason: _Optional[str] = ..., offences: _Optional[_Iterable[str]] = ..., categories: _Optional[_Iterable[str]] = ..., genders: _Optional[_Iterable[str]] = ...) -> None: ...

class GetPolicyRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetPolicyResponse(_message.Message):
    __slots__ = ("document", "digest", "peers", "gate", "senior_officers", "protection", "protection_desk")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    GATE_FIELD_NUMBER: _ClassVar[int]
    SENIOR_OFFICERS_FIELD_NUMBER: _ClassVar[int]
    PROTECTION_FIELD_NUMBER: _ClassVar[int]
    PROTECTION_DESK_FIELD_NUMBER: _ClassVar[int]
    document: bytes
    digest: str
    peers: _containers.RepeatedCompositeFieldContainer[PeerRules]
    gate: _containers.RepeatedCompositeFieldContainer[GateRule]
    senior_officers: _containers.RepeatedScalarFieldContainer[str]
    protection: _containers.RepeatedCompositeFieldContainer[ProtectionRule]
    protection_desk: str
    def __init__(self, document: _Optional[bytes] = ..., digest: _Optional[str] = ..., peers: _Optional[_Iterable[_Union[PeerRules, _Mapping]]] = ..., gate: _Optional[_Iterable[_Union[GateRule, _Mapping]]] = ..., senior_officers: _Optional[_Iterable[str]] = ..., protection: _Optional[_Iterable[_Union[ProtectionRule, _Mapping]]] = ..., protection_desk: _Optional[str] = ...) -> None: ...

class CheckPolicyRequest(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: bytes
    def __init__(self, document: _Optional[bytes] = ...) -> None: ...

class CheckPolicyResponse(_message.Message):
    __slots__ = ("digest",)
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    digest: str
    def __init__(self, digest: _Optional[str] = ...) -> None: ...

class TestPolicyRequest(_message.Message):
    __slots__ = ("document",)
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    document: bytes
    def __init__(self, document: _Optional[bytes] = ...) -> None: ...

class PolicyChange(_message.Message):
    __slots__ = ("peer", "purpose", "was", "would_be", "count")
    PEER_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    WAS_FIELD_NUMBER: _ClassVar[int]
    WOULD_BE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    peer: str
    purpose: str
    was: str
    would_be: str
    count: int
    def __init__(self, peer: _Optional[str] = ..., purpose: _Optional[str] = ..., was: _Optional[str] = ..., would_be: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class TestPolicyResponse(_message.Message):
    __slots__ = ("requests", "changes", "first", "last")
    REQUESTS_FIELD_NUMBER: _ClassVar[int]
    CHANGES_FIELD_NUMBER: _ClassVar[int]
    FIRST_FIELD_NUMBER: _ClassVar[int]
    LAST_FIELD_NUMBER: _ClassVar[int]
    requests: int
    changes: _containers.RepeatedCompositeFieldContainer[PolicyChange]
    first: str
    last: str
    def __init__(self, requests: _Optional[int] = ..., changes: _Optional[_Iterable[_Union[PolicyChange, _Mapping]]] = ..., first: _Optional[str] = ..., last: _Optional[str] = ...) -> None: ...

class SetPolicyRequest(_message.Message):
    __slots__ = ("document", "officer")
    DOCUMENT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    document: bytes
    officer: str
    def __init__(self, document: _Optional[bytes] = ..., officer: _Optional[str] = ...) -> None: ...

class SetPolicyResponse(_message.Message):
    __slots__ = ("digest",)
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    digest: str
    def __init__(self, digest: _Optional[str] = ...) -> None: ...

class Alarm(_message.Message):
    __slots__ = ("id", "sign", "scope", "peer", "asking_officer", "case_reference", "count", "state", "raised_at", "until", "times", "closed_by", "reason")
    ID_FIELD_NUMBER: _ClassVar[int]
    SIGN_FIELD_NUMBER: _ClassVar[int]
    SCOPE_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    ASKING_OFFICER_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RAISED_AT_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    TIMES_FIELD_NUMBER: _ClassVar[int]
    CLOSED_BY_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    id: str
    sign: str
    scope: str
    peer: str
    asking_officer: str
    case_reference: str
    count: int
    state: str
    raised_at: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    times: int
    closed_by: str
    reason: str
    def __init__(self, id: _Optional[str] = ..., sign: _Optional[str] = ..., scope: _Optional[str] = ..., peer: _Optional[str] = ..., asking_officer: _Optional[str] = ..., case_reference: _Optional[str] = ..., count: _Optional[int] = ..., state: _Optional[str] = ..., raised_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., times: _Optional[int] = ..., closed_by: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class ListAlarmsRequest(_message.Message):
    __slots__ = ("state", "limit")
    STATE_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    state: str
    limit: int
    def __init__(self, state: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListAlarmsResponse(_message.Message):
    __slots__ = ("alarms",)
    ALARMS_FIELD_NUMBER: _ClassVar[int]
    alarms: _containers.RepeatedCompositeFieldContainer[Alarm]
    def __init__(self, alarms: _Optional[_Iterable[_Union[Alarm, _Mapping]]] = ...) -> None: ...

class CloseAlarmRequest(_message.Message):
    __slots__ = ("id", "reason", "lift", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    LIFT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    reason: str
    lift: bool
    officer: str
    def __init__(self, id: _Optional[str] = ..., reason: _Optional[str] = ..., lift: _Optional[bool] = ..., officer: _Optional[str] = ...) -> None: ...

class CloseAlarmResponse(_message.Message):
    __slots__ = ("alarm",)
    ALARM_FIELD_NUMBER: _ClassVar[int]
    alarm: Alarm
    def __init__(self, alarm: _Optional[_Union[Alarm, _Mapping]] = ...) -> None: ...

class RecordAssuranceRequest(_message.Message):
    __slots__ = ("alert_id", "statement", "officer")
    ALERT_ID_FIELD_NUMBER: _ClassVar[int]
    STATEMENT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    alert_id: str
    statement: str
    officer: str
    def __init__(self, alert_id: _Optional[str] = ..., statement: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class RecordAssuranceResponse(_message.Message):
    __slots__ = ("alert_id", "state", "rule")
    ALERT_ID_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    RULE_FIELD_NUMBER: _ClassVar[int]
    alert_id: str
    state: str
    rule: str
    def __init__(self, alert_id: _Optional[str] = ..., state: _Optional[str] = ..., rule: _Optional[str] = ...) -> None: ...

class RecordDisclosure(_message.Message):
    __slots__ = ("record_key", "register", "record_id", "setting", "wished", "state", "reason", "proposed_by", "proposed_at", "approved_by", "approved_at", "review_on")
    RECORD_KEY_FIELD_NUMBER: _ClassVar[int]
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    SETTING_FIELD_NUMBER: _ClassVar[int]
    WISHED_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_BY_FIELD_NUMBER: _ClassVar[int]
    PROPOSED_AT_FIELD_NUMBER: _ClassVar[int]
    APPROVED_BY_FIELD_NUMBER: _ClassVar[int]
    APPROVED_AT_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ON_FIELD_NUMBER: _ClassVar[int]
    record_key: str
    register: str
    record_id: str
    setting: str
    wished: str
    state: str
    reason: str
    proposed_by: str
    proposed_at: _timestamp_pb2.Timestamp
    approved_by: str
    approved_at: _timestamp_pb2.Timestamp
    review_on: str
    def __init__(self, record_key: _Optional[str] = ..., register: _Optional[str] = ..., record_id: _Optional[str] = ..., setting: _Optional[str] = ..., wished: _Optional[str] = ..., state: _Optional[str] = ..., reason: _Optional[str] = ..., proposed_by: _Optional[str] = ..., proposed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., approved_by: _Optional[str] = ..., approved_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., review_on: _Optional[str] = ...) -> None: ...

class ListDisclosuresRequest(_message.Message):
    __slots__ = ("register",)
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    register: str
    def __init__(self, register: _Optional[str] = ...) -> None: ...

class ListDisclosuresResponse(_message.Message):
    __slots__ = ("disclosures",)
    DISCLOSURES_FIELD_NUMBER: _ClassVar[int]
    disclosures: _containers.RepeatedCompositeFieldContainer[RecordDisclosure]
    def __init__(self, disclosures: _Optional[_Iterable[_Union[RecordDisclosure, _Mapping]]] = ...) -> None: ...

class ProposeDisclosureRequest(_message.Message):
    __slots__ = ("register", "record_id", "disclosure", "reason", "review_on", "officer")
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ON_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    register: str
    record_id: str
    disclosure: str
    reason: str
    review_on: str
    officer: str
    def __init__(self, register: _Optional[str] = ..., record_id: _Optional[str] = ..., disclosure: _Optional[str] = ..., reason: _Optional[str] = ..., review_on: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class ProposeDisclosureResponse(_message.Message):
    __slots__ = ("disclosure",)
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    disclosure: RecordDisclosure
    def __init__(self, disclosure: _Optional[_Union[RecordDisclosure, _Mapping]] = ...) -> None: ...

class ApproveDisclosureRequest(_message.Message):
    __slots__ = ("register", "record", "review_on", "officer")
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    REVIEW_ON_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    register: str
    record: str
    review_on: str
    officer: str
    def __init__(self, register: _Optional[str] = ..., record: _Optional[str] = ..., review_on: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class ApproveDisclosureResponse(_message.Message):
    __slots__ = ("disclosure",)
    DISCLOSURE_FIELD_NUMBER: _ClassVar[int]
    disclosure: RecordDisclosure
    def __init__(self, disclosure: _Optional[_Union[RecordDisclosure, _Mapping]] = ...) -> None: ...
