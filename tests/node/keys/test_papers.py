"""Certificates: the new one is published before it is shown, and the old key then goes."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from node.domain.errors import KeyringError, NodeFolderError
from node.domain.peer import NodeId
from node.keys import certificate
from node.keys.keyring import Keyring
from node.keys.papers import CURRENT, NEXT, Papers
from node.keys.sealedfile import Stretch

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
NODE = NodeId("customs-es")
WORDS = "a long test passphrase"
QUICK = Stretch(passes=1, memory_bytes=8192)


@pytest.fixture
def keyring(tmp_path: Path) -> Keyring:
    """Make a keyring with a certificate beside it."""
    keyring = Keyring.create(tmp_path / "keyring.sealed", WORDS, node=NODE, stretch=QUICK)
    (tmp_path / CURRENT).write_bytes(certificate.issue(keyring.tls_key, NODE, now=NOON))
    return keyring


def test_a_renewed_certificate_is_published_and_not_shown(keyring: Keyring, tmp_path: Path) -> None:
    """Peers learn of the new one while they still see the old one."""
    papers = Papers(tmp_path, keyring)
    before = papers.current

    fresh = papers.renew(now=NOON)

    assert papers.current == before
    assert certificate.each(papers.published) == (before, fresh)
    assert certificate.spki_hash(fresh) != certificate.spki_hash(before)


def test_a_used_certificate_is_shown_with_its_own_key(keyring: Keyring, tmp_path: Path) -> None:
    """After the change only the new pair is left."""
    papers = Papers(tmp_path, keyring)
    before = papers.current
    fresh = papers.renew(now=NOON)

    papers.use(now=NOON)

    assert papers.published == papers.current == fresh
    assert certificate.fits(*papers.shown)
    with pytest.raises(KeyringError):
        keyring.tls_key_of(before)


def test_both_stages_survive_a_restart(keyring: Keyring, tmp_path: Path) -> None:
    """A node that starts again shows and publishes what it did before."""
    papers = Papers(tmp_path, keyring)
    papers.renew(now=NOON)
    reopened = Keyring.open(tmp_path / "keyring.sealed", WORDS)
    assert Papers(tmp_path, reopened).published == papers.published

    papers.use(now=NOON)
    reopened = Keyring.open(tmp_path / "keyring.sealed", WORDS)
    assert Papers(tmp_path, reopened).shown == papers.shown


def test_a_crash_between_file_and_keyring_loses_nothing(keyring: Keyring, tmp_path: Path) -> None:
    """The certificate is in its place and the keyring still has both keys: it starts."""
    fresh = Papers(tmp_path, keyring).renew(now=NOON)
    (tmp_path / NEXT).replace(tmp_path / CURRENT)

    papers = Papers(tmp_path, Keyring.open(tmp_path / "keyring.sealed", WORDS))

    assert papers.current == fresh
    assert certificate.fits(*papers.shown)


def test_nothing_to_use_is_told(keyring: Keyring, tmp_path: Path) -> None:
    """Without a new certificate there is nothing to change to."""
    with pytest.raises(KeyringError, match="no new certificate"):
        Papers(tmp_path, keyring).use(now=NOON)


def test_a_strange_certificate_is_refused(keyring: Keyring, tmp_path: Path) -> None:
    """A certificate without its key would fail at every handshake; it fails at the start."""
    other = certificate.issue(certificate.new_private_key(), NODE, now=NOON)
    (tmp_path / CURRENT).write_bytes(other)

    with pytest.raises(KeyringError, match="no key for the certificate"):
        Papers(tmp_path, keyring)


@pytest.mark.parametrize("content", [None, b"", b"nonsense"], ids=["absent", "empty", "nonsense"])
def test_a_missing_certificate_is_told(
    keyring: Keyring, tmp_path: Path, content: bytes | None
) -> None:
    """The file is named, and where to get it."""
    (tmp_path / CURRENT).unlink()
    if content is not None:
        (tmp_path / CURRENT).write_bytes(content)

    with pytest.raises(NodeFolderError, match="missing or damaged"):
        Papers(tmp_path, keyring)


def test_an_entry_holds_two_certificates_at_most(keyring: Keyring, tmp_path: Path) -> None:
    """What else stands in an entry would be trusted in handshakes unseen."""
    pem = (tmp_path / CURRENT).read_bytes()

    assert certificate.each(pem + pem) == (pem, pem)
    for bundle in (b"", pem * 3, b"x" + pem, pem + b"-----BEGIN CERTIFICATE-----\nx"):
        with pytest.raises(KeyringError):
            certificate.each(bundle)


def test_a_keyring_opens_under_its_new_secret_only(keyring: Keyring, tmp_path: Path) -> None:
    """Changing the passphrase changes nothing else."""
    keyring.reseal("another long passphrase", stretch=QUICK)
    keyring.new_tls_key()

    opened = Keyring.open(tmp_path / "keyring.sealed", "another long passphrase")

    assert opened.identity.public_key == keyring.identity.public_key
    with pytest.raises(KeyringError):
        Keyring.open(tmp_path / "keyring.sealed", WORDS)
