import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CreateStandingRequest(_message.Message):
    __slots__ = ("case_reference", "peers", "subjects", "days", "overlap", "officer")
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    case_reference: str
    peers: _containers.RepeatedScalarFieldContainer[str]
    subjects: _containers.RepeatedScalarFieldContainer[str]
    days: int
    overlap: bool
    officer: str
    def __init__(self, case_reference: _Optional[str] = ..., peers: _Optional[_Iterable[str]] = ..., subjects: _Optional[_Iterable[str]] = ..., days: _Optional[int] = ..., overlap: _Optional[bool] = ..., officer: _Optional[str] = ...) -> None: ...

class CreateStandingResponse(_message.Message):
    __slots__ = ("answers",)
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[StandingAnswer]
    def __init__(self, answers: _Optional[_Iterable[_Union[StandingAnswer, _Mapping]]] = ...) -> None: ...

class RenewStandingRequest(_message.Message):
    __slots__ = ("case_reference", "peers", "days", "reason", "officer")
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    DAYS_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    case_reference: str
    peers: _containers.RepeatedScalarFieldContainer[str]
    days: int
    reason: str
    officer: str
    def __init__(self, case_reference: _Optional[str] = ..., peers: _Optional[_Iterable[str]] = ..., days: _Optional[int] = ..., reason: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class RenewStandingResponse(_message.Message):
    __slots__ = ("answers",)
    ANSWERS_FIELD_NUMBER: _ClassVar[int]
    answers: _containers.RepeatedCompositeFieldContainer[StandingAnswer]
    def __init__(self, answers: _Optional[_Iterable[_Union[StandingAnswer, _Mapping]]] = ...) -> None: ...

class StandingAnswer(_message.Message):
    __slots__ = ("subject", "peer", "state", "reason")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    subject: str
    peer: str
    state: str
    reason: str
    def __init__(self, subject: _Optional[str] = ..., peer: _Optional[str] = ..., state: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class WithdrawStandingRequest(_message.Message):
    __slots__ = ("ids", "case_reference", "officer")
    IDS_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ids: _containers.RepeatedScalarFieldContainer[str]
    case_reference: str
    officer: str
    def __init__(self, ids: _Optional[_Iterable[str]] = ..., case_reference: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class WithdrawStandingResponse(_message.Message):
    __slots__ = ("withdrawn",)
    WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    withdrawn: int
    def __init__(self, withdrawn: _Optional[int] = ...) -> None: ...

class CancelHeldRequest(_message.Message):
    __slots__ = ("peer", "id", "officer")
    PEER_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    peer: str
    id: str
    officer: str
    def __init__(self, peer: _Optional[str] = ..., id: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class CancelHeldResponse(_message.Message):
    __slots__ = ("cancelled",)
    CANCELLED_FIELD_NUMBER: _ClassVar[int]
    cancelled: bool
    def __init__(self, cancelled: _Optional[bool] = ...) -> None: ...

class ListStandingRequest(_message.Message):
    __slots__ = ("case_reference", "ended")
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    case_reference: str
    ended: bool
    def __init__(self, case_reference: _Optional[str] = ..., ended: _Optional[bool] = ...) -> None: ...

class ListStandingResponse(_message.Message):
    __slots__ = ("standing", "held")
    STANDING_FIELD_NUMBER: _ClassVar[int]
    HELD_FIELD_NUMBER: _ClassVar[int]
    standing: _containers.RepeatedCompositeFieldContainer[StandingQuery]
    held: _containers.RepeatedCompositeFieldContainer[HeldQuery]
    def __init__(self, standing: _Optional[_Iterable[_Union[StandingQuery, _Mapping]]] = ..., held: _Optional[_Iterable[_Union[HeldQuery, _Mapping]]] = ...) -> None: ...

class StandingQuery(_message.Message):
    __slots__ = ("id", "peer", "case_reference", "entity_type", "subjects", "officer", "overlap", "state", "begun_at", "until", "ended_at", "epoch")
    ID_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    BEGUN_AT_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    ENDED_AT_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    id: str
    peer: str
    case_reference: str
    entity_type: str
    subjects: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    overlap: bool
    state: str
    begun_at: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    ended_at: _timestamp_pb2.Timestamp
    epoch: int
    def __init__(self, id: _Optional[str] = ..., peer: _Optional[str] = ..., case_reference: _Optional[str] = ..., entity_type: _Optional[str] = ..., subjects: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., overlap: _Optional[bool] = ..., state: _Optional[str] = ..., begun_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ended_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., epoch: _Optional[int] = ...) -> None: ...

class HeldQuery(_message.Message):
    __slots__ = ("peer", "id", "case_reference", "entity_type", "subjects", "overlap", "begun_at", "until", "touched", "matches")
    PEER_FIELD_NUMBER: _ClassVar[int]
    ID_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    BEGUN_AT_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    TOUCHED_FIELD_NUMBER: _ClassVar[int]
    MATCHES_FIELD_NUMBER: _ClassVar[int]
    peer: str
    id: str
    case_reference: str
    entity_type: str
    subjects: int
    overlap: bool
    begun_at: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    touched: int
    matches: bool
    def __init__(self, peer: _Optional[str] = ..., id: _Optional[str] = ..., case_reference: _Optional[str] = ..., entity_type: _Optional[str] = ..., subjects: _Optional[int] = ..., overlap: _Optional[bool] = ..., begun_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., touched: _Optional[int] = ..., matches: _Optional[bool] = ...) -> None: ...
