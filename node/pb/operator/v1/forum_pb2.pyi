import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from node.pb.operator.v1 import operator_pb2 as _operator_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class RoomMember(_message.Message):
    __slots__ = ("node", "state", "contact_point")
    NODE_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_POINT_FIELD_NUMBER: _ClassVar[int]
    node: str
    state: str
    contact_point: _operator_pb2.ContactPoint
    def __init__(self, node: _Optional[str] = ..., state: _Optional[str] = ..., contact_point: _Optional[_Union[_operator_pb2.ContactPoint, _Mapping]] = ...) -> None: ...

class RoomShared(_message.Message):
    __slots__ = ("subject", "entity_type", "other", "band")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    OTHER_FIELD_NUMBER: _ClassVar[int]
    BAND_FIELD_NUMBER: _ClassVar[int]
    subject: str
    entity_type: str
    other: str
    band: str
    def __init__(self, subject: _Optional[str] = ..., entity_type: _Optional[str] = ..., other: _Optional[str] = ..., band: _Optional[str] = ...) -> None: ...

class RoomAction(_message.Message):
    __slots__ = ("who", "due", "text", "by")
    WHO_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    BY_FIELD_NUMBER: _ClassVar[int]
    who: str
    due: str
    text: str
    by: str
    def __init__(self, who: _Optional[str] = ..., due: _Optional[str] = ..., text: _Optional[str] = ..., by: _Optional[str] = ...) -> None: ...

class Room(_message.Message):
    __slots__ = ("id", "host", "purpose", "agreement", "opened_at", "ends_at", "state", "matched_at", "members", "shared", "actions", "case_reference", "certificate", "is_certified")
    ID_FIELD_NUMBER: _ClassVar[int]
    HOST_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    OPENED_AT_FIELD_NUMBER: _ClassVar[int]
    ENDS_AT_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    MATCHED_AT_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    SHARED_FIELD_NUMBER: _ClassVar[int]
    ACTIONS_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    IS_CERTIFIED_FIELD_NUMBER: _ClassVar[int]
    id: str
    host: str
    purpose: str
    agreement: str
    opened_at: _timestamp_pb2.Timestamp
    ends_at: _timestamp_pb2.Timestamp
    state: str
    matched_at: _timestamp_pb2.Timestamp
    members: _containers.RepeatedCompositeFieldContainer[RoomMember]
    shared: _containers.RepeatedCompositeFieldContainer[RoomShared]
    actions: _containers.RepeatedCompositeFieldContainer[RoomAction]
    case_reference: str
    certificate: str
    is_certified: bool
    def __init__(self, id: _Optional[str] = ..., host: _Optional[str] = ..., purpose: _Optional[str] = ..., agreement: _Optional[str] = ..., opened_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., ends_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., state: _Optional[str] = ..., matched_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., members: _Optional[_Iterable[_Union[RoomMember, _Mapping]]] = ..., shared: _Optional[_Iterable[_Union[RoomShared, _Mapping]]] = ..., actions: _Optional[_Iterable[_Union[RoomAction, _Mapping]]] = ..., case_reference: _Optional[str] = ..., certificate: _Optional[str] = ..., is_certified: _Optional[bool] = ...) -> None: ...

class OpenRoomRequest(_message.Message):
    __slots__ = ("purpose", "agreement", "ends_at", "members", "officer")
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    ENDS_AT_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    purpose: str
    agreement: str
    ends_at: _timestamp_pb2.Timestamp
    members: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    def __init__(self, purpose: _Optional[str] = ..., agreement: _Optional[str] = ..., ends_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., members: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ...) -> None: ...

class OpenRoomResponse(_message.Message):
    __slots__ = ("room",)
    ROOM_FIELD_NUMBER: _ClassVar[int]
    room: Room
    def __init__(self, room: _Optional[_Union[Room, _Mapping]] = ...) -> None: ...

class InviteMemberRequest(_message.Message):
    __slots__ = ("room", "member", "officer")
    ROOM_FIELD_NUMBER: _ClassVar[int]
    MEMBER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    room: str
    member: str
    officer: str
    def __init__(self, room: _Optional[str] = ..., member: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class InviteMemberResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class JoinRoomRequest(_message.Message):
    __slots__ = ("host", "room", "officer")
    HOST_FIELD_NUMBER: _ClassVar[int]
    ROOM_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    host: str
    room: str
    officer: str
    def __init__(self, host: _Optional[str] = ..., room: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class JoinRoomResponse(_message.Message):
    __slots__ = ("room",)
    ROOM_FIELD_NUMBER: _ClassVar[int]
    room: Room
    def __init__(self, room: _Optional[_Union[Room, _Mapping]] = ...) -> None: ...

class DropCaseRequest(_message.Message):
    __slots__ = ("room", "case_reference", "officer")
    ROOM_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    room: str
    case_reference: str
    officer: str
    def __init__(self, room: _Optional[str] = ..., case_reference: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class DropCaseResponse(_message.Message):
    __slots__ = ("room",)
    ROOM_FIELD_NUMBER: _ClassVar[int]
    room: Room
    def __init__(self, room: _Optional[_Union[Room, _Mapping]] = ...) -> None: ...

class MatchRoomRequest(_message.Message):
    __slots__ = ("room", "officer")
    ROOM_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    room: str
    officer: str
    def __init__(self, room: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class MatchRoomResponse(_message.Message):
    __slots__ = ("shared",)
    SHARED_FIELD_NUMBER: _ClassVar[int]
    shared: int
    def __init__(self, shared: _Optional[int] = ...) -> None: ...

class GetRoomRequest(_message.Message):
    __slots__ = ("room", "officer")
    ROOM_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    room: str
    officer: str
    def __init__(self, room: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class GetRoomResponse(_message.Message):
    __slots__ = ("room",)
    ROOM_FIELD_NUMBER: _ClassVar[int]
    room: Room
    def __init__(self, room: _Optional[_Union[Room, _Mapping]] = ...) -> None: ...

class AddActionRequest(_message.Message):
    __slots__ = ("room", "who", "due", "text", "officer")
    ROOM_FIELD_NUMBER: _ClassVar[int]
    WHO_FIELD_NUMBER: _ClassVar[int]
    DUE_FIELD_NUMBER: _ClassVar[int]
    TEXT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    room: str
    who: str
    due: str
    text: str
    officer: str
    def __init__(self, room: _Optional[str] = ..., who: _Optional[str] = ..., due: _Optional[str] = ..., text: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class AddActionResponse(_message.Message):
    __slots__ = ("room",)
    ROOM_FIELD_NUMBER: _ClassVar[int]
    room: Room
    def __init__(self, room: _Optional[_Union[Room, _Mapping]] = ...) -> None: ...

class CloseRoomRequest(_message.Message):
    __slots__ = ("room", "officer")
    ROOM_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    room: str
    officer: str
    def __init__(self, room: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class CloseRoomResponse(_message.Message):
    __slots__ = ("certificate",)
    CERTIFICATE_FIELD_NUMBER: _ClassVar[int]
    certificate: str
    def __init__(self, certificate: _Optional[str] = ...) -> None: ...

class ListRoomsRequest(_message.Message):
    __slots__ = ("host", "officer")
    HOST_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    host: str
    officer: str
    def __init__(self, host: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class ListRoomsResponse(_message.Message):
    __slots__ = ("rooms",)
    ROOMS_FIELD_NUMBER: _ClassVar[int]
    rooms: _containers.RepeatedCompositeFieldContainer[Room]
    def __init__(self, rooms: _Optional[_Iterable[_Union[Room, _Mapping]]] = ...) -> None: ...
