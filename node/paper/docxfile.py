"""Write a paper as DOCX, for those who go on writing in it."""

from datetime import UTC
from io import BytesIO

from docx import Document
from docx.document import Document as Open
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written

from node.paper.model import (
    Blank,
    Block,
    Facts,
    Figures,
    Grid,
    Heading,
    Listing,
    Notice,
    Paper,
    Paragraph,
    Verbatim,
)

_INK = RGBColor(0x12, 0x35, 0x5B)
_QUIET = RGBColor(0x4A, 0x5A, 0x6A)
_WARNING = RGBColor(0x8A, 0x1F, 0x11)
_FONT = "Noto Sans"
_MONO = "Noto Sans Mono"
_RULE = "." * 110


def docx_of(paper: Paper) -> bytes:
    """Return the DOCX."""
    document = Document()
    _set_up(document, paper)
    kind = document.add_paragraph()
    _write(kind, paper.kind.upper(), size=8, colour=_INK, bold=True)
    title = document.add_heading(paper.title, level=0)
    title.paragraph_format.space_after = Pt(10)
    for block in paper.blocks:
        _add(document, block)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Open, paper: Paper) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(26), Mm(22)
    for name in ("Normal", "Title", "Heading 1"):
        style = document.styles[name]
        style.font.name = _FONT
        # Word looks for the font of other scripts by names of their own.
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), _FONT)
        style.font.color.rgb = _INK if name != "Normal" else None
    document.styles["Normal"].font.size = Pt(9.5)
    document.styles["Title"].font.size = Pt(20)
    document.styles["Heading 1"].font.size = Pt(12)
    about = document.core_properties
    about.title, about.author, about.subject = paper.title, paper.issuer, paper.reference
    about.language, about.comments = paper.language.value, paper.kind
    about.created = about.modified = paper.created_at.astimezone(UTC).replace(tzinfo=None)
    head = section.header.paragraphs[0]
    _write(head, f"{paper.issuer}\n", size=7.5, colour=_QUIET)
    _write(head, paper.marking, size=7.5, colour=_WARNING, bold=True)
    foot = section.footer.paragraphs[0]
    before, _, rest = paper.page_of.partition("{page}")
    between, _, after = rest.partition("{pages}")
    _write(foot, f"{paper.reference}\t\t{before}", size=7.5, colour=_QUIET)
    _count(foot, "PAGE")
    _write(foot, between, size=7.5, colour=_QUIET)
    _count(foot, "NUMPAGES")
    _write(foot, after, size=7.5, colour=_QUIET)


def _add(document: Open, block: Block) -> None:  # noqa: C901 - one branch for each kind
    match block:
        case Heading():
            document.add_heading(block.text, level=1)
        case Paragraph():
            document.add_paragraph(block.text)
        case Facts():
            _add_facts(document, block)
        case Grid():
            _add_grid(document, block)
        case Listing():
            for point in block.points:
                document.add_paragraph(point, style="List Number")
        case Notice():
            notice = document.add_paragraph()
            notice.paragraph_format.left_indent = Mm(4)
            _write(notice, block.text, colour=_WARNING, bold=True)
        case Figures():
            rows = tuple((each.label, each.value) for each in block.figures)
            _add_facts(document, Facts(rows))
        case Blank():
            blank = document.add_paragraph(block.label)
            _write(blank, f" {block.hint}" if block.hint else "", colour=_QUIET)
            for _ in range(block.lines):
                _write(document.add_paragraph(), _RULE, colour=_QUIET)
        case Verbatim():
            _write(document.add_paragraph(), block.text, size=7.5, font=_MONO)


def _add_facts(document: Open, facts: Facts) -> None:
    rows = [(label, value) for label, value in facts.rows if value]
    table = document.add_table(rows=len(rows), cols=2)
    table.autofit = False
    for row, (label, value) in zip(table.rows, rows, strict=True):
        row.cells[0].width, row.cells[1].width = Mm(46), Mm(120)
        _fill(row.cells[0], label, colour=_QUIET)
        _fill(row.cells[1], value)
    document.add_paragraph()


def _add_grid(document: Open, grid: Grid) -> None:
    if not grid.rows:
        _write(document.add_paragraph(), grid.empty, colour=_QUIET)
        return
    table = document.add_table(rows=1, cols=len(grid.titles))
    table.style = "Light Grid Accent 1"
    for cell, title in zip(table.rows[0].cells, grid.titles, strict=True):
        _fill(cell, title, bold=True, size=8)
    for row in grid.rows:
        cells = table.add_row().cells
        for column, text in enumerate(row):
            _fill(cells[column], text, size=8)
            if column in grid.numbers:
                cells[column].paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()


def _fill(
    cell: _Cell, text: str, *, colour: RGBColor | None = None, bold: bool = False, size: float = 9.5
) -> None:
    _write(cell.paragraphs[0], text, colour=colour, bold=bold, size=size)
    cell.paragraphs[0].paragraph_format.space_after = Pt(2)


def _write(
    paragraph: Written,
    text: str,
    *,
    size: float = 9.5,
    colour: RGBColor | None = None,
    bold: bool = False,
    font: str = _FONT,
) -> None:
    run = paragraph.add_run(text)
    run.font.size, run.font.name, run.font.bold = Pt(size), font, bold
    if colour is not None:
        run.font.color.rgb = colour


def _count(paragraph: Written, field: str) -> None:
    """Add a field that Word fills in: the number of the page, or of all pages."""
    run = paragraph.add_run()
    run.font.size = Pt(7.5)
    for kind in ("begin", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        if kind == "end":
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = field
            run._r.append(code)  # noqa: SLF001 - python-docx has no other way to add a field
        run._r.append(mark)  # noqa: SLF001
