"""Write a paper as PDF/A-3 (ISO 19005-3), with files attached where it has any.

WeasyPrint needs Pango, a library of the operating system. A node that never writes PDF works
without, so it is imported when the first PDF is written.
"""

import logging
from collections.abc import Sequence

from node.domain.errors import PaperError
from node.paper.html import html_of
from node.paper.model import Attachment, Paper

_VARIANT = "pdf/a-3u"
"""Every letter can be read back as Unicode, which level b does not ask for."""


def pdf_of(paper: Paper, attachments: Sequence[Attachment] = ()) -> bytes:
    """Return the PDF.

    Raises:
        PaperError: Pango is missing.
    """
    try:
        from weasyprint import HTML  # noqa: PLC0415 - see above
        from weasyprint import Attachment as Attached  # noqa: PLC0415
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except (ImportError, OSError) as error:
        raise PaperError(
            "PDF cannot be written: the system lacks Pango",
            hint="Run make system, or: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
            "libharfbuzz-subset0. DOCX and text need nothing.",
        ) from error
    # Both libraries tell at length what they do with fonts, and would name what papers hold.
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    attached = [
        Attached(
            string=each.content,
            name=each.name,
            description=each.description,
            created=paper.created_at,
            modified=paper.created_at,
            relationship="Data",
        )
        for each in attachments
    ]
    page = HTML(string=html_of(paper), url_fetcher=URLFetcher(allowed_protocols=()))
    return bytes(page.write_pdf(pdf_variant=_VARIANT, attachments=attached, pdf_tags=True))
