"""The calls about notices, as a part of the client of a node's socket."""

import grpc

from node.operator import view_notice as view
from node.operator.call import read
from node.operator.translate import view_of
from node.pb.operator.v1 import notice_pb2 as pb
from node.pb.operator.v1 import notice_pb2_grpc as services


class NoticeClient:
    """Speaks with a running node about its notices."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._notices = services.NoticeServiceStub(channel)

    def all(self, *, limit: int) -> view.Notices:
        """Return notices of both directions, newest first, so many of each."""
        request = pb.ListNoticesRequest(limit=limit)
        return view_of(view.Notices, read(self._notices.ListNotices, request))
