"""Settings are read whole, and everything that is wrong with them is told at once."""

from pathlib import Path

import pytest

from node.config import FILE_NAME, load_settings, passphrase_file
from node.domain.errors import ConfigError

LEAST = """
[node]
id = "customs-es"
name = "Customs"
country = "ES"
kind = "customs"
address = "127.0.0.1:7400"
"""


def settings_of(folder: Path, text: str) -> Path:
    """Write settings; return the folder."""
    (folder / FILE_NAME).write_text(text, encoding="utf-8")
    return folder


def test_the_least_is_enough(tmp_path: Path) -> None:
    """Everything but the node itself has a default, and no default is a secret."""
    settings = load_settings(settings_of(tmp_path, LEAST))

    assert settings.listen == "127.0.0.1:7400"
    assert settings.ledger_url == f"sqlite:///{tmp_path}/ledger.sqlite"
    with pytest.raises(ConfigError, match="no file is named"):
        passphrase_file(settings)


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """An administrator mends a file in one go."""
    text = LEAST.replace('"ES"', '"Spain"') + (
        "[exchange]\ndeadline_s = 90\nfanout = 3\n[retention]\njournal_days = 0\n"
        '[log]\nlevel = "loud"\n'
    )

    with pytest.raises(ConfigError) as error:
        load_settings(settings_of(tmp_path, text))

    for place in (
        "node.country",
        "exchange.deadline_s",
        "exchange.fanout is unknown (did you mean fan_out?)",
        "retention.journal_days",
        "log.level",
    ):
        assert place in str(error.value)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        pytest.param(('"customs-es"', '"Customs ES"'), "node.id", id="id"),
        pytest.param(('"customs"', '"fire-brigade"'), "node.kind", id="kind"),
        pytest.param(('"127.0.0.1:7400"', '"127.0.0.1"'), "node.address", id="address"),
        pytest.param(('name = "Customs"\n', ""), "node.name", id="missing"),
    ],
)
def test_a_node_says_who_it_is(tmp_path: Path, change: tuple[str, str], place: str) -> None:
    """What its directory entry tells must be there and well formed."""
    with pytest.raises(ConfigError, match=place):
        load_settings(settings_of(tmp_path, LEAST.replace(*change)))


def test_a_folder_without_a_node_is_told(tmp_path: Path) -> None:
    """Where there is no node, the hint says how to make one."""
    with pytest.raises(ConfigError, match="there is no node") as error:
        load_settings(tmp_path)
    assert "init" in error.value.hint


@pytest.mark.parametrize("content", [b"[node", b"\xff\xfe"])
def test_what_is_no_toml_is_told(tmp_path: Path, content: bytes) -> None:
    """A file that cannot be read is an error of ours, not of a library."""
    (tmp_path / FILE_NAME).write_bytes(content)

    with pytest.raises(ConfigError, match="TOML"):
        load_settings(tmp_path)


def test_the_environment_names_the_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A start-up may name another file for the keyring's secret."""
    text = LEAST + '[files]\npassphrase_file = "/one"\n'
    settings = load_settings(settings_of(tmp_path, text))

    assert passphrase_file(settings) == Path("/one")
    monkeypatch.setenv("HELIOGRAPH_PASSPHRASE_FILE", "/two")
    assert passphrase_file(settings) == Path("/two")


@pytest.mark.parametrize(
    ("keys", "finding"),
    [
        ("", "needs client_id and account_claim"),
        ('client_id = "x"\naccount_claim = "a"\nscopes = ["groups"]', "the scope openid"),
        ('client_id = "x"\naccount_claim = "a"\nroles_claim = "g"', "roles and roles_claim"),
        ('client_id = "x"\naccount_claim = "a"\nmake_accounts = true', "make_accounts needs roles"),
        ('client_id = "x"\naccount_claim = "a"\nroles = { chief = ["g"] }', "roles.chief"),
    ],
)
def test_an_identity_provider_is_named_whole(tmp_path: Path, keys: str, finding: str) -> None:
    """Half a provider would lock people out, or let in whom nobody has thought of."""
    text = f'{LEAST}[console.oidc]\nissuer = "https://login.example/realm"\n{keys}\n'

    with pytest.raises(ConfigError, match=finding):
        load_settings(settings_of(tmp_path, text))


def test_an_issuer_is_asked_over_https(tmp_path: Path) -> None:
    """An issuer in clear is no issuer."""
    text = f'{LEAST}[console.oidc]\nissuer = "http://login.example/realm"\n'

    with pytest.raises(ConfigError, match=r"console\.oidc\.issuer"):
        load_settings(settings_of(tmp_path, text))
