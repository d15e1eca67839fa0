import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from node.pb.exchange.v1 import exchange_pb2 as _exchange_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ForumCall(_message.Message):
    __slots__ = ("checkpoint", "room", "officer", "look", "join", "evaluate", "drop", "act")
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    ROOM_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    LOOK_FIELD_NUMBER: _ClassVar[int]
    JOIN_FIELD_NUMBER: _ClassVar[int]
    EVALUATE_FIELD_NUMBER: _ClassVar[int]
    DROP_FIELD_NUMBER: _ClassVar[int]
    ACT_FIELD_NUMBER: _ClassVar[int]
    checkpoint: str
    room: str
    officer: str
    look: ForumLook
    join: ForumJoin
    evaluate: ForumEvaluate
    drop: ForumDrop
    act: ForumAct
    def __init__(self, checkpoint: _Optional[str] = ..., room: _Optional[str] = ..., officer: _Optional[str] = ..., look: _Optional[_Union[ForumLook, _Mapping]] = ..., join: _Optional[_Union[ForumJoin, _Mapping]] = ..., evaluate: _Optional[_Union[ForumEvaluate, _Mapping]] = ..., drop: _Optional[_Union[ForumDrop, _Mapping]] = ..., act: _Optional[_Union[ForumAct, _Mapping]] = ...) -> None: ...

class ForumLook(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ForumJoin(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ForumEvaluate(_message.Message):
    __slots__ = ("justification", "entity_type", "elements")
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    justification: _exchange_pb2.Justification
    entity_type: _exchange_pb2.EntityType
    elements: bytes
    def __init__(self, justification: _Optional[_Union[_exchange_pb2.Justification, _Mapping]] = ..., entity_type: _Optional[_Union[_exchange_pb2.EntityType, str]] = ..., elements: _Optional[bytes] = ...) -> None: ...

class ForumDrop(_message.Message):
    __slots__ = ("justification", "entity_type", "record", "asking")
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    RECORD_FIELD_NUMBER: _ClassVar[int]
    ASKING_FIELD_NUMBER: _ClassVar[int]
    justification: _exchange_pb2.Justification
    entity_type: _exchange_pb2.EntityType
    record: _exchange_pb2.AskedSubject
    asking: _exchange_pb2.AskedSubject
    def __init__(self, justification: _Optional[_Union[_exchange_pb2.Justification, _Mapping]] = ..., entity_type: _Optional[_Union[_exchange_pb2.EntityType, str]] = ..., record: _Optional[_Union[_exchange_pb2.AskedSubject, _Mapping]] = ..., asking: _Optional[_Union[_exchange_pb2.AskedSubject, _Mapping]] = ...) -> None: ...

class ForumAct(_message.Message):
    __slots__ = ("who", "due", "text")
    WHO_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    who: str
    due: str
    text: str
    def __init__(self, who: _Optional[str] = ..., due: _Optional[str] = ..., text: _Optional[str] = ...) -> None: ...

class ForumReply(_message.Message):
    __slots__ = ("rooms", "elements")
    ROOMS_FIELD_NUMBER: _ClassVar[int]
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    rooms: _containers.RepeatedCompositeFieldContainer[Room]
    elements: bytes
    def __init__(self, rooms: _Optional[_Iterable[_Union[Room, _Mapping]]] = ..., elements: _Optional[bytes] = ...) -> None: ...

class Room(_message.Message):
    __slots__ = ("id", "host", "purpose", "agreement", "opened_at", "ends_at", "state", "check_value", "attendees", "shared", "actions", "matched_at", "certificate", "signature")
    ID_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    ENDS_AT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CHECK_VALUE_FIELD_NUMBER: _ClassVar[int]
    ATTENDEES_FIELD_NUMBER: _ClassVar[int]
    SHARED_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    MATCHED_AT_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    id: str
    host: str
    purpose: str
    agreement: str
    opened_at: _timestamp_pb2.Timestamp
    ends_at: _timestamp_pb2.Timestamp
    state: str
    check_value: bytes
    attendees: _containers.RepeatedCompositeFieldContainer[Attendee]
    shared: _containers.RepeatedCompositeFieldContainer[SharedSubject]
    actions: _containers.RepeatedCompositeFieldContainer[ForumAction]
    matched_at: _timestamp_pb2.Timestamp
    certificate: str
    signature: bytes
    def __init__(self, id: _Optional[str] = ..., host: _Optional[str] = ..., purpose: _Optional[str] = ..., agreement: _Optional[str] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ends_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[str] = ..., check_value: _Optional[bytes] = ..., attendees: _Optional[_Iterable[_Union[Attendee, _Mapping]]] = ..., shared: _Optional[_Iterable[_Union[SharedSubject, _Mapping]]] = ..., actions: _Optional[_Iterable[_Union[ForumAction, _Mapping]]] = ..., matched_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., certificate: _Optional[str] = ..., signature: _Optional[bytes] = ...) -> None: ...

class Attendee(_message.Message):
    __slots__ = ("node", "state", "contact_point")
    NODE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_POINT_FIELD_NUMBER: _ClassVar[int]
    node: str
    state: str
    contact_point: _exchange_pb2.ContactPoint
    def __init__(self, node: _Optional[str] = ..., state: _Optional[str] = ..., contact_point: _Optional[_Union[_exchange_pb2.ContactPoint, _Mapping]] = ...) -> None: ...

class SharedSubject(_message.Message):
    __slots__ = ("number", "entity_type", "other", "band")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    OTHER_FIELD_NUMBER: _ClassVar[int]
    BAND_FIELD_NUMBER: _ClassVar[int]
    number: int
    entity_type: _exchange_pb2.EntityType
    other: str
    band: str
    def __init__(self, number: _Optional[int] = ..., entity_type: _Optional[_Union[_exchange_pb2.EntityType, str]] = ..., other: _Optional[str] = ..., band: _Optional[str] = ...) -> None: ...

class ForumAction(_message.Message):
    __slots__ = ("id", "who", "due", "text", "by")
    ID_FIELD_NUMBER: _ClassVar[int]
    WHO_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    id: str
    who: str
    due: str
    text: str
    by: str
    def __init__(self, id: _Optional[str] = ..., who: _Optional[str] = ..., due: _Optional[str] = ..., text: _Optional[str] = ..., by: _Optional[str] = ...) -> None: ...
