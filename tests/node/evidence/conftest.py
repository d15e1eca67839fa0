"""The two nodes run once; every test works on copies of what they have exported."""

import asyncio
from pathlib import Path

import pytest

from tests.node.evidence.bundles import Exported, export_pair


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    """Have two real nodes ask, answer and export."""
    folder: Path = tmp_path_factory.mktemp("evidence")
    return asyncio.run(export_pair(folder))
