import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from node.pb.operator.v1 import operator_pb2 as _operator_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class CheckBlindRequest(_message.Message):
    __slots__ = ("peer", "entity_type", "column", "identifiers", "justification", "officer")
    PEER_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    IDENTIFIERS_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    peer: str
    entity_type: str
    column: str
    identifiers: _containers.RepeatedScalarFieldContainer[str]
    justification: _operator_pb2.Justification
    officer: str
    def __init__(self, peer: _Optional[str] = ..., entity_type: _Optional[str] = ..., column: _Optional[str] = ..., identifiers: _Optional[_Iterable[str]] = ..., justification: _Optional[_Union[_operator_pb2.Justification, _Mapping]] = ..., officer: _Optional[str] = ...) -> None: ...

class CheckBlindResponse(_message.Message):
    __slots__ = ("kind", "known", "issued_at", "pages")
    KIND_FIELD_NUMBER: _ClassVar[int]
    KNOWN_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    PAGES_FIELD_NUMBER: _ClassVar[int]
    kind: str
    known: _containers.RepeatedScalarFieldContainer[bool]
    issued_at: _timestamp_pb2.Timestamp
    pages: int
    def __init__(self, kind: _Optional[str] = ..., known: _Optional[_Iterable[bool]] = ..., issued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., pages: _Optional[int] = ...) -> None: ...
