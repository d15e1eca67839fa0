"""Journal heads in the C2SP formats, against published notes and everything malformed."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.domain.checkpoint import (
    Checkpoint,
    NoteSigner,
    open_checkpoint,
    open_note,
    origin_of,
    parse,
    sign_note,
)
from node.domain.errors import CheckpointError
from node.domain.peer import NodeId
from node.keys.identity import Identity, verifies

NODE = NodeId("customs-es")
IDENTITY = Identity(bytes(range(32)))
SIGNER = IDENTITY.note_signer(origin_of(NODE))
ROOT = bytes(range(32))

# From the documentation of golang.org/x/mod/sumdb/note, the first implementation of the format.
GO_KEY = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
GO_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
GO_SIGNATURE = (
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)
GO_NOTE = f"{GO_TEXT}\n\u2014 PeterNeumann {GO_SIGNATURE}\n"
# From the specification (c2sp.org/tlog-checkpoint): the text of its example.
C2SP_TEXT = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"


def test_the_published_note_opens() -> None:
    """A note signed by the reference implementation verifies under its key."""
    text = open_note(GO_NOTE, name="PeterNeumann", public_key=GO_KEY, verify=verifies)

    assert text == GO_TEXT


def test_the_published_checkpoint_is_read_and_written_alike() -> None:
    """The specification's example keeps every byte."""
    head = parse(C2SP_TEXT)

    assert head.origin == "example.com/behind-the-sofa"
    assert head.size == 20852163
    assert head.text() == C2SP_TEXT


@given(size=st.integers(0, 2**50), root=st.binary(min_size=32, max_size=32))
def test_a_signed_head_opens_as_it_was(size: int, root: bytes) -> None:
    """Writing, signing, opening and reading change nothing."""
    head = Checkpoint(origin_of(NODE), size, root)

    note = sign_note(head.text(), SIGNER)

    opened = open_checkpoint(note, node=NODE, public_key=IDENTITY.public_key, verify=verifies)
    assert opened == head


def test_signatures_of_others_are_ignored() -> None:
    """A cosigned head still opens, whoever else has signed it."""
    head = Checkpoint(origin_of(NODE), 1, ROOT)
    witness = Identity(bytes(32)).note_signer("fiu-nl.heliograph/journal")
    note = sign_note(head.text(), SIGNER)
    cosignature = sign_note(head.text(), witness).splitlines()[-1]

    opened = open_checkpoint(
        f"{note}{cosignature}\n", node=NODE, public_key=IDENTITY.public_key, verify=verifies
    )

    assert opened == head


def test_a_head_of_another_journal_is_refused() -> None:
    """A node cannot pass another node's head as its own."""
    other = Checkpoint(origin_of(NodeId("fiu-nl")), 1, ROOT)

    with pytest.raises(CheckpointError, match="another journal"):
        open_checkpoint(
            sign_note(other.text(), SIGNER),
            node=NODE,
            public_key=IDENTITY.public_key,
            verify=verifies,
        )


def test_a_wrong_signature_by_the_known_key_spoils_the_note() -> None:
    """One bad signature beside a good one is refused, as the specification asks."""
    text = Checkpoint(origin_of(NODE), 1, ROOT).text()
    liar = NoteSigner(SIGNER.name, SIGNER.public_key, lambda _: bytes(64))
    note = sign_note(text, SIGNER) + sign_note(text, liar).splitlines()[-1] + "\n"

    with pytest.raises(CheckpointError, match="not signed"):
        open_note(note, name=SIGNER.name, public_key=SIGNER.public_key, verify=verifies)


def test_an_unknown_key_opens_nothing() -> None:
    """The same name with another key is somebody else."""
    stranger = Identity(bytes(32)).public_key

    with pytest.raises(CheckpointError, match="not signed"):
        open_note(GO_NOTE, name="PeterNeumann", public_key=stranger, verify=verifies)


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("", id="empty"),
        pytest.param("\n", id="newline"),
        pytest.param(GO_TEXT, id="no-signature"),
        pytest.param(GO_NOTE.removesuffix("\n"), id="no-final-newline"),
        pytest.param(GO_NOTE.replace("\u2014", "-"), id="hyphen-for-dash"),
        pytest.param(GO_NOTE.replace("\n\n", "\n"), id="no-empty-line"),
        pytest.param(GO_NOTE.replace(" x08", " !08"), id="not-base64"),
        pytest.param(GO_NOTE.replace("problem,", "problem\t"), id="tab"),
        pytest.param(GO_NOTE.replace("problem,", "problem\r"), id="carriage-return"),
        pytest.param(GO_NOTE.replace("problem,", "problem\udc80"), id="not-utf-8"),
        pytest.param(GO_NOTE.replace("PeterNeumann", ""), id="no-key-name"),
        pytest.param(GO_NOTE.replace("PeterNeumann", "Peter+Neumann"), id="plus-in-key-name"),
        pytest.param(f"{GO_TEXT}\n\u2014 PeterNeumann x08go\n", id="signature-too-short"),
        pytest.param(GO_NOTE + "\u2014 a AAAAAAA=\n" * 100, id="too-many-signatures"),
        pytest.param("x" * 20_000 + GO_NOTE, id="oversize"),
    ],
)
def test_a_malformed_note_is_refused(note: str) -> None:
    """Whatever a peer sends, the error is one of ours."""
    with pytest.raises(CheckpointError):
        open_note(note, name="PeterNeumann", public_key=GO_KEY, verify=verifies)


@given(note=st.text(max_size=300))
def test_no_text_crashes_the_reader(note: str) -> None:
    """Arbitrary text is refused in our words."""
    with pytest.raises(CheckpointError):
        open_note(note, name="PeterNeumann", public_key=GO_KEY, verify=verifies)


ROOT_LINE = base64.b64encode(ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param(f"origin\n1\n{ROOT_LINE}", id="no-final-newline"),
        pytest.param(f"\n1\n{ROOT_LINE}\n", id="no-origin"),
        pytest.param(f"origin\n01\n{ROOT_LINE}\n", id="leading-zero"),
        pytest.param(f"origin\n-1\n{ROOT_LINE}\n", id="negative"),
        pytest.param(f"origin\n\u0661\n{ROOT_LINE}\n", id="other-digits"),
        pytest.param(f"origin\n{'9' * 30}\n{ROOT_LINE}\n", id="absurd-size"),
        pytest.param("origin\n1\nAAAA\n", id="short-root"),
        pytest.param(f"origin\n1\n{ROOT_LINE[:-2]}9=\n", id="second-spelling-of-root"),
        pytest.param(f"origin\n1\n{ROOT_LINE}\nextension\n", id="extension-line"),
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    """One head has one spelling."""
    with pytest.raises(CheckpointError):
        parse(text)


@pytest.mark.parametrize(
    ("origin", "size", "root"),
    [("", 0, ROOT), ("a\nb", 0, ROOT), ("a\x00", 0, ROOT), ("a", -1, ROOT), ("a", 0, b"")],
    ids=["no-origin", "two-lines", "control", "negative", "short-root"],
)
def test_an_impossible_head_is_never_made(origin: str, size: int, root: bytes) -> None:
    """A checkpoint that exists can be written."""
    with pytest.raises(ValueError, match=r"an origin is|a root has"):
        Checkpoint(origin, size, root)
