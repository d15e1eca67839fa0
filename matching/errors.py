"""Errors of the matching package.

    MatchingError
    ├── OPRFUnavailableError      the system's libsodium is missing or too old
    ├── OPRFSelfTestError         the primitive does not compute what RFC 9497 says
    ├── InvalidElementError       bytes that are no canonical group element
    ├── StaleKeyError             the check value differs: wrong or rotated key
    ├── MalformedValueError       a value cannot be what its field says
    ├── RecordError               a field of a record is impossible
    ├── InvalidRecordError        all that is wrong with one record
    ├── TooManyTokensError        a subject yields more tokens than one query may carry
    ├── IndexBuildError           a generation could not be built
    ├── IndexCorruptError         a generation is damaged or not what its manifest says
    │   └── IndexOutdatedError    a generation was built by a release with another format
    ├── ModelError                a model file is unusable
    ├── LabelledDataError         registers with known truth cannot be read or used
    ├── LinkError                 two registers could not be linked
    └── EngineUnavailableError    what is to run Splink is not installed

No message holds a value of a record, a token or a key.
"""


class MatchingError(Exception):
    """Something in matching failed; `code` is stable, `hint` says what to try."""

    code = "MATCHING"
    hint = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the sentence and, where the case knows better than the class, its hint."""
        super().__init__(message)
        self.hint = hint or type(self).hint


class OPRFUnavailableError(MatchingError):
    """The system's libsodium is missing or lacks ristretto255."""

    code = "OPRF_UNAVAILABLE"


class OPRFSelfTestError(MatchingError):
    """The oblivious function fails the test vectors of RFC 9497; nothing may start with it."""

    code = "OPRF_SELF_TEST"
    hint = "Reinstall libsodium from your system's packages and start again."


class InvalidElementError(MatchingError):
    """Bytes offered as a ristretto255 element are not canonical or are the identity."""

    code = "INVALID_ELEMENT"


class StaleKeyError(MatchingError):
    """The evaluated check token differs from the announced check value."""

    code = "STALE_KEY"
    hint = "Fetch the peer's announcement again; its key has been rotated."


class RecordError(MatchingError):
    """A field of a record cannot be what it claims; `field` names it, the value is not told."""

    code = "RECORD"

    def __init__(self, field: str, reason: str, *, hint: str = "") -> None:
        """Name the field and the reason; never the value."""
        super().__init__(f"{field}: {reason}", hint=hint)
        self.field = field
        self.reason = reason


class MalformedValueError(MatchingError):
    """A value cannot be what its field says it is; the message is the reason, never the value."""

    code = "MALFORMED_VALUE"


class CardNumberError(MalformedValueError):
    """A value is the number of a payment card, which is neither kept nor asked about."""

    code = "CARD_NUMBER"


class InvalidRecordError(MatchingError):
    """A record is unusable; `findings` holds everything that is wrong with it."""

    code = "INVALID_RECORD"
    hint = "Mend the fields named and try again."

    def __init__(self, findings: "tuple[RecordError, ...]") -> None:
        """Keep the findings, in the order of the fields."""
        super().__init__("; ".join(map(str, findings)))
        self.findings = findings


class TooManyTokensError(MatchingError):
    """A subject yields more tokens than one query may carry."""

    code = "TOO_MANY_TOKENS"
    hint = "Leave out the weakest aliases, or split the subject."


class IndexBuildError(MatchingError):
    """A generation could not be built; nothing of it is left behind."""

    code = "INDEX_BUILD"


class IndexCorruptError(MatchingError):
    """A generation on disk is damaged or is not what its manifest says."""

    code = "INDEX_CORRUPT"
    hint = "Load the register again; the node keeps answering from the generation before."


class IndexOutdatedError(IndexCorruptError):
    """A generation on disk was built by a release whose index has another format."""

    code = "INDEX_OUTDATED"
    hint = "Load the register again; until then it is not matched."


class ModelError(MatchingError):
    """A model file is missing, malformed or of another version."""

    code = "MODEL"


class LabelledDataError(MatchingError):
    """Registers with known truth cannot be read, or do not suffice for what is asked of them."""

    code = "LABELLED_DATA"


class LinkError(MatchingError):
    """Two registers could not be linked; no pair is told of."""

    code = "LINK"


class EngineUnavailableError(MatchingError):
    """The engine that is to run Splink's SQL is not installed here."""

    code = "ENGINE_UNAVAILABLE"
