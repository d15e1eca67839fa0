"""Fetch the files of a directory: from a folder that somebody carries over, or over HTTPS.

What is fetched is believed for its signatures alone, so that any server or USB stick will do; HTTPS
keeps from the network who the members are.
"""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import urllib3
from tuf.api.exceptions import DownloadError, DownloadHTTPError, SlowRetrievalError
from tuf.ngclient import FetcherInterface

from node import https

_CHUNK_BYTES = 64 * 1024
_OK, _NOT_FOUND = 200, 404


class Fetcher(FetcherInterface):
    """Reads `file:` and `https:` addresses, and no others."""

    def __init__(self, ca_file: str = "") -> None:
        """Keep which authorities certify the server; empty for those of the system."""
        self._pool = https.pool(ca_file)

    def _fetch(self, url: str) -> Iterator[bytes]:
        """Return the content in pieces.

        Raises:
            DownloadHTTPError: There is no such file.
            DownloadError: There is no such folder, or the address is of another kind.
        """
        scheme = urlsplit(url).scheme
        if scheme == "file":
            return _read(Path(unquote(urlsplit(url).path)))
        if scheme == "https":
            return self._download(url)
        raise DownloadError(f"{scheme} is no way to a directory")

    def _download(self, url: str) -> Iterator[bytes]:
        # A server that sends us elsewhere sends us to somebody nobody has chosen.
        response = self._pool.request("GET", url, preload_content=False, redirect=False)
        if response.status != _OK:
            response.close()
            raise DownloadHTTPError("the server has no such file", response.status)
        return _pieces(response)


def _pieces(response: urllib3.BaseHTTPResponse) -> Iterator[bytes]:
    try:
        yield from https.pieces(response)
    except https.TooSlowError as error:
        raise SlowRetrievalError from error
    except urllib3.exceptions.HTTPError as error:
        raise DownloadError("the server stopped in the middle of a file") from error


def _read(path: Path) -> Iterator[bytes]:
    if not path.parent.is_dir():
        raise DownloadError("the folder is not there")
    if not path.is_file():
        raise DownloadHTTPError("the folder has no such file", _NOT_FOUND)
    return _pieces_of(path)


def _pieces_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_CHUNK_BYTES):
            yield piece
