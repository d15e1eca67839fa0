"""Speak HTTPS with servers that the settings name, with bounds on what they may send and how long.

A server is believed to be itself where its certificate says so; it cannot send us elsewhere.
"""

import time
from collections.abc import Iterator

import urllib3

STALL_S = 10.0
"""Seconds without a byte after which a server counts as unreachable."""
WHOLE_S = 60.0
"""Seconds after which an answer that comes drop by drop is given up."""
_CHUNK_BYTES = 64 * 1024


class TooSlowError(Exception):
    """An answer came drop by drop; whoever asked says so in their own words."""


def pool(ca_file: str = "", *, stall_s: float = STALL_S) -> urllib3.PoolManager:
    """Return what speaks with servers that these authorities certify; empty: the system's."""
    return urllib3.PoolManager(
        retries=False,
        timeout=urllib3.Timeout(connect=stall_s, read=stall_s),
        cert_reqs="CERT_REQUIRED",
        ca_certs=ca_file or None,
    )


def pieces(response: urllib3.BaseHTTPResponse, *, whole_s: float = WHOLE_S) -> Iterator[bytes]:
    """Yield an answer as it comes, and close it whatever happens.

    Raises:
        TooSlowError: It took longer than that.
        urllib3.exceptions.HTTPError: It broke off.
    """
    end = time.monotonic() + whole_s
    try:
        for piece in response.stream(_CHUNK_BYTES):
            if time.monotonic() > end:
                raise TooSlowError
            yield piece
    finally:
        response.close()
