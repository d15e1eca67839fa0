"""Write notices as messages of the operator protocol."""

from node.domain.notice import NoticeState
from node.operator.message import timestamp
from node.pb.operator.v1 import notice_pb2 as pb
from node.store.notices import Incoming, Outgoing


def sent_notice_message(notice: Outgoing) -> pb.SentNotice:
    """Write one notice of ours; its body stays sealed."""
    waits = notice.state is NoticeState.WAITING
    return pb.SentNotice(
        id=notice.id,
        peer=notice.peer,
        kind=notice.kind,
        case_reference=notice.case_reference,
        state=notice.state,
        written_at=timestamp(notice.written_at),
        settled_at=timestamp(notice.settled_at),
        next_at=timestamp(notice.next_at if waits else None),
        attempts=notice.attempts,
        error_code=notice.error_code,
    )


def received_notice_message(notice: Incoming) -> pb.ReceivedNotice:
    """Write one notice of a peer."""
    return pb.ReceivedNotice(
        id=notice.id,
        peer=notice.peer,
        kind=notice.kind,
        case_reference=notice.case_reference,
        received_at=timestamp(notice.received_at),
    )
