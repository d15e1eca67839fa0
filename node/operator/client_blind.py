"""The calls about blind checks, as a part of the client of a node's socket."""

from collections.abc import Sequence

import grpc

from node.operator import view, view_blind
from node.operator.call import work
from node.operator.translate import message_of, view_of
from node.pb.operator.v1 import blind_pb2 as pb
from node.pb.operator.v1 import blind_pb2_grpc as services
from node.pb.operator.v1 import operator_pb2


class BlindClient:
    """Speaks with a running node about blind checks."""

    def __init__(self, channel: grpc.Channel) -> None:
        """Use a channel to the node's socket."""
        self._blind = services.BlindServiceStub(channel)

    def check(
        self,
        peer: str,
        entity_type: str,
        *,
        column: str,
        identifiers: Sequence[str],
        justification: view.Justification,
        officer: str,
    ) -> view_blind.BlindCheck:
        """Look for identifiers of one class in the set of one peer."""
        request = pb.CheckBlindRequest(
            peer=peer,
            entity_type=entity_type,
            column=column,
            identifiers=identifiers,
            justification=message_of(operator_pb2.Justification, justification),
            officer=officer,
        )
        return view_of(view_blind.BlindCheck, work(self._blind.CheckBlind, request))
