"""TLS 1.2 is off before gRPC is loaded, or the node says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from node.tls import SUITE, VARIABLE


@pytest.mark.parametrize(
    ("first", "preset", "outcome"),
    [
        ("node.wire.server", "", "fine"),
        ("node.operator.client", "", "fine"),
        ("grpc", "", "CONFIG"),
        ("grpc", SUITE, "fine"),
    ],
)
def test_tls_1_2_is_off_or_the_server_does_not_start(first: str, preset: str, outcome: str) -> None:
    """Whichever package of ours comes first is in time; a stranger who was earlier is noticed."""
    program = (
        f"import {first}\n"
        "from node.domain.errors import ConfigError\n"
        "from node.tls import require_tls13\n"
        "try:\n"
        "    require_tls13()\n"
        "    print('fine')\n"
        "except ConfigError as error:\n"
        "    print(error.code)\n"
    )
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    environment |= {VARIABLE: preset} if preset else {}

    ran = subprocess.run(  # noqa: S603 - our own interpreter with our own words
        [sys.executable, "-c", program],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert ran.stdout.strip() == outcome
