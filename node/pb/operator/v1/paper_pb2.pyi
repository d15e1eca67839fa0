import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class DraftFollowUpRequest(_message.Message):
    __slots__ = ("alert_id", "parts", "format", "language", "facts", "link", "question", "restrictions", "handling", "with_subject", "officer")
    ALERT_ID_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    LINK_FIELD_NUMBER: _ClassVar[int]
    QUESTION_FIELD_NUMBER: _ClassVar[int]
    RESTRICTIONS_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    WITH_SUBJECT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    alert_id: str
    parts: _containers.RepeatedScalarFieldContainer[str]
    format: str
    language: str
    facts: str
    link: str
    question: str
    restrictions: str
    handling: str
    with_subject: bool
    officer: str
    def __init__(self, alert_id: _Optional[str] = ..., parts: _Optional[_Iterable[str]] = ..., format: _Optional[str] = ..., language: _Optional[str] = ..., facts: _Optional[str] = ..., link: _Optional[str] = ..., question: _Optional[str] = ..., restrictions: _Optional[str] = ..., handling: _Optional[str] = ..., with_subject: _Optional[bool] = ..., officer: _Optional[str] = ...) -> None: ...

class DraftFollowUpResponse(_message.Message):
    __slots__ = ("files", "own_reference", "reference", "agency", "channel", "address", "due_at", "clock")
    FILES_FIELD_NUMBER: _ClassVar[int]
    OWN_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    DUE_AT_FIELD_NUMBER: _ClassVar[int]
    CLOCK_FIELD_NUMBER: _ClassVar[int]
    files: _containers.RepeatedCompositeFieldContainer[PaperFile]
    own_reference: str
    reference: str
    agency: str
    channel: str
    address: str
    due_at: _timestamp_pb2.Timestamp
    clock: str
    def __init__(self, files: _Optional[_Iterable[_Union[PaperFile, _Mapping]]] = ..., own_reference: _Optional[str] = ..., reference: _Optional[str] = ..., agency: _Optional[str] = ..., channel: _Optional[str] = ..., address: _Optional[str] = ..., due_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., clock: _Optional[str] = ...) -> None: ...

class PaperFile(_message.Message):
    __slots__ = ("name", "content", "digest")
    NAME_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    name: str
    content: bytes
    digest: str
    def __init__(self, name: _Optional[str] = ..., content: _Optional[bytes] = ..., digest: _Optional[str] = ...) -> None: ...

class ReportCaseRequest(_message.Message):
    __slots__ = ("reference", "format", "language", "with_subjects", "with_officers", "officer")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    WITH_SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    WITH_OFFICERS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    reference: str
    format: str
    language: str
    with_subjects: bool
    with_officers: bool
    officer: str
    def __init__(self, reference: _Optional[str] = ..., format: _Optional[str] = ..., language: _Optional[str] = ..., with_subjects: _Optional[bool] = ..., with_officers: _Optional[bool] = ..., officer: _Optional[str] = ...) -> None: ...

class ReportCaseResponse(_message.Message):
    __slots__ = ("file", "signature", "identity_key")
    FILE_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    IDENTITY_KEY_FIELD_NUMBER: _ClassVar[int]
    file: PaperFile
    signature: bytes
    identity_key: str
    def __init__(self, file: _Optional[_Union[PaperFile, _Mapping]] = ..., signature: _Optional[bytes] = ..., identity_key: _Optional[str] = ...) -> None: ...

class MakeStatisticsRequest(_message.Message):
    __slots__ = ("since", "until", "format", "language", "officer")
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    FORMAT_FIELD_NUMBER: _ClassVar[int]
    LANGUAGE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    since: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    format: str
    language: str
    officer: str
    def __init__(self, since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., format: _Optional[str] = ..., language: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class MakeStatisticsResponse(_message.Message):
    __slots__ = ("file",)
    FILE_FIELD_NUMBER: _ClassVar[int]
    file: PaperFile
    def __init__(self, file: _Optional[_Union[PaperFile, _Mapping]] = ...) -> None: ...
