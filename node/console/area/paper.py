"""Papers of a case: the file for the prosecutor, with its signature."""

from starlette.responses import Response

from node.console.area.case import case_file
from node.console.complaint import FormError
from node.console.download import archive
from node.console.route import Route, deed
from node.console.visit import Visit
from node.domain.account import Permission
from node.domain.paper import ReportFormat
from node.report import ReportOrder
from node.words import Language, marked


def report(visit: Visit) -> Response:
    """Write the file of a case; the browser keeps it beside its signature, the journal its hash."""
    form = visit.form
    if form.text("format") not in set(ReportFormat):
        raise FormError(marked("Choose what shall be written, and in which format."))
    order = ReportOrder(
        visit.query.get("reference", ""),
        ReportFormat(form.text("format")),
        Language.of(form.text("language")) or visit.words.language,
        with_subjects=form.has("subjects"),
        with_officers=form.has("officers"),
    )
    signed = visit.application.writing.reporter.report(order, officer=visit.officer)
    signature = f"{signed.signature.hex()}\n".encode("ascii")
    stem = signed.name.rpartition(".")[0]
    return archive(
        f"{stem}.zip", [(signed.name, signed.content), (f"{signed.name}.sig", signature)]
    )


ROUTES: tuple[Route, ...] = (deed("/cases/report", report, Permission.ASK, again=case_file),)
