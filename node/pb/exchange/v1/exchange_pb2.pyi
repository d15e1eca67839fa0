import datetime

from google.protobuf import timestamp_pb2 as _timestamp_pb2
from google.protobuf.internal import containers as _containers
from google.protobuf.internal import enum_type_wrapper as _enum_type_wrapper
from google.protobuf import descriptor as _descriptor
from google.protobuf import message as _message
from collections.abc import Iterable as _Iterable, Mapping as _Mapping
from typing import ClassVar as _ClassVar, Optional as _Optional, Union as _Union

DESCRIPTOR: _descriptor.FileDescriptor

class PayloadKind(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    PAYLOAD_KIND_UNSPECIFIED: _ClassVar[PayloadKind]
    PAYLOAD_KIND_EVALUATION: _ClassVar[PayloadKind]
    PAYLOAD_KIND_EVALUATED: _ClassVar[PayloadKind]
    PAYLOAD_KIND_QUERY: _ClassVar[PayloadKind]
    PAYLOAD_KIND_ANSWER: _ClassVar[PayloadKind]
    PAYLOAD_KIND_NOTICE: _ClassVar[PayloadKind]
    PAYLOAD_KIND_ACKNOWLEDGEMENT: _ClassVar[PayloadKind]
    PAYLOAD_KIND_FORUM_CALL: _ClassVar[PayloadKind]
    PAYLOAD_KIND_FORUM_REPLY: _ClassVar[PayloadKind]
    PAYLOAD_KIND_SET_REQUEST: _ClassVar[PayloadKind]
    PAYLOAD_KIND_SET_PAGE: _ClassVar[PayloadKind]

class EntityType(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    ENTITY_TYPE_UNSPECIFIED: _ClassVar[EntityType]
    ENTITY_TYPE_PERSON: _ClassVar[EntityType]
    ENTITY_TYPE_VESSEL: _ClassVar[EntityType]
    ENTITY_TYPE_COMPANY: _ClassVar[EntityType]
    ENTITY_TYPE_IDENTIFIER: _ClassVar[EntityType]

class Outcome(int, metaclass=_enum_type_wrapper.EnumTypeWrapper):
    __slots__ = ()
    OUTCOME_UNSPECIFIED: _ClassVar[Outcome]
    OUTCOME_HIT: _ClassVar[Outcome]
    OUTCOME_NO_HIT: _ClassVar[Outcome]
    OUTCOME_REFUSED: _ClassVar[Outcome]
PAYLOAD_KIND_UNSPECIFIED: PayloadKind
PAYLOAD_KIND_EVALUATION: PayloadKind
PAYLOAD_KIND_EVALUATED: PayloadKind
PAYLOAD_KIND_QUERY: PayloadKind
PAYLOAD_KIND_ANSWER: PayloadKind
PAYLOAD_KIND_NOTICE: PayloadKind
PAYLOAD_KIND_ACKNOWLEDGEMENT: PayloadKind
PAYLOAD_KIND_FORUM_CALL: PayloadKind
PAYLOAD_KIND_FORUM_REPLY: PayloadKind
PAYLOAD_KIND_SET_REQUEST: PayloadKind
PAYLOAD_KIND_SET_PAGE: PayloadKind
ENTITY_TYPE_UNSPECIFIED: EntityType
ENTITY_TYPE_PERSON: EntityType
ENTITY_TYPE_VESSEL: EntityType
ENTITY_TYPE_COMPANY: EntityType
ENTITY_TYPE_IDENTIFIER: EntityType
OUTCOME_UNSPECIFIED: Outcome
OUTCOME_HIT: Outcome
OUTCOME_NO_HIT: Outcome
OUTCOME_REFUSED: Outcome

class FetchSetRequest(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class FetchSetResponse(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class SetRequest(_message.Message):
    __slots__ = ("entity_type", "kind", "epoch", "page", "justification", "officer", "checkpoint")
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    entity_type: EntityType
    kind: str
    epoch: int
    page: int
    justification: Justification
    officer: str
    checkpoint: str
    def __init__(self, entity_type: _Optional[_Union[EntityType, str]] = ..., kind: _Optional[str] = ..., epoch: _Optional[int] = ..., page: _Optional[int] = ..., justification: _Optional[_Union[Justification, _Mapping]] = ..., officer: _Optional[str] = ..., checkpoint: _Optional[str] = ...) -> None: ...

class SetPage(_message.Message):
    __slots__ = ("issued_at", "pages", "digest", "signature", "page", "tags")
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    PAGES_FIELD_NUMBER: _ClassVar[int]
    DIGEST_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    PAGE_FIELD_NUMBER: _ClassVar[int]
    TAGS_FIELD_NUMBER: _ClassVar[int]
    issued_at: _timestamp_pb2.Timestamp
    pages: int
    digest: bytes
    signature: bytes
    page: int
    tags: bytes
    def __init__(self, issued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., pages: _Optional[int] = ..., digest: _Optional[bytes] = ..., signature: _Optional[bytes] = ..., page: _Optional[int] = ..., tags: _Optional[bytes] = ...) -> None: ...

class AnnounceRequest(_message.Message):
    __slots__ = ("recipient",)
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    recipient: str
    def __init__(self, recipient: _Optional[str] = ...) -> None: ...

class AnnounceResponse(_message.Message):
    __slots__ = ("announcement", "signature")
    ANNOUNCEMENT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    announcement: bytes
    signature: bytes
    def __init__(self, announcement: _Optional[bytes] = ..., signature: _Optional[bytes] = ...) -> None: ...

class Announcement(_message.Message):
    __slots__ = ("node", "protocol_versions", "box_key", "box_key_id", "issued_at", "expires_at", "epochs")
    NODE_FIELD_NUMBER: _ClassVar[int]
    PROTOCOL_VERSIONS_FIELD_NUMBER: _ClassVar[int]
    BOX_KEY_FIELD_NUMBER: _ClassVar[int]
    BOX_KEY_ID_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    EPOCHS_FIELD_NUMBER: _ClassVar[int]
    node: str
    protocol_versions: _containers.RepeatedScalarFieldContainer[int]
    box_key: bytes
    box_key_id: str
    issued_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    epochs: _containers.RepeatedCompositeFieldContainer[Epoch]
    def __init__(self, node: _Optional[str] = ..., protocol_versions: _Optional[_Iterable[int]] = ..., box_key: _Optional[bytes] = ..., box_key_id: _Optional[str] = ..., issued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., epochs: _Optional[_Iterable[_Union[Epoch, _Mapping]]] = ...) -> None: ...

class Epoch(_message.Message):
    __slots__ = ("entity_type", "number", "check_value")
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    CHECK_VALUE_FIELD_NUMBER: _ClassVar[int]
    entity_type: EntityType
    number: int
    check_value: bytes
    def __init__(self, entity_type: _Optional[_Union[EntityType, str]] = ..., number: _Optional[int] = ..., check_value: _Optional[bytes] = ...) -> None: ...

class EvaluateRequest(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class EvaluateResponse(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class AskRequest(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class AskResponse(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class NotifyRequest(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class NotifyResponse(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class MeetRequest(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class MeetResponse(_message.Message):
    __slots__ = ("envelope",)
    ENVELOPE_FIELD_NUMBER: _ClassVar[int]
    envelope: Envelope
    def __init__(self, envelope: _Optional[_Union[Envelope, _Mapping]] = ...) -> None: ...

class Envelope(_message.Message):
    __slots__ = ("header", "ciphertext", "signature")
    HEADER_FIELD_NUMBER: _ClassVar[int]
    CIPHERTEXT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    header: bytes
    ciphertext: bytes
    signature: bytes
    def __init__(self, header: _Optional[bytes] = ..., ciphertext: _Optional[bytes] = ..., signature: _Optional[bytes] = ...) -> None: ...

class Header(_message.Message):
    __slots__ = ("protocol_version", "message_id", "sender", "recipient", "issued_at", "expires_at", "recipient_key_id", "sender_key", "payload_kind", "in_reply_to", "reply_key")
    PROTOCOL_VERSION_FIELD_NUMBER: _ClassVar[int]
    MESSAGE_ID_FIELD_NUMBER: _ClassVar[int]
    SENDER_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_FIELD_NUMBER: _ClassVar[int]
    ISSUED_AT_FIELD_NUMBER: _ClassVar[int]
    EXPIRES_AT_FIELD_NUMBER: _ClassVar[int]
    RECIPIENT_KEY_ID_FIELD_NUMBER: _ClassVar[int]
    SENDER_KEY_FIELD_NUMBER: _ClassVar[int]
    PAYLOAD_KIND_FIELD_NUMBER: _ClassVar[int]
    IN_REPLY_TO_FIELD_NUMBER: _ClassVar[int]
    REPLY_KEY_FIELD_NUMBER: _ClassVar[int]
    protocol_version: int
    message_id: bytes
    sender: str
    recipient: str
    issued_at: _timestamp_pb2.Timestamp
    expires_at: _timestamp_pb2.Timestamp
    recipient_key_id: str
    sender_key: bytes
    payload_kind: PayloadKind
    in_reply_to: bytes
    reply_key: bytes
    def __init__(self, protocol_version: _Optional[int] = ..., message_id: _Optional[bytes] = ..., sender: _Optional[str] = ..., recipient: _Optional[str] = ..., issued_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., expires_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., recipient_key_id: _Optional[str] = ..., sender_key: _Optional[bytes] = ..., payload_kind: _Optional[_Union[PayloadKind, str]] = ..., in_reply_to: _Optional[bytes] = ..., reply_key: _Optional[bytes] = ...) -> None: ...

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

class Evaluation(_message.Message):
    __slots__ = ("query_id", "entity_type", "epoch", "justification", "officer", "elements", "checkpoint")
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    query_id: str
    entity_type: EntityType
    epoch: int
    justification: Justification
    officer: str
    elements: bytes
    checkpoint: str
    def __init__(self, query_id: _Optional[str] = ..., entity_type: _Optional[_Union[EntityType, str]] = ..., epoch: _Optional[int] = ..., justification: _Optional[_Union[Justification, _Mapping]] = ..., officer: _Optional[str] = ..., elements: _Optional[bytes] = ..., checkpoint: _Optional[str] = ...) -> None: ...

class Evaluated(_message.Message):
    __slots__ = ("elements",)
    ELEMENTS_FIELD_NUMBER: _ClassVar[int]
    elements: bytes
    def __init__(self, elements: _Optional[bytes] = ...) -> None: ...

class Query(_message.Message):
    __slots__ = ("id", "justification", "officer", "epoch", "entity_type", "subjects", "checkpoint", "standing")
    ID_FIELD_NUMBER: _ClassVar[int]
    JUSTIFICATION_FIELD_NUMBER: _ClassVar[int]
    OFFICER_FIELD_NUMBER: _ClassVar[int]
    EPOCH_FIELD_NUMBER: _ClassVar[int]
    ENTITY_TYPE_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    STANDING_FIELD_NUMBER: _ClassVar[int]
    id: str
    justification: Justification
    officer: str
    epoch: int
    entity_type: EntityType
    subjects: _containers.RepeatedCompositeFieldContainer[AskedSubject]
    checkpoint: str
    standing: Standing
    def __init__(self, id: _Optional[str] = ..., justification: _Optional[_Union[Justification, _Mapping]] = ..., officer: _Optional[str] = ..., epoch: _Optional[int] = ..., entity_type: _Optional[_Union[EntityType, str]] = ..., subjects: _Optional[_Iterable[_Union[AskedSubject, _Mapping]]] = ..., checkpoint: _Optional[str] = ..., standing: _Optional[_Union[Standing, _Mapping]] = ...) -> None: ...

class Standing(_message.Message):
    __slots__ = ("query_id", "until", "overlap", "reason")
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    UNTIL_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    REASON_FIELD_NUMBER: _ClassVar[int]
    query_id: str
    until: _timestamp_pb2.Timestamp
    overlap: bool
    reason: str
    def __init__(self, query_id: _Optional[str] = ..., until: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., overlap: _Optional[bool] = ..., reason: _Optional[str] = ...) -> None: ...

class AskedSubject(_message.Message):
    __slots__ = ("number", "category", "pseudonyms", "names", "address", "places", "values")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    CATEGORY_FIELD_NUMBER: _ClassVar[int]
    PSEUDONYMS_FIELD_NUMBER: _ClassVar[int]
    NAMES_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    PLACES_FIELD_NUMBER: _ClassVar[int]
    VALUES_FIELD_NUMBER: _ClassVar[int]
    number: int
    category: str
    pseudonyms: bytes
    names: _containers.RepeatedCompositeFieldContainer[NameForm]
    address: _containers.RepeatedScalarFieldContainer[int]
    places: _containers.RepeatedScalarFieldContainer[int]
    values: _containers.RepeatedCompositeFieldContainer[Value]
    def __init__(self, number: _Optional[int] = ..., category: _Optional[str] = ..., pseudonyms: _Optional[bytes] = ..., names: _Optional[_Iterable[_Union[NameForm, _Mapping]]] = ..., address: _Optional[_Iterable[int]] = ..., places: _Optional[_Iterable[int]] = ..., values: _Optional[_Iterable[_Union[Value, _Mapping]]] = ...) -> None: ...

class NameForm(_message.Message):
    __slots__ = ("role", "parts")
    ROLE_FIELD_NUMBER: _ClassVar[int]
    PARTS_FIELD_NUMBER: _ClassVar[int]
    role: int
    parts: _containers.RepeatedCompositeFieldContainer[Part]
    def __init__(self, role: _Optional[int] = ..., parts: _Optional[_Iterable[_Union[Part, _Mapping]]] = ...) -> None: ...

class Part(_message.Message):
    __slots__ = ("kind", "length", "exact", "edits", "sounds", "symbols")
    KIND_FIELD_NUMBER: _ClassVar[int]
    LENGTH_FIELD_NUMBER: _ClassVar[int]
    EXACT_FIELD_NUMBER: _ClassVar[int]
    EDITS_FIELD_NUMBER: _ClassVar[int]
    SOUNDS_FIELD_NUMBER: _ClassVar[int]
    SYMBOLS_FIELD_NUMBER: _ClassVar[int]
    kind: int
    length: int
    exact: int
    edits: _containers.RepeatedScalarFieldContainer[int]
    sounds: _containers.RepeatedScalarFieldContainer[int]
    symbols: _containers.RepeatedScalarFieldContainer[int]
    def __init__(self, kind: _Optional[int] = ..., length: _Optional[int] = ..., exact: _Optional[int] = ..., edits: _Optional[_Iterable[int]] = ..., sounds: _Optional[_Iterable[int]] = ..., symbols: _Optional[_Iterable[int]] = ...) -> None: ...

class Value(_message.Message):
    __slots__ = ("attribute", "kind", "token", "group")
    ATTRIBUTE_FIELD_NUMBER: _ClassVar[int]
    KIND_FIELD_NUMBER: _ClassVar[int]
    TOKEN_FIELD_NUMBER: _ClassVar[int]
    GROUP_FIELD_NUMBER: _ClassVar[int]
    attribute: str
    kind: str
    token: int
    group: int
    def __init__(self, attribute: _Optional[str] = ..., kind: _Optional[str] = ..., token: _Optional[int] = ..., group: _Optional[int] = ...) -> None: ...

class Answer(_message.Message):
    __slots__ = ("query_id", "subjects", "receipt")
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    SUBJECTS_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    query_id: str
    subjects: _containers.RepeatedCompositeFieldContainer[SubjectAnswer]
    receipt: Receipt
    def __init__(self, query_id: _Optional[str] = ..., subjects: _Optional[_Iterable[_Union[SubjectAnswer, _Mapping]]] = ..., receipt: _Optional[_Union[Receipt, _Mapping]] = ...) -> None: ...

class SubjectAnswer(_message.Message):
    __slots__ = ("number", "outcome", "refusal", "band", "contact_point", "reference", "handling", "fresh_at", "model")
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    REFUSAL_FIELD_NUMBER: _ClassVar[int]
    BAND_FIELD_NUMBER: _ClassVar[int]
    CONTACT_POINT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    HANDLING_FIELD_NUMBER: _ClassVar[int]
    FRESH_AT_FIELD_NUMBER: _ClassVar[int]
    MODEL_FIELD_NUMBER: _ClassVar[int]
    number: int
    outcome: Outcome
    refusal: str
    band: str
    contact_point: str
    reference: str
    handling: str
    fresh_at: _timestamp_pb2.Timestamp
    model: str
    def __init__(self, number: _Optional[int] = ..., outcome: _Optional[_Union[Outcome, str]] = ..., refusal: _Optional[str] = ..., band: _Optional[str] = ..., contact_point: _Optional[str] = ..., reference: _Optional[str] = ..., handling: _Optional[str] = ..., fresh_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., model: _Optional[str] = ...) -> None: ...

class Receipt(_message.Message):
    __slots__ = ("query_hash", "answer_hash", "checkpoint", "signature", "cosignature")
    QUERY_HASH_FIELD_NUMBER: _ClassVar[int]
    ANSWER_HASH_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    SIGNATURE_FIELD_NUMBER: _ClassVar[int]
    COSIGNATURE_FIELD_NUMBER: _ClassVar[int]
    query_hash: bytes
    answer_hash: bytes
    checkpoint: str
    signature: bytes
    cosignature: str
    def __init__(self, query_hash: _Optional[bytes] = ..., answer_hash: _Optional[bytes] = ..., checkpoint: _Optional[str] = ..., signature: _Optional[bytes] = ..., cosignature: _Optional[str] = ...) -> None: ...

class Reply(_message.Message):
    __slots__ = ("message", "fault")
    MESSAGE_FIELD_NUMBER: _ClassVar[int]
    FAULT_FIELD_NUMBER: _ClassVar[int]
    message: bytes
    fault: Fault
    def __init__(self, message: _Optional[bytes] = ..., fault: _Optional[_Union[Fault, _Mapping]] = ...) -> None: ...

class Fault(_message.Message):
    __slots__ = ("reason", "sentence")
    REASON_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    reason: str
    sentence: str
    def __init__(self, reason: _Optional[str] = ..., sentence: _Optional[str] = ...) -> None: ...

class Notice(_message.Message):
    __slots__ = ("id", "written_at", "checkpoint", "late_hit", "overlap", "withdrawn", "feedback", "retraction", "retraction_acknowledged")
    ID_FIELD_NUMBER: _ClassVar[int]
    WRITTEN_AT_FIELD_NUMBER: _ClassVar[int]
    CHECKPOINT_FIELD_NUMBER: _ClassVar[int]
    LATE_HIT_FIELD_NUMBER: _ClassVar[int]
    OVERLAP_FIELD_NUMBER: _ClassVar[int]
    WITHDRAWN_FIELD_NUMBER: _ClassVar[int]
    FEEDBACK_FIELD_NUMBER: _ClassVar[int]
    RETRACTION_FIELD_NUMBER: _ClassVar[int]
    RETRACTION_ACKNOWLEDGED_FIELD_NUMBER: _ClassVar[int]
    id: str
    written_at: _timestamp_pb2.Timestamp
    checkpoint: str
    late_hit: LateHit
    overlap: Overlap
    withdrawn: Withdrawn
    feedback: Feedback
    retraction: Retraction
    retraction_acknowledged: RetractionAcknowledged
    def __init__(self, id: _Optional[str] = ..., written_at: _Optional[_Union[datetime.datetime, _timestamp_pb2.Timestamp, _Mapping]] = ..., checkpoint: _Optional[str] = ..., late_hit: _Optional[_Union[LateHit, _Mapping]] = ..., overlap: _Optional[_Union[Overlap, _Mapping]] = ..., withdrawn: _Optional[_Union[Withdrawn, _Mapping]] = ..., feedback: _Optional[_Union[Feedback, _Mapping]] = ..., retraction: _Optional[_Union[Retraction, _Mapping]] = ..., retraction_acknowledged: _Optional[_Union[RetractionAcknowledged, _Mapping]] = ...) -> None: ...

class Acknowledgement(_message.Message):
    __slots__ = ("notice_id", "receipt")
    NOTICE_ID_FIELD_NUMBER: _ClassVar[int]
    RECEIPT_FIELD_NUMBER: _ClassVar[int]
    notice_id: str
    receipt: Receipt
    def __init__(self, notice_id: _Optional[str] = ..., receipt: _Optional[_Union[Receipt, _Mapping]] = ...) -> None: ...

class LateHit(_message.Message):
    __slots__ = ("query_id", "answer")
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    ANSWER_FIELD_NUMBER: _ClassVar[int]
    query_id: str
    answer: SubjectAnswer
    def __init__(self, query_id: _Optional[str] = ..., answer: _Optional[_Union[SubjectAnswer, _Mapping]] = ...) -> None: ...

class Overlap(_message.Message):
    __slots__ = ("query_id", "number", "node", "contact_point", "reference", "substitute")
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    NUMBER_FIELD_NUMBER: _ClassVar[int]
    NODE_FIELD_NUMBER: _ClassVar[int]
    CONTACT_POINT_FIELD_NUMBER: _ClassVar[int]
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    SUBSTITUTE_FIELD_NUMBER: _ClassVar[int]
    query_id: str
    number: int
    node: str
    contact_point: ContactPoint
    reference: str
    substitute: ContactPoint
    def __init__(self, query_id: _Optional[str] = ..., number: _Optional[int] = ..., node: _Optional[str] = ..., contact_point: _Optional[_Union[ContactPoint, _Mapping]] = ..., reference: _Optional[str] = ..., substitute: _Optional[_Union[ContactPoint, _Mapping]] = ...) -> None: ...

class ContactPoint(_message.Message):
    __slots__ = ("id", "agency", "desk", "channel", "address", "phone", "email", "languages", "hours", "time_zone", "channels")
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
    def __init__(self, id: _Optional[str] = ..., agency: _Optional[str] = ..., desk: _Optional[str] = ..., channel: _Optional[str] = ..., address: _Optional[str] = ..., phone: _Optional[str] = ..., email: _Optional[str] = ..., languages: _Optional[_Iterable[str]] = ..., hours: _Optional[str] = ..., time_zone: _Optional[str] = ..., channels: _Optional[_Iterable[_Union[Channel, _Mapping]]] = ...) -> None: ...

class Channel(_message.Message):
    __slots__ = ("name", "address")
    NAME_FIELD_NUMBER: _ClassVar[int]
    ADDRESS_FIELD_NUMBER: _ClassVar[int]
    name: str
    address: str
    def __init__(self, name: _Optional[str] = ..., address: _Optional[str] = ...) -> None: ...

class Withdrawn(_message.Message):
    __slots__ = ("query_id", "cause")
    QUERY_ID_FIELD_NUMBER: _ClassVar[int]
    CAUSE_FIELD_NUMBER: _ClassVar[int]
    query_id: str
    cause: str
    def __init__(self, query_id: _Optional[str] = ..., cause: _Optional[str] = ...) -> None: ...

class Feedback(_message.Message):
    __slots__ = ("reference", "outcome")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    reference: str
    outcome: str
    def __init__(self, reference: _Optional[str] = ..., outcome: _Optional[str] = ...) -> None: ...

class Retraction(_message.Message):
    __slots__ = ("reference", "change", "sentence")
    REFERENCE_FIELD_NUMBER: _ClassVar[int]
    CHANGE_FIELD_NUMBER: _ClassVar[int]
    SENTENCE_FIELD_NUMBER: _ClassVar[int]
    reference: str
    change: str
    sentence: str
    def __init__(self, reference: _Optional[str] = ..., change: _Optional[str] = ..., sentence: _Optional[str] = ...) -> None: ...

class RetractionAcknowledged(_message.Message):
    __slots__ = ("notice_id", "outcome")
    NOTICE_ID_FIELD_NUMBER: _ClassVar[int]
    OUTCOME_FIELD_NUMBER: _ClassVar[int]
    notice_id: str
    outcome: str
    def __init__(self, notice_id: _Optional[str] = ..., outcome: _Optional[str] = ...) -> None: ...
