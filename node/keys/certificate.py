"""Issue the node's TLS certificate and read those of peers.

P-256, because grpcio refuses Ed25519 certificates at both ends.
Nobody signs it but the node: peers pin its key, which the directory binds to the identity.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from node.domain.errors import KeyringError
from node.domain.peer import NodeId

LIFE = timedelta(days=398)
"""The longest life that the CA/Browser Forum allowed when this was written (BR 6.3.2)."""
_BEGIN = b"-----BEGIN CERTIFICATE-----"
_MOST = 2
_LOOPBACK = ("127.0.0.1", "::1")
_BACKDATED = timedelta(minutes=5)
"""A peer whose clock is behind accepts a new certificate at once."""


def server_name(node: NodeId) -> str:
    """Return the name under which peers expect this node's certificate."""
    return f"{node}.heliograph"


def new_private_key() -> bytes:
    """Make a P-256 key for TLS, PEM in PKCS 8."""
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def issue(private_key: bytes, node: NodeId, *, now: datetime) -> bytes:
    """Issue a certificate of 398 days for server and client use; return its PEM.

    Raises:
        KeyringError: The key is no P-256 key in PEM.
    """
    key, serial = _private_key(private_key), x509.random_serial_number()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, server_name(node))])
    usage = [ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH]
    own = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), serial)
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + LIFE)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(server_name(node))]), critical=False
        )
        # No authority: a member whose certificate others trust must not be able to make more.
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage(usage), critical=False)
        .add_extension(own, critical=False)
        # A certificate and the one that follows it have one name, and TLS libraries look for the
        # issuer by name: this says which of the two it is (RFC 5280, section 4.2.1.1).
        .add_extension(
            x509.AuthorityKeyIdentifier(own.digest, [x509.DirectoryName(name)], serial),
            critical=False,
        )
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def issue_local(private_key: bytes, host: str, *, now: datetime) -> bytes:
    """Issue a certificate for a console that only its own machine reaches; return its PEM.

    It holds for the host name and for the addresses of the loopback.

    Raises:
        KeyringError: The key is no P-256 key in PEM.
    """
    key = _private_key(private_key)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    names = [x509.DNSName(host), *(x509.IPAddress(ip_address(text)) for text in _LOOPBACK)]
    builder = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - _BACKDATED)
        .not_valid_after(now + LIFE)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def each(bundle: bytes) -> tuple[bytes, ...]:
    """Return the certificates of an entry one by one: one, or two while one follows the other.

    Raises:
        KeyringError: There is something else in it, or another number of them.
    """
    parts = [_BEGIN + part for part in bundle.split(_BEGIN)[1:]]
    if not 1 <= len(parts) <= _MOST or b"".join(parts) != bundle:
        raise KeyringError("an entry holds one certificate, or two while one follows the other")
    for part in parts:
        # As a node writes it: what a library skips, such as a block under another name, OpenSSL
        # might take for one more certificate to trust.
        if _certificate(part).public_bytes(Encoding.PEM) != part:
            raise KeyringError("there is something beside the certificate")
    return tuple(parts)


def spki_hash(certificate: bytes) -> bytes:
    """Return SHA-256 of the certificate's SubjectPublicKeyInfo, 32 bytes: what peers pin.

    Raises:
        KeyringError: The bytes are no certificate in PEM.
    """
    public_key = _certificate(certificate).public_key()
    digest = hashes.Hash(hashes.SHA256())
    digest.update(public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))
    return digest.finalize()


def not_after(certificate: bytes) -> datetime:
    """Return when the certificate expires, aware, UTC.

    Raises:
        KeyringError: The bytes are no certificate in PEM.
    """
    return _certificate(certificate).not_valid_after_utc.astimezone(UTC)


def fits(certificate: bytes, private_key: bytes) -> bool:
    """Tell whether the certificate is about that key.

    Raises:
        KeyringError: One of the two is not valid PEM.
    """
    return _certificate(certificate).public_key() == _private_key(private_key).public_key()


def _certificate(pem: bytes) -> x509.Certificate:
    try:
        read = x509.load_pem_x509_certificate(pem)
        key = read.public_key()
    # A version or a kind of key that the library does not know is no `ValueError` of its.
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm) as error:
        raise KeyringError("the certificate is not valid PEM") from error
    if not isinstance(key, ec.EllipticCurvePublicKey):
        raise KeyringError("the certificate is not about a P-256 key")
    return read


def _private_key(pem: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise KeyringError("the TLS key is not valid PEM") from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyringError("the TLS key is not a P-256 key")
    return key
