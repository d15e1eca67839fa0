"""What the files hold that papers become."""

import sys
import zlib
from contextlib import suppress
from io import BytesIO

import pytest
from docx import Document

from node.domain.errors import PaperError
from node.paper.docxfile import docx_of
from node.paper.html import html_of
from node.paper.model import Attachment, Blank, Facts, Figure, Figures, Grid, Paper, Verbatim
from node.paper.pdffile import pdf_of
from node.paper.request import request_paper
from node.paper.textfile import text_of
from node.words import Language
from tests.node.paper.requests import NAMES, NOON, a_request

EVIL = '</style><script>alert("1")</script>'


def a_paper(*blocks: object, issuer: str = "Agency", marking: str = "H1") -> Paper:
    """Return a paper of some blocks."""
    return Paper(
        Language.EN,
        "Kind",
        "Title",
        "REF-1",
        issuer,
        marking,
        "{page} of {pages}",
        NOON,
        blocks,  # type: ignore[arg-type] # blocks of any kind
    )


EVERYTHING = a_paper(
    Grid(("who", "count", "hash"), (("ab", "12", "ff00"), ("cd", "3", "")), "none", frozenset({1})),
    Grid(("who",), (), "nothing to tell"),
    Figures((Figure("14", "queries"), Figure("3", "hits"))),
    Facts((("label", "value"), ("empty", ""))),
    Blank("Name:", "in full", lines=2),
    Verbatim("line one\n  line two"),
)


def streams(content: bytes) -> bytes:
    """Return what the compressed streams of a PDF say, one after the other."""
    said = []
    for part in content.split(b"stream\n")[1::2]:
        with suppress(zlib.error):
            said.append(zlib.decompressobj().decompress(part))
    return b"\n".join(said)


def test_a_pdf_is_pdf_a_3_with_its_attachment() -> None:
    """The metadata claims PDF/A-3, level U, and the file inside is there by its name."""
    attachment = Attachment("evidence.json", "what it rests on", b'{"a": 1}')

    said = streams(pdf_of(EVERYTHING, [attachment]))

    assert b'pdfaid:part="3" pdfaid:conformance="U"' in said
    assert b"/AFRelationship /Data" in said
    assert b"evidence.json" in said or "evidence.json".encode("utf-16-be") in said
    assert b'{"a": 1}' in said


def test_without_pango_the_error_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A node without the library works, and says how to get it when a PDF is wanted."""
    monkeypatch.setitem(sys.modules, "weasyprint", None)

    with pytest.raises(PaperError, match="lacks Pango") as raised:
        pdf_of(EVERYTHING)

    assert "apt-get install" in raised.value.hint


def test_html_escapes_what_it_is_told() -> None:
    """Nothing that a peer wrote of itself becomes markup, nor ends the style sheet."""
    page = html_of(a_paper(Facts(((EVIL, EVIL),)), issuer=EVIL, marking=EVIL))

    assert "<script>" not in page
    assert page.count("</style>") == 1


def test_docx_says_what_the_text_says() -> None:
    """Every value of a paper is in the DOCX too, in every script."""
    document = Document(BytesIO(docx_of(request_paper(a_request(), Language.PT_BR))))

    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert "\n".join(NAMES) in cells
    assert document.core_properties.language == "pt-BR"
    assert document.sections[0].footer.paragraphs[0].text.startswith("PA-31/67b1f50c")


def test_docx_holds_every_kind_of_block() -> None:
    """Tables, numbers, room to write and verbatim text all arrive."""
    document = Document(BytesIO(docx_of(EVERYTHING)))

    said = "\n".join(paragraph.text for paragraph in document.paragraphs)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"ff00", "14", "value"} <= set(cells)
    assert "nothing to tell" in said
    assert "line one\n  line two" in said


def test_text_keeps_to_its_width() -> None:
    """A terminal of eighty columns shows every line whole; what is too wide stands as records."""
    wide = Grid(("who", "what"), (("ab", "x" * 70),), "none", frozenset({0}))
    said = text_of(a_paper(*EVERYTHING.blocks, wide))

    assert "who                       ab\n" in said
    assert max(len(line) for line in said.splitlines() if "xx" not in line) <= 78
    assert "who   count   hash\nab       12   ff00\n" in said
    assert "nothing to tell" in said
    assert "empty" not in said
