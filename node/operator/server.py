"""Serve the operator protocol on a Unix socket in the node's folder.

Who may open the socket is the node's own people: the folder and the socket belong to the account
that runs the node, and nobody else may enter.
"""

from pathlib import Path

from grpc import aio

from node.application import Application
from node.domain.errors import NodeFolderError
from node.operator.servicer import (
    NodeServicer,
    PeerServicer,
    RegisterServicer,
)
from node.operator.servicer_audit import AuditServicer
from node.operator.servicer_blind import add_blind_servicer
from node.operator.servicer_case import CaseServicer, QueryServicer
from node.operator.servicer_casework import add_casework_servicer
from node.operator.servicer_contact import add_contact_servicer
from node.operator.servicer_followup import add_followup_servicers
from node.operator.servicer_forum import add_forum_servicer
from node.operator.servicer_key import DirectoryServicer, KeyServicer
from node.operator.servicer_notice import add_notice_servicer
from node.operator.servicer_paper import add_paper_servicers
from node.operator.servicer_policy import add_policy_servicers
from node.operator.servicer_review import add_review_servicers
from node.operator.servicer_standing import add_standing_servicer
from node.operator.servicer_user import add_user_servicer
from node.pb.operator.v1 import operator_pb2_grpc as services

_MESSAGE_BYTES = 64 << 20
_SOCKET_MODE = 0o600


class OperatorServer:
    """The socket of one node."""

    def __init__(self, application: Application, socket: Path) -> None:
        """Keep what is served and where."""
        self._application = application
        self._socket = socket
        self._registers = RegisterServicer(application)
        self._server: aio.Server | None = None

    async def start(self) -> None:
        """Listen on the socket.

        Raises:
            NodeFolderError: The socket cannot be made.
        """
        # The folder's lock is held by now, so a socket that is there is a dead node's.
        self._socket.unlink(missing_ok=True)
        server = aio.server(options=(("grpc.max_receive_message_length", _MESSAGE_BYTES),))
        application = self._application
        services.add_NodeServiceServicer_to_server(NodeServicer(application), server)
        services.add_RegisterServiceServicer_to_server(self._registers, server)
        services.add_QueryServiceServicer_to_server(QueryServicer(application), server)
        services.add_CaseServiceServicer_to_server(CaseServicer(application), server)
        services.add_PeerServiceServicer_to_server(PeerServicer(application), server)
        services.add_DirectoryServiceServicer_to_server(DirectoryServicer(application), server)
        services.add_KeyServiceServicer_to_server(KeyServicer(application), server)
        services.add_AuditServiceServicer_to_server(AuditServicer(application), server)
        add_policy_servicers(application, server)
        add_notice_servicer(application, server)
        add_standing_servicer(application, server)
        add_blind_servicer(application, server)
        add_review_servicers(application, server)
        add_paper_servicers(application, server)
        add_contact_servicer(application, server)
        add_followup_servicers(application, server)
        add_casework_servicer(application, server)
        add_forum_servicer(application, server)
        add_user_servicer(application, server)
        try:
            server.add_insecure_port(f"unix:{self._socket}")
            await server.start()
            self._socket.chmod(_SOCKET_MODE)
        except (RuntimeError, OSError) as error:
            raise NodeFolderError(
                f"the operator socket {self._socket} cannot be made",
                hint="Its path must be short (107 bytes) and its folder writable.",
            ) from error
        self._server = server

    async def stop(self, grace_s: float = 5.0) -> None:
        """Let commands under way end within the grace, then close."""
        if self._server is not None:
            await self._server.stop(grace_s)
            # A load that was stopped still ends what it is at; the ledger must be open until then.
            await self._registers.idle()
            self._server = None
        self._socket.unlink(missing_ok=True)
