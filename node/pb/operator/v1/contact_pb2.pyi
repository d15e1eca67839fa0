from node.pb.operator.v1 import operator_pb2 as _operator_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class ListContactsRequest(_message.Message):
    __slots__ = ("node",)
    NODE_FIELD_NUMBER: _ClassVar[int]
    node: str
    def __init__(self, node: _Optional[str] = ...) -> None: ...

class MemberContact(_message.Message):
    __slots__ = ("node", "agency", "contact_point", "is_own", "faults")
    NODE_FIELD_NUMBER: _ClassVar[int]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    CONTACT_POINT_FIELD_NUMBER: _ClassVar[int]
    IS_OWN_FIELD_NUMBER: _ClassVar[int]
    FAULTS_FIELD_NUMBER: _ClassVar[int]
    node: str
    agency: str
    contact_point: _operator_pb2.ContactPoint
    is_own: bool
    faults: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, node: _Optional[str] = ..., agency: _Optional[str] = ..., contact_point: _Optional[_Union[_operator_pb2.ContactPoint, _Mapping]] = ..., is_own: _Optional[bool] = ..., faults: _Optional[_Iterable[str]] = ...) -> None: ...

class ListContactsResponse(_message.Message):
    __slots__ = ("contacts",)
    CONTACTS_FIELD_NUMBER: _ClassVar[int]
    contacts: _containers.RepeatedCompositeFieldContainer[MemberContact]
    def __init__(self, contacts: _Optional[_Iterable[_Union[MemberContact, _Mapping]]] = ...) -> None: ...

class ChooseContactRequest(_message.Message):
    __slots__ = ("node", "entity_type", "offence", "urgency")
    NODE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    OFFENCE_FIELD_NUMBER: _ClassVar[int]
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    node: str
    entity_type: str
    offence: str
    urgency: str
    def __init__(self, node: _Optional[str] = ..., entity_type: _Optional[str] = ..., offence: _Optional[str] = ..., urgency: _Optional[str] = ...) -> None: ...

class ChooseContactResponse(_message.Message):
    __slots__ = ("contact_point", "substitute")
    CONTACT_POINT_FIELD_NUMBER: _ClassVar[int]
    SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    contact_point: _operator_pb2.ContactPoint
    substitute: _operator_pb2.ContactPoint
    def __init__(self, contact_point: _Optional[_Union[_operator_pb2.ContactPoint, _Mapping]] = ..., substitute: _Optional[_Union[_operator_pb2.ContactPoint, _Mapping]] = ...) -> None: ...
