import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from node.pb.operator.v1 import operator_pb2 as _operator_pb2
from node.pb.operator.v1 import review_pb2 as _review_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RecordOutcomeRequest(_message.Message):
    __slots__ = ("id", "code", "officer", "tell")
    ID_FIELD_NUMBER: _ClassVar[int]
    CODE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TELL_FIELD_NUMBER: _ClassVar[int]
    id: str
    code: str
    officer: str
    tell: bool
    def __init__(self, id: _Optional[str] = ..., code: _Optional[str] = ..., officer: _Optional[str] = ..., tell: _Optional[bool] = ...) -> None: ...

class RecordOutcomeResponse(_message.Message):
    __slots__ = ("alert", "is_told")
    ALERT_FIELD_NUMBER: _ClassVar[int]
    IS_TOLD_FIELD_NUMBER: _ClassVar[int]
    alert: _review_pb2.Alert
    is_told: bool
    def __init__(self, alert: _Optional[_Union[_review_pb2.Alert, _Mapping]] = ..., is_told: _Optional[bool] = ...) -> None: ...

class CountOutcomesRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class OutcomeCount(_message.Message):
    __slots__ = ("direction", "peer", "entity_type", "zone", "state", "outcome", "count")
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    COUNT_FIELD_NUMBER: _ClassVar[int]
    direction: str
    peer: str
    entity_type: str
    zone: str
    state: str
    outcome: str
    count: int
    def __init__(self, direction: _Optional[str] = ..., peer: _Optional[str] = ..., entity_type: _Optional[str] = ..., zone: _Optional[str] = ..., state: _Optional[str] = ..., outcome: _Optional[str] = ..., count: _Optional[int] = ...) -> None: ...

class CountOutcomesResponse(_message.Message):
    __slots__ = ("counts",)
    COUNTS_FIELD_NUMBER: _ClassVar[int]
    counts: _containers.RepeatedCompositeFieldContainer[OutcomeCount]
    def __init__(self, counts: _Optional[_Iterable[_Union[OutcomeCount, _Mapping]]] = ...) -> None: ...

class RetractRecordRequest(_message.Message):
    __slots__ = ("register", "record_id", "change", "officer")
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    register: str
    record_id: str
    change: str
    officer: str
    def __init__(self, register: _Optional[str] = ..., record_id: _Optional[str] = ..., change: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class RetractRecordResponse(_message.Message):
    __slots__ = ("retractions",)
    RETRACTIONS_FIELD_NUMBER: _ClassVar[int]
    retractions: _containers.RepeatedCompositeFieldContainer[Retraction]
    def __init__(self, retractions: _Optional[_Iterable[_Union[Retraction, _Mapping]]] = ...) -> None: ...

class LiftContestRequest(_message.Message):
    __slots__ = ("register", "record_id", "why", "officer")
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    RECORD_ID_FIELD_NUMBER: _ClassVar[int]
    WHY_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    register: str
    record_id: str
    why: str
    officer: str
    def __init__(self, register: _Optional[str] = ..., record_id: _Optional[str] = ..., why: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class LiftContestResponse(_message.Message):
    __slots__ = ("retractions",)
    RETRACTIONS_FIELD_NUMBER: _ClassVar[int]
    retractions: _containers.RepeatedCompositeFieldContainer[Retraction]
    def __init__(self, retractions: _Optional[_Iterable[_Union[Retraction, _Mapping]]] = ...) -> None: ...

class Retraction(_message.Message):
    __slots__ = ("id", "direction", "peer", "alert_id", "reference", "case_reference", "entity_type", "change", "sentence", "raised_at", "raised_by", "due_at", "acknowledged_at", "acknowledged_by", "outcome", "is_overdue")
    ID_FIELD_NUMBER: _ClassVar[int]
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    ALERT_ID_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    RAISED_AT_FIELD_NUMBER: _ClassVar[int]
    RAISED_BY_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    ACKNOWLEDGED_AT_FIELD_NUMBER: _ClassVar[int]
    ACKNOWLEDGED_BY_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    IS_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    id: str
    direction: str
    peer: str
    alert_id: str
    reference: str
    case_reference: str
    entity_type: str
    change: str
    sentence: str
    raised_at: _timestamp_pb2.Timestamp
    raised_by: str
    due_at: _timestamp_pb2.Timestamp
    acknowledged_at: _timestamp_pb2.Timestamp
    acknowledged_by: str
    outcome: str
    is_overdue: bool
    def __init__(self, id: _Optional[str] = ..., direction: _Optional[str] = ..., peer: _Optional[str] = ..., alert_id: _Optional[str] = ..., reference: _Optional[str] = ..., case_reference: _Optional[str] = ..., entity_type: _Optional[str] = ..., change: _Optional[str] = ..., sentence: _Optional[str] = ..., raised_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., raised_by: _Optional[str] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., acknowledged_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., acknowledged_by: _Optional[str] = ..., outcome: _Optional[str] = ..., is_overdue: _Optional[bool] = ...) -> None: ...

class ListRetractionsRequest(_message.Message):
    __slots__ = ("direction", "is_open")
    DIRECTION_FIELD_NUMBER: _ClassVar[int]
    IS_OPEN_FIELD_NUMBER: _ClassVar[int]
    direction: str
    is_open: bool
    def __init__(self, direction: _Optional[str] = ..., is_open: _Optional[bool] = ...) -> None: ...

class ListRetractionsResponse(_message.Message):
    __slots__ = ("retractions",)
    RETRACTIONS_FIELD_NUMBER: _ClassVar[int]
    retractions: _containers.RepeatedCompositeFieldContainer[Retraction]
    def __init__(self, retractions: _Optional[_Iterable[_Union[Retraction, _Mapping]]] = ...) -> None: ...

class AcknowledgeRetractionRequest(_message.Message):
    __slots__ = ("id", "outcome", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    outcome: str
    officer: str
    def __init__(self, id: _Optional[str] = ..., outcome: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class AcknowledgeRetractionResponse(_message.Message):
    __slots__ = ("retraction",)
    RETRACTION_FIELD_NUMBER: _ClassVar[int]
    retraction: Retraction
    def __init__(self, retraction: _Optional[_Union[Retraction, _Mapping]] = ...) -> None: ...

class SearchSubjectRequest(_message.Message):
    __slots__ = ("entity_type", "fields", "reference", "officer")
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    entity_type: str
    fields: _containers.RepeatedCompositeFieldContainer[_operator_pb2.Field]
    reference: str
    officer: str
    def __init__(self, entity_type: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[_operator_pb2.Field, _Mapping]]] = ..., reference: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class SubjectDisclosure(_message.Message):
    __slots__ = ("recipient", "agency", "country", "case_reference", "purpose", "offence", "told_at", "reference", "outcome", "flag")
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    OFFENCE_FIELD_NUMBER: _ClassVar[int]
    TOLD_AT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    FLAG_FIELD_NUMBER: _ClassVar[int]
    recipient: str
    agency: str
    country: str
    case_reference: str
    purpose: str
    offence: str
    told_at: _timestamp_pb2.Timestamp
    reference: str
    outcome: str
    flag: str
    def __init__(self, recipient: _Optional[str] = ..., agency: _Optional[str] = ..., country: _Optional[str] = ..., case_reference: _Optional[str] = ..., purpose: _Optional[str] = ..., offence: _Optional[str] = ..., told_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., reference: _Optional[str] = ..., outcome: _Optional[str] = ..., flag: _Optional[str] = ...) -> None: ...

class SubjectRecord(_message.Message):
    __slots__ = ("register", "entity_type", "zone", "fields", "is_contested", "disclosures", "untold")
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    ZONE_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    IS_CONTESTED_FIELD_NUMBER: _ClassVar[int]
    DISCLOSURES_FIELD_NUMBER: _ClassVar[int]
    UNTOLD_FIELD_NUMBER: _ClassVar[int]
    register: str
    entity_type: str
    zone: str
    fields: _containers.RepeatedCompositeFieldContainer[_operator_pb2.Field]
    is_contested: bool
    disclosures: _containers.RepeatedCompositeFieldContainer[SubjectDisclosure]
    untold: int
    def __init__(self, register: _Optional[str] = ..., entity_type: _Optional[str] = ..., zone: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[_operator_pb2.Field, _Mapping]]] = ..., is_contested: _Optional[bool] = ..., disclosures: _Optional[_Iterable[_Union[SubjectDisclosure, _Mapping]]] = ..., untold: _Optional[int] = ...) -> None: ...

class SearchSubjectResponse(_message.Message):
    __slots__ = ("reference", "searched_at", "node", "agency", "records", "registers")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SEARCHED_AT_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    REGISTERS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    searched_at: _timestamp_pb2.Timestamp
    node: str
    agency: str
    records: _containers.RepeatedCompositeFieldContainer[SubjectRecord]
    registers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, reference: _Optional[str] = ..., searched_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., node: _Optional[str] = ..., agency: _Optional[str] = ..., records: _Optional[_Iterable[_Union[SubjectRecord, _Mapping]]] = ..., registers: _Optional[_Iterable[str]] = ...) -> None: ...
