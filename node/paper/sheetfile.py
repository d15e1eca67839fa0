"""Write tables as CSV and XLSX that no spreadsheet takes for formulas."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

Cell = str | int | float
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""A cell that begins so is run by spreadsheets (CWE-1236)."""
_WIDEST = 48
_NARROWEST = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table."""

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def harmless(cell: Cell) -> Cell:
    """Return a cell as a spreadsheet shows it and does nothing else; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell


def csv_of(sheets: Sequence[Sheet]) -> bytes:
    """Return the tables below each other, each under its name, in UTF-8 with a mark for Excel."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    for number, sheet in enumerate(sheets):
        if number:
            writer.writerow([])
        if len(sheets) > 1:
            writer.writerow([harmless(sheet.name)])
        writer.writerows(map(harmless, row) for row in (sheet.titles, *sheet.rows))
    return text.getvalue().encode("utf-8-sig")


def xlsx_of(sheets: Sequence[Sheet], *, created_at: datetime) -> bytes:
    """Return a workbook with a sheet for each table; its head stays in view."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = "Heliograph"
    book.properties.created = book.properties.modified = created_at.replace(tzinfo=None)
    for sheet in sheets:
        page = book.create_sheet(sheet.name[:31])
        for row in (sheet.titles, *sheet.rows):
            page.append([harmless(cell) for cell in row])
        for cell in page[1]:
            cell.font = Font(bold=True)
        page.freeze_panes = "A2"
        for number, column in enumerate(zip(sheet.titles, *sheet.rows, strict=True), start=1):
            longest = max(len(str(cell)) for cell in column) + 2
            width = min(_WIDEST, max(_NARROWEST, longest))
            page.column_dimensions[get_column_letter(number)].width = width
        for line in page.iter_rows(min_row=2):
            for cell in line:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
