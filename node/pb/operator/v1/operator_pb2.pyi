import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from node.pb.operator.v1 import casework_pb2 as _casework_pb2
from node.pb.operator.v1 import standing_pb2 as _standing_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class Field(_message.Message):
    __slots__ = ("name", "values")
    NAME_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    name: str
    values: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, name: _Optional[str] = ..., values: _Optional[_Iterable[str]] = ...) -> None: ...

class Row(_message.Message):
    __slots__ = ("line", "fields")
    LINE_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    line: int
    fields: _containers.RepeatedCompositeFieldContainer[Field]
    def __init__(self, line: _Optional[int] = ..., fields: _Optional[_Iterable[_Union[Field, _Mapping]]] = ...) -> None: ...

class Reject(_message.Message):
    __slots__ = ("line", "column", "reason")
    LINE_FIELD_NUMBER: _ClassVar[int]
    COLUMN_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    line: int
    column: str
    reason: str
    def __init__(self, line: _Optional[int] = ..., column: _Optional[str] = ..., reason: _Optional[str] = ...) -> None: ...

class Justification(_message.Message):
    __slots__ = ("case_reference", "legal_basis", "purpose", "offence", "category", "aim", "urgency", "urgency_reason")
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    LEGAL_BASIS_FIELD_NUMBER: _ClassVar[int]
    PURPOSE_FIELD_NUMBER: _ClassVar[int]
    OFFENCE_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    AIM_FIELD_NUMBER: _ClassVar[int]
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    URGENCY_REASON_FIELD_NUMBER: _ClassVar[int]
    case_reference: str
    legal_basis: str
    purpose: str
    offence: str
    category: str
    aim: str
    urgency: str
    urgency_reason: str
    def __init__(self, case_reference: _Optional[str] = ..., legal_basis: _Optional[str] = ..., purpose: _Optional[str] = ..., offence: _Optional[str] = ..., category: _Optional[str] = ..., aim: _Optional[str] = ..., urgency: _Optional[str] = ..., urgency_reason: _Optional[str] = ...) -> None: ...

class GetStatusRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetStatusResponse(_message.Message):
    __slots__ = ("id", "name", "kind", "country", "address", "version", "started_at", "registers", "open_alerts", "peers", "journal_entries", "checkpoint", "certificate_expires_at")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    STARTED_AT_FIELD_NUMBER: _ClassVar[int]
    REGISTERS_FIELD_NUMBER: _ClassVar[int]
    OPEN_ALERTS_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    JOURNAL_ENTRIES_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    kind: str
    country: str
    address: str
    version: str
    started_at: _timestamp_pb2.Timestamp
    registers: _containers.RepeatedCompositeFieldContainer[Register]
    open_alerts: int
    peers: int
    journal_entries: int
    checkpoint: str
    certificate_expires_at: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., kind: _Optional[str] = ..., country: _Optional[str] = ..., address: _Optional[str] = ..., version: _Optional[str] = ..., started_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., registers: _Optional[_Iterable[_Union[Register, _Mapping]]] = ..., open_alerts: _Optional[int] = ..., peers: _Optional[int] = ..., journal_entries: _Optional[int] = ..., checkpoint: _Optional[str] = ..., certificate_expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class DiagnoseRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Check(_message.Message):
    __slots__ = ("name", "result", "finding", "remedy")
    NAME_FIELD_NUMBER: _ClassVar[int]
    RESULT_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    REMEDY_FIELD_NUMBER: _ClassVar[int]
    name: str
    result: str
    finding: str
    remedy: str
    def __init__(self, name: _Optional[str] = ..., result: _Optional[str] = ..., finding: _Optional[str] = ..., remedy: _Optional[str] = ...) -> None: ...

class DiagnoseResponse(_message.Message):
    __slots__ = ("checks",)
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    checks: _containers.RepeatedCompositeFieldContainer[Check]
    def __init__(self, checks: _Optional[_Iterable[_Union[Check, _Mapping]]] = ...) -> None: ...

class LoadRegisterRequest(_message.Message):
    __slots__ = ("start", "batch", "end")
    START_FIELD_NUMBER: _ClassVar[int]
    BATCH_FIELD_NUMBER: _ClassVar[int]
    END_FIELD_NUMBER: _ClassVar[int]
    start: LoadStart
    batch: RowBatch
    end: LoadEnd
    def __init__(self, start: _Optional[_Union[LoadStart, _Mapping]] = ..., batch: _Optional[_Union[RowBatch, _Mapping]] = ..., end: _Optional[_Union[LoadEnd, _Mapping]] = ...) -> None: ...

class LoadStart(_message.Message):
    __slots__ = ("register", "entity_type", "source", "dry_run", "expected", "officer")
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    DRY_RUN_FIELD_NUMBER: _ClassVar[int]
    EXPECTED_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    register: str
    entity_type: str
    source: str
    dry_run: bool
    expected: int
    officer: str
    def __init__(self, register: _Optional[str] = ..., entity_type: _Optional[str] = ..., source: _Optional[str] = ..., dry_run: _Optional[bool] = ..., expected: _Optional[int] = ..., officer: _Optional[str] = ...) -> None: ...

class LoadEnd(_message.Message):
    __slots__ = ("rows",)
    ROWS_FIELD_NUMBER: _ClassVar[int]
    rows: int
    def __init__(self, rows: _Optional[int] = ...) -> None: ...

class RowBatch(_message.Message):
    __slots__ = ("rows", "faults")
    ROWS_FIELD_NUMBER: _ClassVar[int]
    FAULTS_FIELD_NUMBER: _ClassVar[int]
    rows: _containers.RepeatedCompositeFieldContainer[Row]
    faults: _containers.RepeatedCompositeFieldContainer[Reject]
    def __init__(self, rows: _Optional[_Iterable[_Union[Row, _Mapping]]] = ..., faults: _Optional[_Iterable[_Union[Reject, _Mapping]]] = ...) -> None: ...

class LoadRegisterResponse(_message.Message):
    __slots__ = ("stage", "done", "total", "records", "rejected", "generation")
    STAGE_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    stage: str
    done: int
    total: int
    records: int
    rejected: int
    generation: str
    def __init__(self, stage: _Optional[str] = ..., done: _Optional[int] = ..., total: _Optional[int] = ..., records: _Optional[int] = ..., rejected: _Optional[int] = ..., generation: _Optional[str] = ...) -> None: ...

class Register(_message.Message):
    __slots__ = ("name", "entity_type", "records", "rejected", "loaded_at", "source", "generation", "bytes")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    REJECTED_FIELD_NUMBER: _ClassVar[int]
    LOADED_AT_FIELD_NUMBER: _ClassVar[int]
    SOURCE_FIELD_NUMBER: _ClassVar[int]
    GENERATION_FIELD_NUMBER: _ClassVar[int]
    BYTES_FIELD_NUMBER: _ClassVar[int]
    name: str
    entity_type: str
    records: int
    rejected: int
    loaded_at: _timestamp_pb2.Timestamp
    source: str
    generation: str
    bytes: int
    def __init__(self, name: _Optional[str] = ..., entity_type: _Optional[str] = ..., records: _Optional[int] = ..., rejected: _Optional[int] = ..., loaded_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., source: _Optional[str] = ..., generation: _Optional[str] = ..., bytes: _Optional[int] = ...) -> None: ...

class ListRegistersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListRegistersResponse(_message.Message):
    __slots__ = ("registers",)
    REGISTERS_FIELD_NUMBER: _ClassVar[int]
    registers: _containers.RepeatedCompositeFieldContainer[Register]
    def __init__(self, registers: _Optional[_Iterable[_Union[Register, _Mapping]]] = ...) -> None: ...

class ListRejectsRequest(_message.Message):
    __slots__ = ("register", "limit")
    REGISTER_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    register: str
    limit: int
    def __init__(self, register: _Optional[str] = ..., limit: _Optional[int] = ...) -> None: ...

class ListRejectsResponse(_message.Message):
    __slots__ = ("rejects", "total")
    REJECTS_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    rejects: _containers.RepeatedCompositeFieldContainer[Reject]
    total: int
    def __init__(self, rejects: _Optional[_Iterable[_Union[Reject, _Mapping]]] = ..., total: _Optional[int] = ...) -> None: ...

class AskPeersRequest(_message.Message):
    __slots__ = ("entity_type", "fields", "justification", "peers", "officer", "validate_only")
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    VALIDATE_ONLY_FIELD_NUMBER: _ClassVar[int]
    entity_type: str
    fields: _containers.RepeatedCompositeFieldContainer[Field]
    justification: Justification
    peers: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    validate_only: bool
    def __init__(self, entity_type: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[Field, _Mapping]]] = ..., justification: _Optional[_Union[Justification, _Mapping]] = ..., peers: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., validate_only: _Optional[bool] = ...) -> None: ...

class Cell(_message.Message):
    __slots__ = ("subject", "peer", "state", "refusal", "band", "reference", "contact_point", "handling", "fresh_at", "model", "problem", "answered_at", "substitute", "flag", "attempts", "retry_at")
    SUBJECT_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    BAND_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_POINT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    FRESH_AT_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    PROBLEM_FIELD_NUMBER: _ClassVar[int]
    ANSWERED_AT_FIELD_NUMBER: _ClassVar[int]
    SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    FLAG_FIELD_NUMBER: _ClassVar[int]
    ATTEMPTS_FIELD_NUMBER: _ClassVar[int]
    RETRY_AT_FIELD_NUMBER: _ClassVar[int]
    subject: str
    peer: str
    state: str
    refusal: str
    band: str
    reference: str
    contact_point: ContactPoint
    handling: str
    fresh_at: _timestamp_pb2.Timestamp
    model: str
    problem: Problem
    answered_at: _timestamp_pb2.Timestamp
    substitute: ContactPoint
    flag: str
    attempts: int
    retry_at: _timestamp_pb2.Timestamp
    def __init__(self, subject: _Optional[str] = ..., peer: _Optional[str] = ..., state: _Optional[str] = ..., refusal: _Optional[str] = ..., band: _Optional[str] = ..., reference: _Optional[str] = ..., contact_point: _Optional[_Union[ContactPoint, _Mapping]] = ..., handling: _Optional[str] = ..., fresh_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., model: _Optional[str] = ..., problem: _Optional[_Union[Problem, _Mapping]] = ..., answered_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., substitute: _Optional[_Union[ContactPoint, _Mapping]] = ..., flag: _Optional[str] = ..., attempts: _Optional[int] = ..., retry_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ContactPoint(_message.Message):
    __slots__ = ("id", "agency", "desk", "channel", "address", "phone", "email", "languages", "hours", "time_zone", "channels", "substitute", "entity_types", "offences", "urgencies")
    ID_FIELD_NUMBER: _ClassVar[int]
    AGENCY_FIELD_NUMBER: _ClassVar[int]
    DESK_FIELD_NUMBER: _ClassVar[int]
    CHANNEL_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PHONE_FIELD_NUMBER: _ClassVar[int]
    EMAIL_FIELD_NUMBER: _ClassVar[int]
    LANGUAGES_FIELD_NUMBER: _ClassVar[int]
    HOURS_FIELD_NUMBER: _ClassVar[int]
    TIME_ZONE_FIELD_NUMBER: _ClassVar[int]
    CHANNELS_FIELD_NUMBER: _ClassVar[int]
    SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPES_FIELD_NUMBER: _ClassVar[int]
    OFFENCES_FIELD_NUMBER: _ClassVar[int]
    URGENCIES_FIELD_NUMBER: _ClassVar[int]
    id: str
    agency: str
    desk: str
    channel: str
    address: str
    phone: str
    email: str
    languages: _containers.RepeatedScalarFieldContainer[str]
    hours: str
    time_zone: str
    channels: _containers.RepeatedCompositeFieldContainer[Channel]
    substitute: str
    entity_types: _containers.RepeatedScalarFieldContainer[str]
    offences: _containers.RepeatedScalarFieldContainer[str]
    urgencies: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, id: _Optional[str] = ..., agency: _Optional[str] = ..., desk: _Optional[str] = ..., channel: _Optional[str] = ..., address: _Optional[str] = ..., phone: _Optional[str] = ..., email: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., hours: _Optional[str] = ..., time_zone: _Optional[str] = ..., channels: _Optional[_Iterable[_Union[Channel, _Mapping]]] = ..., substitute: _Optional[str] = ..., entity_types: _Optional[_Iterable[str]] = ..., offences: _Optional[_Iterable[str]] = ..., urgencies: _Optional[_Iterable[str]] = ...) -> None: ...

class Channel(_message.Message):
    __slots__ = ("name", "address")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    name: str
    address: str
    def __init__(self, name: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...

class Problem(_message.Message):
    __slots__ = ("code", "sentence", "hint")
    CODE_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    HINT_FIELD_NUMBER: _ClassVar[int]
    code: str
    sentence: str
    hint: str
    def __init__(self, code: _Optional[str] = ..., sentence: _Optional[str] = ..., hint: _Optional[str] = ...) -> None: ...

class AskPeersResponse(_message.Message):
    __slots__ = ("cell", "preview")
    CELL_FIELD_NUMBER: _ClassVar[int]
    PREVIEW_FIELD_NUMBER: _ClassVar[int]
    cell: Cell
    preview: Preview
    def __init__(self, cell: _Optional[_Union[Cell, _Mapping]] = ..., preview: _Optional[_Union[Preview, _Mapping]] = ...) -> None: ...

class Preview(_message.Message):
    __slots__ = ("names", "tokens", "attributes", "peers")
    NAMES_FIELD_NUMBER: _ClassVar[int]
    TOKENS_FIELD_NUMBER: _ClassVar[int]
    ATTRIBUTES_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    names: int
    tokens: int
    attributes: _containers.RepeatedScalarFieldContainer[str]
    peers: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, names: _Optional[int] = ..., tokens: _Optional[int] = ..., attributes: _Optional[_Iterable[str]] = ..., peers: _Optional[_Iterable[str]] = ...) -> None: ...

class CreateCaseRequest(_message.Message):
    __slots__ = ("reference", "justification", "officer", "title", "change")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    reference: str
    justification: Justification
    officer: str
    title: str
    change: _casework_pb2.CaseChange
    def __init__(self, reference: _Optional[str] = ..., justification: _Optional[_Union[Justification, _Mapping]] = ..., officer: _Optional[str] = ..., title: _Optional[str] = ..., change: _Optional[_Union[_casework_pb2.CaseChange, _Mapping]] = ...) -> None: ...

class CreateCaseResponse(_message.Message):
    __slots__ = ("reference",)
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    reference: str
    def __init__(self, reference: _Optional[str] = ...) -> None: ...

class SubjectRow(_message.Message):
    __slots__ = ("id", "role", "entity_type", "fields", "line")
    ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    FIELDS_FIELD_NUMBER: _ClassVar[int]
    LINE_FIELD_NUMBER: _ClassVar[int]
    id: str
    role: str
    entity_type: str
    fields: _containers.RepeatedCompositeFieldContainer[Field]
    line: int
    def __init__(self, id: _Optional[str] = ..., role: _Optional[str] = ..., entity_type: _Optional[str] = ..., fields: _Optional[_Iterable[_Union[Field, _Mapping]]] = ..., line: _Optional[int] = ...) -> None: ...

class AddSubjectsRequest(_message.Message):
    __slots__ = ("reference", "subjects", "officer", "links")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    LINKS_FIELD_NUMBER: _ClassVar[int]
    reference: str
    subjects: _containers.RepeatedCompositeFieldContainer[SubjectRow]
    officer: str
    links: _containers.RepeatedCompositeFieldContainer[_casework_pb2.CaseLink]
    def __init__(self, reference: _Optional[str] = ..., subjects: _Optional[_Iterable[_Union[SubjectRow, _Mapping]]] = ..., officer: _Optional[str] = ..., links: _Optional[_Iterable[_Union[_casework_pb2.CaseLink, _Mapping]]] = ...) -> None: ...

class AddSubjectsResponse(_message.Message):
    __slots__ = ("added", "rejects")
    ADDED_FIELD_NUMBER: _ClassVar[int]
    REJECTS_FIELD_NUMBER: _ClassVar[int]
    added: int
    rejects: _containers.RepeatedCompositeFieldContainer[Reject]
    def __init__(self, added: _Optional[int] = ..., rejects: _Optional[_Iterable[_Union[Reject, _Mapping]]] = ...) -> None: ...

class RunCaseRequest(_message.Message):
    __slots__ = ("reference", "peers", "officer", "until", "stand", "stand_reason")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    STAND_FIELD_NUMBER: _ClassVar[int]
    STAND_REASON_FIELD_NUMBER: _ClassVar[int]
    reference: str
    peers: _containers.RepeatedScalarFieldContainer[str]
    officer: str
    until: _timestamp_pb2.Timestamp
    stand: bool
    stand_reason: str
    def __init__(self, reference: _Optional[str] = ..., peers: _Optional[_Iterable[str]] = ..., officer: _Optional[str] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., stand: _Optional[bool] = ..., stand_reason: _Optional[str] = ...) -> None: ...

class RunCaseResponse(_message.Message):
    __slots__ = ("cell", "peer", "step", "done", "total", "standing")
    CELL_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    STEP_FIELD_NUMBER: _ClassVar[int]
    DONE_FIELD_NUMBER: _ClassVar[int]
    TOTAL_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    cell: Cell
    peer: str
    step: str
    done: int
    total: int
    standing: _standing_pb2.StandingAnswer
    def __init__(self, cell: _Optional[_Union[Cell, _Mapping]] = ..., peer: _Optional[str] = ..., step: _Optional[str] = ..., done: _Optional[int] = ..., total: _Optional[int] = ..., standing: _Optional[_Union[_standing_pb2.StandingAnswer, _Mapping]] = ...) -> None: ...

class GetCaseRequest(_message.Message):
    __slots__ = ("reference", "officer")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    reference: str
    officer: str
    def __init__(self, reference: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class CaseSubject(_message.Message):
    __slots__ = ("id", "role", "entity_type", "label")
    ID_FIELD_NUMBER: _ClassVar[int]
    ROLE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    LABEL_FIELD_NUMBER: _ClassVar[int]
    id: str
    role: str
    entity_type: str
    label: str
    def __init__(self, id: _Optional[str] = ..., role: _Optional[str] = ..., entity_type: _Optional[str] = ..., label: _Optional[str] = ...) -> None: ...

class Case(_message.Message):
    __slots__ = ("reference", "title", "justification", "officer", "created_at", "run_at", "subject_count", "hit_count", "handling", "deadline", "team", "closed_at", "closed_by", "closing", "open_count", "asked_until")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    TITLE_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CREATED_AT_FIELD_NUMBER: _ClassVar[int]
    RUN_AT_FIELD_NUMBER: _ClassVar[int]
    SUBJECT_COUNT_FIELD_NUMBER: _ClassVar[int]
    HIT_COUNT_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    DEADLINE_FIELD_NUMBER: _ClassVar[int]
    TEAM_FIELD_NUMBER: _ClassVar[int]
    CLOSED_AT_FIELD_NUMBER: _ClassVar[int]
    CLOSED_BY_FIELD_NUMBER: _ClassVar[int]
    CLOSING_FIELD_NUMBER: _ClassVar[int]
    OPEN_COUNT_FIELD_NUMBER: _ClassVar[int]
    ASKED_UNTIL_FIELD_NUMBER: _ClassVar[int]
    reference: str
    title: str
    justification: Justification
    officer: str
    created_at: _timestamp_pb2.Timestamp
    run_at: _timestamp_pb2.Timestamp
    subject_count: int
    hit_count: int
    handling: str
    deadline: _timestamp_pb2.Timestamp
    team: _containers.RepeatedCompositeFieldContainer[_casework_pb2.TeamMember]
    closed_at: _timestamp_pb2.Timestamp
    closed_by: str
    closing: str
    open_count: int
    asked_until: _timestamp_pb2.Timestamp
    def __init__(self, reference: _Optional[str] = ..., title: _Optional[str] = ..., justification: _Optional[_Union[Justification, _Mapping]] = ..., officer: _Optional[str] = ..., created_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., run_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., subject_count: _Optional[int] = ..., hit_count: _Optional[int] = ..., handling: _Optional[str] = ..., deadline: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., team: _Optional[_Iterable[_Union[_casework_pb2.TeamMember, _Mapping]]] = ..., closed_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., closed_by: _Optional[str] = ..., closing: _Optional[str] = ..., open_count: _Optional[int] = ..., asked_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class GetCaseResponse(_message.Message):
    __slots__ = ("case", "subjects", "peers", "cells", "links", "facts")
    CASE_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    PEERS_FIELD_NUMBER: _ClassVar[int]
    CELLS_FIELD_NUMBER: _ClassVar[int]
    LINKS_FIELD_NUMBER: _ClassVar[int]
    FACTS_FIELD_NUMBER: _ClassVar[int]
    case: Case
    subjects: _containers.RepeatedCompositeFieldContainer[CaseSubject]
    peers: _containers.RepeatedScalarFieldContainer[str]
    cells: _containers.RepeatedCompositeFieldContainer[Cell]
    links: _containers.RepeatedCompositeFieldContainer[_casework_pb2.CaseLink]
    facts: _casework_pb2.SeizureFacts
    def __init__(self, case: _Optional[_Union[Case, _Mapping]] = ..., subjects: _Optional[_Iterable[_Union[CaseSubject, _Mapping]]] = ..., peers: _Optional[_Iterable[str]] = ..., cells: _Optional[_Iterable[_Union[Cell, _Mapping]]] = ..., links: _Optional[_Iterable[_Union[_casework_pb2.CaseLink, _Mapping]]] = ..., facts: _Optional[_Union[_casework_pb2.SeizureFacts, _Mapping]] = ...) -> None: ...

class ListCasesRequest(_message.Message):
    __slots__ = ("officer", "state", "urgency", "offence", "is_overdue")
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    URGENCY_FIELD_NUMBER: _ClassVar[int]
    OFFENCE_FIELD_NUMBER: _ClassVar[int]
    IS_OVERDUE_FIELD_NUMBER: _ClassVar[int]
    officer: str
    state: str
    urgency: str
    offence: str
    is_overdue: bool
    def __init__(self, officer: _Optional[str] = ..., state: _Optional[str] = ..., urgency: _Optional[str] = ..., offence: _Optional[str] = ..., is_overdue: _Optional[bool] = ...) -> None: ...

class ListCasesResponse(_message.Message):
    __slots__ = ("cases",)
    CASES_FIELD_NUMBER: _ClassVar[int]
    cases: _containers.RepeatedCompositeFieldContainer[Case]
    def __init__(self, cases: _Optional[_Iterable[_Union[Case, _Mapping]]] = ...) -> None: ...

class Peer(_message.Message):
    __slots__ = ("id", "name", "kind", "country", "address", "agreement", "expires_on", "purposes", "entity_types", "paused", "certificate_expires_at", "circuit", "circuit_reason", "circuit_failures", "circuit_until", "revoked", "pause_reason", "pause_until")
    ID_FIELD_NUMBER: _ClassVar[int]
    NAME_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    COUNTRY_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_ON_FIELD_NUMBER: _ClassVar[int]
    PURPOSES_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPES_FIELD_NUMBER: _ClassVar[int]
    PAUSED_FIELD_NUMBER: _ClassVar[int]
    CERTIFICATE_EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    CIRCUIT_FIELD_NUMBER: _ClassVar[int]
    CIRCUIT_REASON_FIELD_NUMBER: _ClassVar[int]
    CIRCUIT_FAILURES_FIELD_NUMBER: _ClassVar[int]
    CIRCUIT_UNTIL_FIELD_NUMBER: _ClassVar[int]
    REVOKED_FIELD_NUMBER: _ClassVar[int]
    PAUSE_REASON_FIELD_NUMBER: _ClassVar[int]
    PAUSE_UNTIL_FIELD_NUMBER: _ClassVar[int]
    id: str
    name: str
    kind: str
    country: str
    address: str
    agreement: str
    expires_on: str
    purposes: _containers.RepeatedScalarFieldContainer[str]
    entity_types: _containers.RepeatedScalarFieldContainer[str]
    paused: bool
    certificate_expires_at: _timestamp_pb2.Timestamp
    circuit: str
    circuit_reason: str
    circuit_failures: int
    circuit_until: _timestamp_pb2.Timestamp
    revoked: bool
    pause_reason: str
    pause_until: _timestamp_pb2.Timestamp
    def __init__(self, id: _Optional[str] = ..., name: _Optional[str] = ..., kind: _Optional[str] = ..., country: _Optional[str] = ..., address: _Optional[str] = ..., agreement: _Optional[str] = ..., expires_on: _Optional[str] = ..., purposes: _Optional[_Iterable[str]] = ..., entity_types: _Optional[_Iterable[str]] = ..., paused: _Optional[bool] = ..., certificate_expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., circuit: _Optional[str] = ..., circuit_reason: _Optional[str] = ..., circuit_failures: _Optional[int] = ..., circuit_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., revoked: _Optional[bool] = ..., pause_reason: _Optional[str] = ..., pause_until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ListPeersRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListPeersResponse(_message.Message):
    __slots__ = ("peers",)
    PEERS_FIELD_NUMBER: _ClassVar[int]
    peers: _containers.RepeatedCompositeFieldContainer[Peer]
    def __init__(self, peers: _Optional[_Iterable[_Union[Peer, _Mapping]]] = ...) -> None: ...

class RevokePeerRequest(_message.Message):
    __slots__ = ("id", "restore", "reason", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    RESTORE_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    restore: bool
    reason: str
    officer: str
    def __init__(self, id: _Optional[str] = ..., restore: _Optional[bool] = ..., reason: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class RevokePeerResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class PausePeerRequest(_message.Message):
    __slots__ = ("id", "resume", "reason", "until", "officer")
    ID_FIELD_NUMBER: _ClassVar[int]
    RESUME_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    id: str
    resume: bool
    reason: str
    until: _timestamp_pb2.Timestamp
    officer: str
    def __init__(self, id: _Optional[str] = ..., resume: _Optional[bool] = ..., reason: _Optional[str] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., officer: _Optional[str] = ...) -> None: ...

class PausePeerResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class AddPeerRequest(_message.Message):
    __slots__ = ("entry", "agreement", "officer")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    AGREEMENT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    entry: bytes
    agreement: bytes
    officer: str
    def __init__(self, entry: _Optional[bytes] = ..., agreement: _Optional[bytes] = ..., officer: _Optional[str] = ...) -> None: ...

class AddPeerResponse(_message.Message):
    __slots__ = ("peer",)
    PEER_FIELD_NUMBER: _ClassVar[int]
    peer: Peer
    def __init__(self, peer: _Optional[_Union[Peer, _Mapping]] = ...) -> None: ...

class ExportEntryRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ExportEntryResponse(_message.Message):
    __slots__ = ("entry",)
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    entry: bytes
    def __init__(self, entry: _Optional[bytes] = ...) -> None: ...

class TestPeerRequest(_message.Message):
    __slots__ = ("id",)
    ID_FIELD_NUMBER: _ClassVar[int]
    id: str
    def __init__(self, id: _Optional[str] = ...) -> None: ...

class TestPeerResponse(_message.Message):
    __slots__ = ("checks",)
    CHECKS_FIELD_NUMBER: _ClassVar[int]
    checks: _containers.RepeatedCompositeFieldContainer[Check]
    def __init__(self, checks: _Optional[_Iterable[_Union[Check, _Mapping]]] = ...) -> None: ...

class VerifyJournalRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class VerifyJournalResponse(_message.Message):
    __slots__ = ("is_sound", "entries", "tombstones", "root", "checkpoint", "finding")
    IS_SOUND_FIELD_NUMBER: _ClassVar[int]
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    TOMBSTONES_FIELD_NUMBER: _ClassVar[int]
    ROOT_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    is_sound: bool
    entries: int
    tombstones: int
    root: str
    checkpoint: str
    finding: str
    def __init__(self, is_sound: _Optional[bool] = ..., entries: _Optional[int] = ..., tombstones: _Optional[int] = ..., root: _Optional[str] = ..., checkpoint: _Optional[str] = ..., finding: _Optional[str] = ...) -> None: ...

class TailJournalRequest(_message.Message):
    __slots__ = ("limit", "event", "officer")
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    limit: int
    event: str
    officer: str
    def __init__(self, limit: _Optional[int] = ..., event: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class JournalEntry(_message.Message):
    __slots__ = ("index", "at", "event", "content", "leaf_hash", "legal_hold")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    AT_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    LEAF_HASH_FIELD_NUMBER: _ClassVar[int]
    LEGAL_HOLD_FIELD_NUMBER: _ClassVar[int]
    index: int
    at: _timestamp_pb2.Timestamp
    event: str
    content: str
    leaf_hash: str
    legal_hold: str
    def __init__(self, index: _Optional[int] = ..., at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., event: _Optional[str] = ..., content: _Optional[str] = ..., leaf_hash: _Optional[str] = ..., legal_hold: _Optional[str] = ...) -> None: ...

class TailJournalResponse(_message.Message):
    __slots__ = ("entries",)
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[JournalEntry]
    def __init__(self, entries: _Optional[_Iterable[_Union[JournalEntry, _Mapping]]] = ...) -> None: ...

class JournalFilter(_message.Message):
    __slots__ = ("since", "until", "peer", "case_reference", "officer", "event", "query_id")
    SINCE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    PEER_FIELD_NUMBER: _ClassVar[int]
    CASE_REFERENCE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    EVENT_FIELD_NUMBER: _ClassVar[int]
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    since: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    peer: str
    case_reference: str
    officer: str
    event: str
    query_id: str
    def __init__(self, since: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., peer: _Optional[str] = ..., case_reference: _Optional[str] = ..., officer: _Optional[str] = ..., event: _Optional[str] = ..., query_id: _Optional[str] = ...) -> None: ...

class SearchJournalRequest(_message.Message):
    __slots__ = ("filter", "limit", "officer")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    LIMIT_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    filter: JournalFilter
    limit: int
    officer: str
    def __init__(self, filter: _Optional[_Union[JournalFilter, _Mapping]] = ..., limit: _Optional[int] = ..., officer: _Optional[str] = ...) -> None: ...

class SearchJournalResponse(_message.Message):
    __slots__ = ("entries",)
    ENTRIES_FIELD_NUMBER: _ClassVar[int]
    entries: _containers.RepeatedCompositeFieldContainer[JournalEntry]
    def __init__(self, entries: _Optional[_Iterable[_Union[JournalEntry, _Mapping]]] = ...) -> None: ...

class ExportJournalRequest(_message.Message):
    __slots__ = ("filter", "officer")
    FILTER_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    filter: JournalFilter
    officer: str
    def __init__(self, filter: _Optional[_Union[JournalFilter, _Mapping]] = ..., officer: _Optional[str] = ...) -> None: ...

class ExportJournalResponse(_message.Message):
    __slots__ = ("file", "content")
    FILE_FIELD_NUMBER: _ClassVar[int]
    CONTENT_FIELD_NUMBER: _ClassVar[int]
    file: str
    content: bytes
    def __init__(self, file: _Optional[str] = ..., content: _Optional[bytes] = ...) -> None: ...

class EraseJournalRequest(_message.Message):
    __slots__ = ("before", "officer")
    BEFORE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    before: str
    officer: str
    def __init__(self, before: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class EraseJournalResponse(_message.Message):
    __slots__ = ("erased",)
    ERASED_FIELD_NUMBER: _ClassVar[int]
    erased: int
    def __init__(self, erased: _Optional[int] = ...) -> None: ...

class HoldEntryRequest(_message.Message):
    __slots__ = ("index", "procedure", "officer")
    INDEX_FIELD_NUMBER: _ClassVar[int]
    PROCEDURE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    index: int
    procedure: str
    officer: str
    def __init__(self, index: _Optional[int] = ..., procedure: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class HoldEntryResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class Directory(_message.Message):
    __slots__ = ("is_followed", "is_in_force", "version", "root_version", "expires_at", "until", "members", "accepted_at", "finding", "mistakes")
    IS_FOLLOWED_FIELD_NUMBER: _ClassVar[int]
    IS_IN_FORCE_FIELD_NUMBER: _ClassVar[int]
    VERSION_FIELD_NUMBER: _ClassVar[int]
    ROOT_VERSION_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    MEMBERS_FIELD_NUMBER: _ClassVar[int]
    ACCEPTED_AT_FIELD_NUMBER: _ClassVar[int]
    FINDING_FIELD_NUMBER: _ClassVar[int]
    MISTAKES_FIELD_NUMBER: _ClassVar[int]
    is_followed: bool
    is_in_force: bool
    version: int
    root_version: int
    expires_at: _timestamp_pb2.Timestamp
    until: _timestamp_pb2.Timestamp
    members: int
    accepted_at: _timestamp_pb2.Timestamp
    finding: str
    mistakes: _containers.RepeatedScalarFieldContainer[str]
    def __init__(self, is_followed: _Optional[bool] = ..., is_in_force: _Optional[bool] = ..., version: _Optional[int] = ..., root_version: _Optional[int] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., members: _Optional[int] = ..., accepted_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., finding: _Optional[str] = ..., mistakes: _Optional[_Iterable[str]] = ...) -> None: ...

class GetDirectoryRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class GetDirectoryResponse(_message.Message):
    __slots__ = ("directory",)
    DIRECTORY_FIELD_NUMBER: _ClassVar[int]
    directory: Directory
    def __init__(self, directory: _Optional[_Union[Directory, _Mapping]] = ...) -> None: ...

class RefreshDirectoryRequest(_message.Message):
    __slots__ = ("officer",)
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    officer: str
    def __init__(self, officer: _Optional[str] = ...) -> None: ...

class RefreshDirectoryResponse(_message.Message):
    __slots__ = ("directory",)
    DIRECTORY_FIELD_NUMBER: _ClassVar[int]
    directory: Directory
    def __init__(self, directory: _Optional[_Union[Directory, _Mapping]] = ...) -> None: ...

class TrustRootRequest(_message.Message):
    __slots__ = ("root", "replaces", "officer")
    ROOT_FIELD_NUMBER: _ClassVar[int]
    REPLACES_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    root: bytes
    replaces: bool
    officer: str
    def __init__(self, root: _Optional[bytes] = ..., replaces: _Optional[bool] = ..., officer: _Optional[str] = ...) -> None: ...

class TrustRootResponse(_message.Message):
    __slots__ = ("directory",)
    DIRECTORY_FIELD_NUMBER: _ClassVar[int]
    directory: Directory
    def __init__(self, directory: _Optional[_Union[Directory, _Mapping]] = ...) -> None: ...

class Key(_message.Message):
    __slots__ = ("use", "entity_type", "epoch", "state", "until", "fingerprint")
    USE_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    STATE_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    FINGERPRINT_FIELD_NUMBER: _ClassVar[int]
    use: str
    entity_type: str
    epoch: int
    state: str
    until: _timestamp_pb2.Timestamp
    fingerprint: str
    def __init__(self, use: _Optional[str] = ..., entity_type: _Optional[str] = ..., epoch: _Optional[int] = ..., state: _Optional[str] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., fingerprint: _Optional[str] = ...) -> None: ...

class ListKeysRequest(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class ListKeysResponse(_message.Message):
    __slots__ = ("keys",)
    KEYS_FIELD_NUMBER: _ClassVar[int]
    keys: _containers.RepeatedCompositeFieldContainer[Key]
    def __init__(self, keys: _Optional[_Iterable[_Union[Key, _Mapping]]] = ...) -> None: ...

class RotateKeyRequest(_message.Message):
    __slots__ = ("entity_type", "at_once", "officer")
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    AT_ONCE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    entity_type: str
    at_once: bool
    officer: str
    def __init__(self, entity_type: _Optional[str] = ..., at_once: _Optional[bool] = ..., officer: _Optional[str] = ...) -> None: ...

class RotateKeyResponse(_message.Message):
    __slots__ = ("epoch", "registers", "records", "retires_at")
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    REGISTERS_FIELD_NUMBER: _ClassVar[int]
    RECORDS_FIELD_NUMBER: _ClassVar[int]
    RETIRES_AT_FIELD_NUMBER: _ClassVar[int]
    epoch: int
    registers: int
    records: int
    retires_at: _timestamp_pb2.Timestamp
    def __init__(self, epoch: _Optional[int] = ..., registers: _Optional[int] = ..., records: _Optional[int] = ..., retires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class RenewCertificateRequest(_message.Message):
    __slots__ = ("officer",)
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    officer: str
    def __init__(self, officer: _Optional[str] = ...) -> None: ...

class RenewCertificateResponse(_message.Message):
    __slots__ = ("entry", "expires_at")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    entry: bytes
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, entry: _Optional[bytes] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class UseCertificateRequest(_message.Message):
    __slots__ = ("is_forced", "officer")
    IS_FORCED_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    is_forced: bool
    officer: str
    def __init__(self, is_forced: _Optional[bool] = ..., officer: _Optional[str] = ...) -> None: ...

class UseCertificateResponse(_message.Message):
    __slots__ = ("entry", "expires_at")
    ENTRY_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    entry: bytes
    expires_at: _timestamp_pb2.Timestamp
    def __init__(self, entry: _Optional[bytes] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ...) -> None: ...

class ChangePassphraseRequest(_message.Message):
    __slots__ = ("passphrase_file", "officer")
    PASSPHRASE_FILE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    passphrase_file: str
    officer: str
    def __init__(self, passphrase_file: _Optional[str] = ..., officer: _Optional[str] = ...) -> None: ...

class ChangePassphraseResponse(_message.Message):
    __slots__ = ()
    def __init__(self) -> None: ...

class BackUpRequest(_message.Message):
    __slots__ = ("recipients", "is_whole", "officer")
    RECIPIENTS_FIELD_NUMBER: _ClassVar[int]
    IS_WHOLE_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    recipients: _containers.RepeatedScalarFieldContainer[str]
    is_whole: bool
    officer: str
    def __init__(self, recipients: _Optional[_Iterable[str]] = ..., is_whole: _Optional[bool] = ..., officer: _Optional[str] = ...) -> None: ...

class BackUpResponse(_message.Message):
    __slots__ = ("piece",)
    PIECE_FIELD_NUMBER: _ClassVar[int]
    piece: bytes
    def __init__(self, piece: _Optional[bytes] = ...) -> None: ...
