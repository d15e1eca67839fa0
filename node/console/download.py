"""Hand files to the browser: one as it is, several in one archive."""

import io
import zipfile
from collections.abc import Iterable

from starlette.responses import Response


def download(name: str, content: bytes) -> Response:
    """Answer with a file that the browser keeps and never shows."""
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(content, headers=headers, media_type="application/octet-stream")


def archive(name: str, files: Iterable[tuple[str, bytes]]) -> Response:
    """Answer with a ZIP of files, each a name and its bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        for each, content in files:
            pack.writestr(each, content)
    return download(name, packed.getvalue())
