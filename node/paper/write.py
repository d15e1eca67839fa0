"""Write a paper as a file of the wished format."""

from node.paper.model import Format, Paper


def file_of(paper: Paper, wished: Format) -> bytes:
    """Return the bytes of the file.

    Raises:
        PaperError: The system lacks what the format needs.
    """
    # Each format brings a large library, which a node that never writes it need not load.
    match wished:
        case Format.PDF:
            from node.paper.pdffile import pdf_of  # noqa: PLC0415

            return pdf_of(paper)
        case Format.DOCX:
            from node.paper.docxfile import docx_of  # noqa: PLC0415

            return docx_of(paper)
        case Format.TEXT:
            from node.paper.textfile import text_of  # noqa: PLC0415

            return text_of(paper).encode()
