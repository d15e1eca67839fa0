"""The certificate: accepted when pinned, under its node's name only."""

import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from node.domain.errors import KeyringError
from node.domain.peer import NodeId
from node.keys.certificate import issue, new_private_key, not_after, server_name, spki_hash

NODE = NodeId("customs-es")


def test_a_certificate_lasts_398_days() -> None:
    """It is valid from now, and expires to the second."""
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    certificate = issue(new_private_key(), NODE, now=now)

    assert not_after(certificate) == now + timedelta(days=398)


def test_a_renewed_certificate_keeps_its_pin() -> None:
    """The hash is of the key, so renewal needs no new directory entry."""
    key = new_private_key()
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    first, second = issue(key, NODE, now=now), issue(key, NODE, now=now + timedelta(days=300))

    assert first != second
    assert spki_hash(first) == spki_hash(second)
    assert len(spki_hash(first)) == 32


def test_another_key_has_another_pin() -> None:
    """Pins tell members apart."""
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    assert spki_hash(issue(new_private_key(), NODE, now=now)) != spki_hash(
        issue(new_private_key(), NODE, now=now)
    )


def _shake_hands(
    folder: Path, expected_name: str, *, before: bytes = b"", after: bytes = b""
) -> None:
    """Run a mutual TLS 1.3 handshake in memory, each side with the certificate as its root.

    Others of the same name may stand before and after it.
    """
    key, now = new_private_key(), datetime.now(tz=UTC)
    certificate = issue(key, NODE, now=now)
    (folder / "key.pem").write_bytes(key)
    (folder / "certificate.pem").write_bytes(certificate)
    (folder / "roots.pem").write_bytes(before + certificate + after)
    sides = []
    for protocol in (ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER):
        context = ssl.SSLContext(protocol)
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
        context.load_verify_locations(folder / "roots.pem")
        sides.append(context)
    to_client, to_server = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = sides[0].wrap_bio(to_client, to_server, server_hostname=expected_name)
    server = sides[1].wrap_bio(to_server, to_client, server_side=True)
    waiting = [client, server]
    for _ in range(6):
        for side in list(waiting):
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                continue
    assert not waiting


def test_a_pinned_certificate_serves_both_ends(tmp_path: Path) -> None:
    """A node uses one certificate as server and as client."""
    _shake_hands(tmp_path, server_name(NODE))


@pytest.mark.parametrize("order", ["before", "after"])
def test_a_certificate_stands_beside_the_one_that_it_follows(tmp_path: Path, order: str) -> None:
    """Both have one name; a library that takes the other for its issuer would refuse it."""
    other = issue(new_private_key(), NODE, now=datetime.now(tz=UTC))

    _shake_hands(tmp_path, server_name(NODE), **{order: other})


def test_a_certificate_is_not_valid_for_another_node(tmp_path: Path) -> None:
    """The name is the node's own."""
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        _shake_hands(tmp_path, server_name(NodeId("fiu-nl")))


@pytest.mark.parametrize("pem", [b"", b"no certificate"], ids=["empty", "text"])
def test_what_is_no_certificate_is_refused(pem: bytes) -> None:
    """A malformed directory entry is an error of ours, not a crash."""
    with pytest.raises(KeyringError):
        spki_hash(pem)
    with pytest.raises(KeyringError):
        not_after(pem)


def test_other_keys_are_refused() -> None:
    """Ed25519 keys are refused by grpcio at both ends, so none is ever certified."""
    pem = ed25519.Ed25519PrivateKey.generate().private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    )
    now = datetime(2026, 3, 1, 12, tzinfo=UTC)

    with pytest.raises(KeyringError, match="P-256"):
        issue(pem, NODE, now=now)
    with pytest.raises(KeyringError, match="PEM"):
        issue(b"no key", NODE, now=now)
