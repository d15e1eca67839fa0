"""The client of a node, against a server that answers as told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import grpc
import pytest
from google.protobuf.any_pb2 import Any
from google.rpc.error_details_pb2 import ErrorInfo
from google.rpc.status_pb2 import Status

from node.domain.errors import SourceError
from node.operator import view
from node.operator.client import SOCKET, OperatorClient
from node.operator.errors import OperatorError
from node.pb.operator.v1 import operator_pb2 as pb
from node.pb.operator.v1 import operator_pb2_grpc as services

START = view.LoadStart("persons", "person", "p.csv", dry_run=False, expected=0, officer="o-1")


class Registers(services.RegisterServiceServicer):
    """Counts rows and remembers whether an upload came to its end."""

    ended = False

    def LoadRegister(  # noqa: N802 - the name in the protocol
        self, request_iterator: Iterator[pb.LoadRegisterRequest], _context: grpc.ServicerContext
    ) -> Iterator[pb.LoadRegisterResponse]:
        """Count what arrives.

        The requests of an upload that was cancelled may simply end: gRPC's server says so when it
        reads nothing more before it hears of the cancellation. Only the message that tells how
        many rows there were means the end, as for the node.
        """
        records = 0
        for request in request_iterator:
            records += len(request.batch.rows)
            yield pb.LoadRegisterResponse(stage="reading", done=records)
            self.ended = request.HasField("end") and request.end.rows == records
        yield pb.LoadRegisterResponse(stage="done", records=records)


class Peers(services.PeerServiceServicer):
    """Refuses everything, with and without details."""

    def ListPeers(  # noqa: N802 - the name in the protocol
        self, _request: pb.ListPeersRequest, context: grpc.ServicerContext
    ) -> pb.ListPeersResponse:
        """Fail as the node does, with a coded reason and a hint."""
        info = ErrorInfo(reason="LEDGER", domain="heliograph", metadata={"hint": "Look there."})
        detail = Any()
        detail.Pack(info)
        status = Status(code=13, message="the ledger is closed", details=[detail])
        trailer = (("grpc-status-details-bin", status.SerializeToString()),)
        context.set_trailing_metadata(trailer)
        context.abort(grpc.StatusCode.INTERNAL, "the ledger is closed")
        return pb.ListPeersResponse()

    def ExportEntry(  # noqa: N802 - the name in the protocol
        self, _request: pb.ExportEntryRequest, context: grpc.ServicerContext
    ) -> pb.ExportEntryResponse:
        """Fail as gRPC itself would, without details."""
        context.abort(grpc.StatusCode.UNKNOWN, "Exception calling application")
        return pb.ExportEntryResponse()


@pytest.fixture
def registers() -> Registers:
    """Return the service about registers that `folder` serves."""
    return Registers()


@pytest.fixture
def folder(tmp_path: Path, registers: Registers) -> Iterator[Path]:
    """Return a folder in which a server listens."""
    server = grpc.server(ThreadPoolExecutor(2))
    services.add_RegisterServiceServicer_to_server(registers, server)
    services.add_PeerServiceServicer_to_server(Peers(), server)
    server.add_insecure_port(f"unix:{tmp_path / SOCKET}")
    server.start()
    yield tmp_path
    server.stop(None).wait()


def rows(count: int) -> Iterator[tuple[list[view.Row], list[view.Reject]]]:
    """Yield batches of one row each."""
    for line in range(count):
        yield [view.Row(line, {"name": ("N",)})], []


def broken_rows() -> Iterator[tuple[list[view.Row], list[view.Reject]]]:
    """Yield one batch and then fail as a damaged file does."""
    yield from rows(1)
    raise SourceError("the file ends in the middle")


def test_upload_arrives_whole(folder: Path, registers: Registers) -> None:
    """Every batch reaches the node, and the last message says what became of it."""
    with OperatorClient(folder) as client:
        end = list(client.load_register(START, rows(3)))[-1]

    assert (end.stage, end.records) == ("done", 3)
    assert registers.ended


def test_broken_upload_ends_the_load(folder: Path, registers: Registers) -> None:
    """A file that breaks is told as such, and the node never takes the part for the whole."""
    with OperatorClient(folder) as client, pytest.raises(SourceError, match="in the middle"):
        list(client.load_register(START, broken_rows()))

    assert not registers.ended


def test_error_of_the_node_is_told(folder: Path) -> None:
    """Code, sentence and hint of the node's error arrive."""
    with OperatorClient(folder) as client, pytest.raises(OperatorError) as caught:
        client.peers()

    assert caught.value.code == "LEDGER"
    assert str(caught.value) == "the ledger is closed"
    assert caught.value.hint == "Look there."


def test_error_without_details_has_a_hint(folder: Path) -> None:
    """A failure that nobody foresaw still says where to look."""
    with OperatorClient(folder) as client, pytest.raises(OperatorError) as caught:
        client.export_entry()

    assert caught.value.code == "NODE"
    assert "log" in caught.value.hint


def stopped(folder: Path) -> Path:
    """Leave a socket behind at which nobody listens any more."""
    (folder / SOCKET).touch()
    return folder


def absent(folder: Path) -> Path:
    """Name a folder that is not there."""
    return folder / "absent"


def distant(folder: Path) -> Path:
    """Make a folder whose path is too long for a socket."""
    deep = folder / ("x" * 120)
    deep.mkdir()
    return deep


@pytest.mark.parametrize(
    ("place", "code"),
    [
        (lambda folder: folder, "NOT_RUNNING"),
        (stopped, "NOT_RUNNING"),
        (absent, "NODE_FOLDER"),
        (distant, "NODE_FOLDER"),
    ],
    ids=["never started", "stopped", "absent", "too long a path"],
)
def test_node_that_is_not_there(tmp_path: Path, place: Callable[[Path], Path], code: str) -> None:
    """Whatever is missing, the error says what to do about it."""
    folder = place(tmp_path)

    with pytest.raises(OperatorError) as caught, OperatorClient(folder) as client:
        client.status()

    assert caught.value.code == code
    assert caught.value.hint
