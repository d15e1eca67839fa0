"""Fetching a directory: from folders and over HTTPS that is verified, and in no other way."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from tuf.api.exceptions import DownloadError, DownloadHTTPError

from node.directory.fetch import Fetcher
from node.directory.mirror import Mirror, Source
from node.domain.errors import DirectoryError, DirectoryFault
from tests.node.directory.publisher import NAMES, a_directory

MOVED = "/moved/"


class Server(SimpleHTTPRequestHandler):
    """Serves files, sends one path elsewhere, and says nothing about it."""

    def do_GET(self) -> None:
        """Serve a file, or a redirection to it."""
        if self.path.startswith(MOVED):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix(MOVED[:-1]))
            self.end_headers()
        else:
            super().do_GET()

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


def a_certificate(folder: Path) -> Path:
    """Write a certificate for 127.0.0.1 with its key into one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(minutes=5))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path = folder / "server.pem"
    path.write_bytes(certificate.public_bytes(Encoding.PEM) + secret)
    return path


@pytest.fixture
def served(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Serve a folder over HTTPS; yield its address and the file that certifies it."""
    certificate = a_certificate(tmp_path)
    handler = partial(Server, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"https://127.0.0.1:{server.server_port}", str(certificate)
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_directory_is_mirrored_over_https(tmp_path: Path, served: tuple[str, str]) -> None:
    """The same directory arrives over a verified connection."""
    publisher = a_directory(tmp_path)
    address, certificate = served
    mirror = Mirror(tmp_path / "mirror", Source(f"{address}/authority/public", certificate))
    mirror.trust(publisher.root)

    assert sorted(mirror.refresh().members) == sorted(NAMES)


def test_an_unverified_server_is_unreachable(tmp_path: Path, served: tuple[str, str]) -> None:
    """A server that nobody certifies is not spoken to."""
    publisher = a_directory(tmp_path)
    mirror = Mirror(tmp_path / "mirror", Source(f"{served[0]}/authority/public"))
    mirror.trust(publisher.root)

    with pytest.raises(DirectoryError) as caught:
        mirror.refresh()

    assert caught.value.fault is DirectoryFault.UNREACHABLE


def test_what_the_server_lacks_is_told_apart(served: tuple[str, str]) -> None:
    """A missing file is another finding than a missing server: new roots are looked for so."""
    with pytest.raises(DownloadHTTPError) as caught:
        Fetcher(served[1]).download_bytes(f"{served[0]}/absent", 100)

    assert caught.value.status_code == 404


def test_redirections_are_not_followed(tmp_path: Path, served: tuple[str, str]) -> None:
    """A server cannot send a node to another one."""
    (tmp_path / "file").write_bytes(b"content")
    fetcher = Fetcher(served[1])
    assert fetcher.download_bytes(f"{served[0]}/file", 100) == b"content"

    with pytest.raises(DownloadHTTPError) as caught:
        fetcher.download_bytes(f"{served[0]}{MOVED}file", 100)

    assert caught.value.status_code == 302


@pytest.mark.parametrize("address", ["http://127.0.0.1/file", "ftp://127.0.0.1/file", "file"])
def test_other_ways_are_refused(address: str) -> None:
    """Neither clear HTTP nor anything else that a setting might name."""
    with pytest.raises(DownloadError, match="no way to a directory"):
        Fetcher().download_bytes(address, 100)


def test_folders_are_read(tmp_path: Path) -> None:
    """A file, a missing file and a missing folder are three findings."""
    (tmp_path / "a file").write_bytes(b"content")
    fetcher = Fetcher()

    assert fetcher.download_bytes((tmp_path / "a file").as_uri(), 100) == b"content"
    with pytest.raises(DownloadHTTPError):
        fetcher.download_bytes((tmp_path / "absent").as_uri(), 100)
    with pytest.raises(DownloadError, match="folder"):
        fetcher.download_bytes((tmp_path / "absent" / "file").as_uri(), 100)
