"""A new node has its folder, settings, keys and certificate, or none of them."""

import socket
from pathlib import Path

import pytest

from node.assemble import open_node
from node.config import load_settings
from node.domain.errors import ConfigError, KeyringError, NodeError, NodeFolderError
from node.domain.exchange import ContactPoint
from node.domain.peer import DirectoryEntry
from node.setup import NewNode, initialise

DESK = ContactPoint("duty", "Customs", 'Desk "7"', "SIENA", "ES-1", languages=("es", "en"))


def make(folder: Path, *, secret: str = "a long enough secret", **changes: str) -> DirectoryEntry:  # noqa: S107 - protects nothing
    """Make a node; `changes` say what differs."""
    passphrase = folder.parent / "passphrase"
    passphrase.write_text(secret, encoding="utf-8")
    about = {
        "node_id": "customs-es",
        "name": "Customs",
        "country": "ES",
        "kind": "customs",
        "address": "127.0.0.1:7400",
    }
    wanted = NewNode(contact=DESK, **about | changes)
    return initialise(folder, wanted, passphrase_file=passphrase)


def test_a_new_node_opens(tmp_path: Path) -> None:
    """What was written is read back, and only the owner may read it."""
    entry = make(tmp_path / "node", name='Adu"ana\n\\ ünïversal')

    settings = load_settings(tmp_path / "node")
    with open_node(settings) as node:
        own = node.entry
    assert (own.id, own.identity_key, own.certificate) == (
        entry.id,
        entry.identity_key,
        entry.certificate,
    )
    assert settings.node.name == 'Adu"ana\\ ünïversal'
    assert settings.contact_points == (DESK,)
    assert (tmp_path / "node").stat().st_mode & 0o077 == 0
    assert (tmp_path / "node" / "keyring.sealed").stat().st_mode & 0o077 == 0


def console_of(folder: Path, **changes: str) -> tuple[str, int]:
    """Make a node, and return where its console will listen."""
    make(folder, **changes)
    host, _, port = load_settings(folder).console.listen.rpartition(":")
    return host, int(port)


def test_the_console_has_a_port_of_its_own(tmp_path: Path) -> None:
    """It lies as far above the node's port as the usual ones, or on the next that is free."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        host, chosen = console_of(tmp_path / "one", address=f"node.example.org:{port - 43}")

    assert host == "127.0.0.1"
    assert port < chosen < port + 200


@pytest.mark.parametrize(
    ("changes", "listen"),
    [
        ({"console": "127.0.0.1:8443"}, "127.0.0.1:8443"),
        ({"address": "127.0.0.1:30001"}, "127.0.0.1:30044"),
    ],
    ids=["as said", "near its own"],
)
def test_the_console_listens_where_it_is_told(
    tmp_path: Path, changes: dict[str, str], listen: str
) -> None:
    """What the administrator says stands; else nodes with other ports have other consoles."""
    assert "{}:{}".format(*console_of(tmp_path / "node", **changes)) == listen


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        pytest.param({"console": "nowhere"}, ConfigError, id="console"),
        pytest.param({"node_id": "Customs ES"}, ConfigError, id="name"),
        pytest.param({"kind": "fire-brigade"}, ConfigError, id="kind"),
        pytest.param({"secret": "short"}, KeyringError, id="secret"),
    ],
)
def test_what_fails_leaves_nothing(
    tmp_path: Path, changes: dict[str, str], kind: type[NodeError]
) -> None:
    """Half a node would look like one."""
    with pytest.raises(kind):
        make(tmp_path / "node", **changes)
    assert not (tmp_path / "node").exists()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    """A node is never overwritten."""
    folder = tmp_path / "node"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work", encoding="utf-8")

    with pytest.raises(NodeFolderError, match="not empty"):
        make(folder)
    assert [path.name for path in folder.iterdir()] == ["thesis.txt"]
