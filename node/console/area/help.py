"""What words, weights, reasons, keys and roles mean; readable without any network."""

from starlette.responses import Response

from node.console.route import Route, page
from node.console.visit import Visit
from node.domain.account import PERMISSIONS, Permission, Role
from node.domain.reason import REASONS
from node.words import marked

_ABILITIES: tuple[tuple[Permission, str], ...] = (
    (Permission.SEE_ALERTS, marked("see alerts")),
    (Permission.REVIEW, marked("decide about alerts and open the own record")),
    (Permission.RELEASE, marked("have a hit told to the asker")),
    (Permission.SECOND, marked("agree as the second reviewer")),
    (Permission.SEE_CASES, marked("see cases")),
    (Permission.ASK, marked("open cases and ask peers")),
    (Permission.SEE_JOURNAL, marked("read the journal")),
    (Permission.SEE_PEERS, marked("see peers")),
    (Permission.TEST_PEERS, marked("test the line to a peer")),
    (Permission.MANAGE_PEERS, marked("pause and resume peers")),
    (Permission.SEE_REGISTERS, marked("see registers and models")),
    (Permission.LABEL, marked("label pairs")),
    (Permission.SEE_OPERATIONS, marked("see how the node fares")),
    (Permission.SEE_USERS, marked("see accounts")),
    (Permission.MANAGE_USERS, marked("invite people and close accounts")),
    (Permission.SEE_STATISTICS, marked("see statistics")),
)


def help_page(visit: Visit) -> Response:
    """Show the help."""
    return visit.show(
        "help/help.html",
        roles=list(Role),
        reasons=REASONS,
        abilities=[
            (visit.words.say(words), [permission in PERMISSIONS[role] for role in Role])
            for permission, words in _ABILITIES
        ],
    )


ROUTES: tuple[Route, ...] = (page("/help", help_page, Permission.OWN),)
