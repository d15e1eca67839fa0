"""Tests of `node.register.charset`."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.register.charset import named_charset, sniff_charset

_ACCENTED = "id,name\n1,José Peña\n2,Núñez\n"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"id,name\n1,Jose\n", "UTF-8"),
        (_ACCENTED.encode("utf-8"), "UTF-8"),
        (_ACCENTED.encode("utf-8-sig"), "UTF-8"),
        (_ACCENTED.encode("utf-16"), "UTF-16"),
        (_ACCENTED.encode("utf-16-le"), "UTF-16"),
        (_ACCENTED.encode("utf-16-be"), "UTF-16"),
        (_ACCENTED.encode("cp1252"), "Windows-1252"),
        ("1,Иван Петров\n".encode() + b"2,Pe\xf1a\n", "UTF-8"),
    ],
    ids=["ascii", "utf8", "utf8-mark", "utf16", "utf16-le", "utf16-be", "cp1252", "damaged"],
)
def test_a_character_set_is_recognised(tmp_path: Path, content: bytes, expected: str) -> None:
    """UTF-8, UTF-16 and Windows-1252 are told apart; one damaged row does not turn a file."""
    path = tmp_path / "register.csv"
    path.write_bytes(content)

    assert sniff_charset(path).name == expected


def test_an_accent_far_into_the_file_is_seen(tmp_path: Path) -> None:
    """A file is looked at to its end, across the pieces in which it is read."""
    path = tmp_path / "register.csv"
    path.write_bytes(b"x" * 2_500_000 + b"Pe\xf1a")

    assert sniff_charset(path).name == "Windows-1252"


@given(text=st.text(), at=st.integers(min_value=0))
def test_any_utf8_is_recognised_wherever_it_is_cut(
    tmp_path_factory: pytest.TempPathFactory, text: str, at: int
) -> None:
    """A character that lies across two pieces does not count as broken."""
    path = tmp_path_factory.mktemp("charset") / "register.csv"
    padding = b"a" * ((1 << 20) - at % 4)
    path.write_bytes(padding + text.replace("\0", "").encode("utf-8"))

    assert sniff_charset(path).name == "UTF-8"


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "undefined"])
def test_what_is_no_character_set_is_refused(name: str) -> None:
    """A codec that does not decode text is no character set."""
    with pytest.raises(LookupError):
        named_charset(name)


def test_a_named_character_set_keeps_its_name() -> None:
    """The name that somebody wrote is the name that is shown."""
    assert named_charset("windows-1251").name == "windows-1251"
