"""The calls about papers, as a part of the client of a node's socket."""

from datetime import datetime

import grpc

from node.operator import view_paper as view
from node.operator.call import work
from node.operator.translate import view_of
from node.pb.operator.v1 import paper_pb2 as pb
from node.pb.operator.v1 import paper_pb2_grpc as services


class PaperClient:
    """Has a running node write papers."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._papers = services.PaperServiceStub(channel)

    def draft(self, order: view.PackOrder, *, officer: str) -> view.Pack:
        """Have the follow-up of a hit drafted; every file is journalled."""
        request = pb.DraftFollowUpRequest(
            alert_id=order.alert_id,
            parts=order.parts,
            format=order.format,
            language=order.language,
            facts=order.facts,
            link=order.link,
            question=order.question,
            restrictions=order.restrictions,
            handling=order.handling,
            with_subject=order.with_subject,
            officer=officer,
        )
        return view_of(view.Pack, work(self._papers.DraftFollowUp, request))

    def report_case(
        self,
        reference: str,
        *,
        format_: str,
        language: str,
        with_subjects: bool,
        with_officers: bool,
        officer: str,
    ) -> view.SignedReport:
        """Have the file of a case written and signed; journalled."""
        request = pb.ReportCaseRequest(
            reference=reference,
            format=format_,
            language=language,
            with_subjects=with_subjects,
            with_officers=with_officers,
            officer=officer,
        )
        return view_of(view.SignedReport, work(self._papers.ReportCase, request))

    def statistics(
        self, since: datetime, until: datetime, *, format_: str, language: str, officer: str
    ) -> view.PaperFile:
        """Have a period counted; journalled."""
        request = pb.MakeStatisticsRequest(format=format_, language=language, officer=officer)
        request.since.FromDatetime(since)
        request.until.FromDatetime(until)
        return view_of(view.PaperFile, work(self._papers.MakeStatistics, request).file)
