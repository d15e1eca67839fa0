"""Notices for people."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.text import Text

from node.cli.phrase import moment
from node.cli.render_table import render_table
from node.operator.view_notice import Notices, SentNotice

_STYLES = {"waiting": "yellow", "refused": "bold red", "given up": "bold red"}
_ID_LETTERS = 8


def render_notices(notices: Notices) -> RenderableType:
    """Return both lists, one below the other."""
    sent = render_table(
        ("notice", "to", "about", "case", "state", "written", ""),
        (tuple(_sent(each)) for each in notices.sent),
        empty="nothing was sent",
        whole=("notice", "about", "state", "written"),
    )
    received = render_table(
        ("notice", "from", "about", "case", "received"),
        (
            (
                each.id[:_ID_LETTERS],
                each.peer,
                each.kind,
                each.case_reference,
                moment(each.received_at),
            )
            for each in notices.received
        ),
        empty="nothing was received",
        whole=("notice", "about", "received"),
    )
    return Group(
        Text("Sent", style="bold"), sent, Text(""), Text("Received", style="bold"), received
    )


def _sent(notice: SentNotice) -> Iterator[str | Text]:
    yield notice.id[:_ID_LETTERS]
    yield notice.peer
    yield notice.kind
    yield notice.case_reference
    yield Text(notice.state, style=_STYLES.get(notice.state, "green"))
    yield moment(notice.written_at)
    yield _standing(notice)


def _standing(notice: SentNotice) -> str:
    """Say what the state leaves open: when it arrived, why it did not, when it is tried next."""
    if notice.state == "delivered":
        return f"acknowledged {moment(notice.settled_at)}"
    if notice.state != "waiting":
        return f"{moment(notice.settled_at)}: {notice.error_code}"
    if not notice.attempts:
        return "leaves now"
    times = "once" if notice.attempts == 1 else f"{notice.attempts} times"
    return f"tried {times}: {notice.error_code}; next {moment(notice.next_at)}"
