"""Say in somebody's language what went wrong: by the error's sentence, or else by its code.

An English reader hears the error itself. Others hear what kind of error it is, for its sentence may
name things that no catalogue knows.
"""

from collections.abc import Mapping
from typing import Final

from node.domain.errors import NodeError
from node.words import Language, Words, marked

COMPLAINTS: Final[Mapping[str, str]] = {
    "ACCOUNT": marked("The account cannot be made or changed like this."),
    "AGREEMENT": marked("No valid agreement covers this exchange."),
    "ALERT_CHANGED": marked("The alert has changed since you looked at it."),
    "ALERT_CLAIMED": marked("Somebody else works on this alert."),
    "ALERT_MOVE": marked("The alert is in a state that does not allow this."),
    "BUSY": marked("The node is busy with others; try again in a moment."),
    "CASE_CLOSED": marked("The case is closed."),
    "CHECKPOINT": marked("A peer's journal contradicts what it signed before."),
    "CIRCUIT_OPEN": marked("The peer has failed several times and is left alone for a while."),
    "CONFIG": marked("A setting is missing or contradicts another."),
    "DEADLINE": marked("The peer did not answer in time."),
    "DIRECTORY": marked("The directory of members cannot be believed, or is out of date."),
    "ENVELOPE": marked("A message could not be opened."),
    "FORWARDED": marked("A relay could not carry the message on."),
    "FOREIGN_FORM": marked("This form is not of your present session. Open the page again."),
    "FORM": marked("Something in the form is missing or cannot be."),
    "JOURNAL": marked("The journal cannot be written or does not verify."),
    "JUSTIFICATION": marked("A part of what is asked for is missing or cannot be."),
    "KEYRING": marked("The keyring cannot be opened, or lacks a key."),
    "LEDGER": marked("The ledger refused this. There may be an entry of this name already."),
    "LOAD": marked("The register could not be loaded; the one before is untouched."),
    "MAPPING": marked("The mapping of columns does not say what it must."),
    "NODE": marked("Something at this node failed."),
    "NODE_FOLDER": marked("The node's folder is absent, incomplete or in use."),
    "NOT_FOUND": marked("There is nothing of this name here, or it is gone."),
    "PAPER": marked("The document cannot be written like this."),
    "PEER_ANSWER": marked("A peer answered something that is no valid answer; it was not used."),
    "PEER_PAUSED": marked("Nothing is exchanged with this peer for now."),
    "PEER_UNAVAILABLE": marked("The peer cannot be reached at present."),
    "PEER_VERSION": marked("The peer speaks no version of the protocol that this node speaks."),
    "POLICY": marked("The policy does not say what it must."),
    "PROOF": marked("Show first that it is you."),
    "PROVIDER": marked("The identity provider cannot be used at present."),
    "REFUSED": marked("The policy refuses this."),
    "SEAL": marked("Sealed data could not be opened."),
    "SIGNATURE": marked("A signature does not hold."),
    "SIGN_IN": marked("That did not sign you in. After five failures an account waits a while."),
    "SOURCE": marked("The file cannot be read."),
    "UNKNOWN_PEER": marked("There is no such peer."),
}
"""Sentences by the code of the error; a test compares them with the classes."""


class FormError(NodeError):
    """Something in a form is missing; the sentence is one that the catalogues know."""

    code = "FORM"


def complain_code(words: Words, code: str, sentence: str) -> str:  # noqa: PLR0917 - in which words what
    """Say what went wrong at a peer, of which code and English sentence are kept."""
    error = NodeError(sentence or COMPLAINTS.get(code, COMPLAINTS["NODE"]))
    if words.language is Language.EN:
        return complain(words, error)
    return words.say(COMPLAINTS.get(code, COMPLAINTS["NODE"]))


def complain(words: Words, error: NodeError | None) -> str:
    """Say what went wrong, as one sentence that ends with a full stop."""
    if error is None:
        return ""
    sentence = str(error)
    said = words.repeat(sentence)
    if words.language is not Language.EN and said == sentence:
        return words.say(COMPLAINTS.get(error.code, COMPLAINTS["NODE"]))
    ended = f"{said[:1].upper()}{said[1:]}"
    return ended if ended.endswith((".", "?", "!")) else f"{ended}."
