"""Switch TLS 1.2 off in gRPC, which has no call for it.

gRPC reads the cipher suites of TLS 1.2 from the environment once, while it is imported.
The one suite named here needs an RSA certificate and ours are P-256, so that no TLS 1.2 handshake
can succeed; the suites of TLS 1.3 are not affected by the setting.
Whoever imports `grpc` in this project imports this module before: the packages that use it do so
in their `__init__`.
"""

import os
import sys
from typing import Final

from node.domain.errors import ConfigError

VARIABLE: Final = "GRPC_SSL_CIPHER_SUITES"
SUITE: Final = "ECDHE-RSA-AES128-GCM-SHA256"

_in_time = "grpc" not in sys.modules or os.environ.get(VARIABLE) == SUITE
os.environ[VARIABLE] = SUITE


def require_tls13() -> None:
    """Raise `ConfigError` if gRPC was imported before TLS 1.2 was switched off."""
    if not _in_time:
        raise ConfigError(
            "gRPC was loaded before TLS 1.2 could be switched off",
            hint=f"Set {VARIABLE}={SUITE} in the environment of the process.",
        )
