import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class TeamMember(_message.Message):
    __slots__ = ("officer", "role")
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    officer: str
    role: str
    def __init__(self, officer: _Optional[str] = ..., role: _Optional[str] = ...) -> None: ...

class CaseLink(_message.Message):
    __slots__ = ("source", "relation", "target")
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    RELATION_FIELD_NUMBER: _ClassVar[int]
    TARGET_FIELD_NUMBER: _ClassVar[int]
    source: str
    relation: str
    target: str
    def __init__(self, source: _Optional[str] = ..., relation: _Optional[str] = ..., target: _Optional[str] = ...) -> None: ...

class SeizureFacts(_message.Message):
    __slots__ = ("day", "place", "commodity", "quantity", "summary", "restrictions")
    DAY_FIELD_NUMBER: _ClassVar[int]
    PLACE_FIELD_NUMBER: _ClassVar[int]
    COMMODITY_FIELD_NUMBER: _ClassVar[int]
    QUANTITY_FIELD_NUMBER: _ClassVar[int]
    SUMMARY_FIELD_NUMBER: _ClassVar[int]
    RESTRICTIONS_FIELD_NUMBER: _ClassVar[int]
    day: str
    place: str
    commodity: str
    quantity: str
    summary: str
    restrictions: str
    def __init__(self, day: _Optional[str] = ..., place: _Optional[str] = ..., commodity: _Optional[str] = ..., quantity: _Optional[str] = ..., summary: _Optional[str] = ..., restrictions: _Optional[str] = ...) -> None: ...

class CaseChange(_message.Message):
    __slots__ = ("title", "handling", "deadline", "without_deadline", "urgency", "urgency_reason", "facts", "members", "leaving")
    TITLE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    WITHOUT_DEADLINE_FIELD_NUMBER: _ClassVar[int]
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    URGENCY_REASON_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    LEAVING_FIELD_NUMBER: _ClassVar[int]
    title: str
    handling: str
    deadline: _timestamp_pb2.Timestamp
    without_deadline: bool
    urgency: str
    urgency_reason: str
    facts: SeizureFacts
    members: _containers.RepeatedCompositeFieldContainer[TeamMember]
    leaving: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, title: _Optional[str] = ..., handling: _Optional[str] = ..., deadline: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., without_deadline: _Optional[bool] = ..., urgency: _Optional[str] = ..., urgency_reason: _Optional[str] = ..., facts: _Optional[_Union[SeizureFacts, _Mapping]] = ..., members: _Optional[_Iterable[_Union[TeamMember, _Mapping]]] = ..., leaving: _Optional[_Iterable[str]] = ...) -> None: ...

class EditCaseRequest(_message.Message):
    __slots__ = ("reference", "change", "officer")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    reference: str
    change: CaseChange
    officer: str
    def __init__(self, reference: _Optional[str] = ..., change: _Optional[_Union[CaseChange, _Mapping]] = ..., officer: _Optional[str] = ...) -> None: ...

class EditCaseResponse(_message.Message):
    __slots__ = ("reference",)
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    reference: str
    def __init__(self, reference: _Optional[str] = ...) -> None: ...

class CloseCaseRequest(_message.Message):
    __slots__ = ("reference", "closing", "officer")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CLOSING_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    reference: str
    closing: str
    officer: str
    def __init__(self, reference: _Optional[str] = ..., closing: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class CloseCaseResponse(_message.Message):
    __slots__ = ("reference", "ended")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    ENDED_FIELD_NUMBER: _ClassVar[int]
    reference: str
    ended: int
    def __init__(self, reference: _Optional[str] = ..., ended: _Optional[int] = ...) -> None: ...

class UnlinkSubjectsRequest(_message.Message):
    __slots__ = ("reference", "links", "officer")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    LINKS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    reference: str
    links: _containers.RepeatedCompositeFieldContainer[CaseLink]
    officer: str
    def __init__(self, reference: _Optional[str] = ..., links: _Optional[_Iterable[_Union[CaseLink, _Mapping]]] = ..., officer: _Optional[str] = ...) -> None: ...

class UnlinkSubjectsResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...
