"""Errors of a node, each with a stable code, a sentence and what to try.

    NodeError
    ├── ConfigError               settings are missing or contradict each other
    │   └── PolicyError           a policy does not say what it must
    ├── NodeFolderError           the node's folder is absent, incomplete or in use
    ├── KeyringError              the keyring cannot be opened or lacks a key
    ├── SignatureError            a signature is not by that key over those bytes
    ├── SealError                 sealed bytes cannot be opened, or a payload not sealed
    ├── SourceError               a register file cannot be read
    ├── MappingError              a mapping file is wrong
    ├── LoadError                 a register could not be loaded; the one before is untouched
    ├── JustificationError        a query without a complete justification
    ├── UnknownPeerError          no such peer in the directory
    ├── DirectoryError            the directory cannot be believed, or is out of date
    ├── AgreementError            no valid agreement with this peer
    ├── EnvelopeError             a message that may not be opened (one class for each reason)
    ├── RefusedError              policy refuses a query
    ├── PeerUnavailableError      a peer is down, too slow or cannot be reached
    │   ├── PeerBusyError         it is there and says that it cannot answer now
    │   ├── CircuitOpenError      it was down so often that it is left alone for a while
    │   └── PeerPausedError       this node exchanges nothing with it for now
    ├── PeerAnswerError           a peer answered something that is not an answer
    ├── ProviderError             the agency's identity provider cannot be reached or used
    ├── NotFoundError             no case, alert, register or query under this name
    ├── CaseClosedError           a case is closed and stays as it is
    ├── CheckpointError           a peer's journal head is malformed, unsigned or contradictory
    ├── JournalError              the journal cannot be written or does not verify
    ├── LedgerError               the ledger cannot be read or written
    └── PaperError                a paper cannot be written in the wished format

No message holds personal data, a token or a key.
"""

from enum import StrEnum


class NodeError(Exception):
    """Something at this node failed; `code` is stable, `hint` says what to try."""

    code = "NODE"
    hint = ""

    def __init__(self, message: str, *, hint: str = "") -> None:
        """Keep the sentence and, where the case knows better than the class, its hint."""
        super().__init__(message)
        self.hint = hint or type(self).hint


class ConfigError(NodeError):
    """Settings are missing, unknown or contradict each other."""

    code = "CONFIG"
    hint = "Compare with deploy/config/node.example.toml."


class PolicyError(ConfigError):
    """A policy is not TOML, or something in it cannot be; everything wrong is told."""

    code = "POLICY"
    hint = "Compare with deploy/policy/default.toml; the keys are explained in docs/policy.md."


class NodeFolderError(NodeError):
    """The node's folder is absent, incomplete or in use by another process."""

    code = "NODE_FOLDER"


class KeyringError(NodeError):
    """The keyring cannot be opened, or lacks a key that is needed."""

    code = "KEYRING"


class SignatureError(NodeError):
    """A signature is not by that key over those bytes."""

    code = "SIGNATURE"


class SealError(NodeError):
    """Sealed bytes cannot be opened with this key, or a payload fits no size class."""

    code = "SEAL"


class SourceError(NodeError):
    """A register file cannot be read at all."""

    code = "SOURCE"


class MappingError(NodeError):
    """A mapping file does not say what it must."""

    code = "MAPPING"


class LoadError(NodeError):
    """A register could not be loaded; the generation before stays in use."""

    code = "LOAD"


class JustificationError(NodeError):
    """A query lacks a part of its justification."""

    code = "JUSTIFICATION"
    hint = "Give case, purpose, offence, legal basis and category of person."


class UnknownPeerError(NodeError):
    """The directory has no such peer."""

    code = "UNKNOWN_PEER"
    hint = "See the members with: heliograph peer list"


class DirectoryFault(StrEnum):
    """Why a directory was not accepted; what was accepted before stays in force for its time."""

    UNTRUSTED = "untrusted"
    """No root has been trusted yet."""
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    """Metadata past its time: the publisher has stopped, or somebody shows its past."""
    ROLLBACK = "rollback"
    SIGNATURES = "signatures"
    """Fewer keys than the threshold have signed."""
    KEYS = "keys"
    """One key stands for several."""
    ALTERED = "altered"
    MALFORMED = "malformed"
    STORAGE = "storage"
    """This node cannot keep what it fetched."""


class DirectoryError(NodeError):
    """The directory cannot be believed, or nothing believable is recent enough."""

    code = "DIRECTORY"
    hint = "Look at it with: heliograph directory status"

    def __init__(self, fault: DirectoryFault, message: str, *, hint: str = "") -> None:
        """Keep the reason beside the sentence."""
        super().__init__(message, hint=hint)
        self.fault = fault


class AgreementError(NodeError):
    """No valid agreement covers this exchange."""

    code = "AGREEMENT"
    hint = "Record the agreement with: heliograph peer add ENTRY --agreement FILE"


class EnvelopeFault(StrEnum):
    """Why a message was not opened; each maps to one public sentence."""

    MALFORMED = "malformed"
    OVERSIZE = "oversize"
    VERSION = "version"
    SENDER = "sender"
    RECIPIENT = "recipient"
    SIGNATURE = "signature"
    WINDOW = "window"
    REPLAY = "replay"
    KEY = "key"


class EnvelopeError(NodeError):
    """A message that may not be opened; `fault` says why."""

    code = "ENVELOPE"

    def __init__(self, fault: EnvelopeFault, message: str, *, hint: str = "") -> None:
        """Keep the reason beside the sentence."""
        super().__init__(message, hint=hint)
        self.fault = fault


class RefusedError(NodeError):
    """Policy refuses a query; `reason` is the coded refusal that the asker may see."""

    code = "REFUSED"

    def __init__(self, reason: str, message: str, *, hint: str = "") -> None:
        """Keep the coded reason beside the sentence."""
        super().__init__(message, hint=hint)
        self.reason = reason


class PeerUnavailableError(NodeError):
    """A peer is down, too slow or cannot be reached."""

    code = "PEER_UNAVAILABLE"
    hint = "Test the line with: heliograph peer test PEER"


class PeerBusyError(PeerUnavailableError):
    """A peer is there and says that it cannot answer now; to officers it is unavailable."""

    hint = "Ask again in a while."


class CircuitOpenError(PeerUnavailableError):
    """A peer was down several times in a row and is not asked for a while; nothing was sent."""

    code = "CIRCUIT_OPEN"


class PeerPausedError(PeerUnavailableError):
    """This node exchanges nothing with a peer, for a time or for good; nothing was sent."""

    code = "PEER_PAUSED"


class PeerAnswerError(NodeError):
    """A peer answered something that is not a valid answer; nothing of it was used."""

    code = "PEER_ANSWER"
    hint = "Tell the peer's contact point; its node may be faulty or of another version."


class PeerVersionError(PeerAnswerError):
    """A peer and this node speak no version of the protocol in common."""

    code = "PEER_VERSION"
    hint = "One of the two nodes needs a newer release; see both with: heliograph peer test PEER"


class ProviderError(NodeError):
    """The agency's identity provider cannot be reached, or says what cannot be used."""

    code = "PROVIDER"
    hint = "Look at [console.oidc] in node.toml, and see what finds it with: heliograph doctor"


class NotFoundError(NodeError):
    """There is no case, alert, register or query under this name."""

    code = "NOT_FOUND"


class CaseClosedError(NodeError):
    """A case is closed: nothing is added to it and nobody is asked for it."""

    code = "CASE_CLOSED"
    hint = "Open another case for what is new."


class CheckpointError(NodeError):
    """A peer's journal head is malformed, not signed by it, or contradicts one it gave before."""

    code = "CHECKPOINT"
    hint = "Compare both nodes' journals: heliograph audit verify"


class JournalError(NodeError):
    """The journal cannot be written or does not verify; the node stops answering."""

    code = "JOURNAL"
    hint = "Run: heliograph audit verify"


class LedgerError(NodeError):
    """The ledger cannot be read or written."""

    code = "LEDGER"


class PaperError(NodeError):
    """A paper cannot be written in the wished format; other formats need less."""

    code = "PAPER"
