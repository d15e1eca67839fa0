"""One node as its own people use it: its verbs, put together by `assemble`."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from node.admit import Doorkeeper
from node.assure import Assurer
from node.backup import Backup
from node.blindcheck import BlindChecker
from node.casework import Casework
from node.circuit import Circuits
from node.correct import Corrector
from node.decide import Decider
from node.device import Devices
from node.disclose import Discloser
from node.domain.journal import AuditReport
from node.domain.peer import DirectoryEntry
from node.domain.ports import Clock, PeerLine
from node.draft import Drafter
from node.enrol import Registrar
from node.evidence.auditor import Auditor
from node.follow import Follower
from node.forumhost import ForumHost
from node.forumseat import ForumSeat
from node.govern import Governor
from node.guardbook import GuardBook
from node.heed import Heeder
from node.ingest import Ingest
from node.investigate import Investigator
from node.keys.keyring import Keyring
from node.keys.papers import Papers
from node.layaside import LayAside
from node.outcome import Outcomes
from node.remind import Reminder
from node.report import Reporter
from node.review import Review
from node.rotate import Rotation
from node.stand import Stander
from node.standingbook import StandingBook
from node.store.alerts import Alerts
from node.store.cases import Cases
from node.store.forums import Forums
from node.store.heads import Heads
from node.store.journal import Journal
from node.store.labels import Labels
from node.store.notices import Notices
from node.store.peers import Peers
from node.store.registers import Registers
from node.store.retractions import Retractions
from node.store.runs import Runs
from node.store.seats import Seats
from node.store.shelf import Shelf
from node.store.standing import StandingQueries
from node.store.suppressions import Suppressions
from node.store.witness import Witness
from node.subjectaccess import SubjectAccess
from node.suspend import Suspender
from node.tally import Tally
from node.teach import Teacher
from node.vouch import Vouching


@dataclass(frozen=True, slots=True)
class Records:
    """Where things are kept, for commands that only look."""

    alerts: Alerts
    cases: Cases
    runs: Runs
    journal: Journal
    peers: Peers
    registers: Registers
    shelf: Shelf
    heads: Heads
    witness: Witness
    notices: Notices


@dataclass(frozen=True, slots=True)
class Keys:
    """The node's own keys, and what is done with them."""

    keyring: Keyring
    papers: Papers
    rotation: Rotation
    backup: Backup


@dataclass(frozen=True, slots=True)
class Safeguards:
    """Policy, gate, guard, the disclosure of records, and who is left alone for a time."""

    governor: Governor
    assurer: Assurer
    discloser: Discloser
    guard: GuardBook
    suspender: Suspender


@dataclass(frozen=True, slots=True)
class DeskWork:
    """What officers do with alerts."""

    decider: Decider
    aside: LayAside
    reminder: Reminder
    teacher: Teacher
    labels: Labels
    suppressions: Suppressions


@dataclass(frozen=True, slots=True)
class Writing:
    """What the node writes for others."""

    drafter: Drafter
    reporter: Reporter
    tally: Tally


@dataclass(frozen=True, slots=True)
class Access:
    """Who may use the console, and who is in."""

    registrar: Registrar
    doorkeeper: Doorkeeper
    devices: Devices
    vouching: Vouching | None
    """Sign-in by the agency's identity provider, where there is one."""
    origin: str
    """Address of the console in a browser, without a path."""

    def is_vouched(self, account_id: str) -> bool:
        """Tell whether an identity provider vouches for somebody's account."""
        return self.vouching is not None and self.vouching.has(account_id)

    def has_other_proof(self, account_id: str) -> bool:
        """Tell whether somebody can show in another way than by a code that it is they."""
        return self.is_vouched(account_id) or bool(self.devices.all(account_id))

    def invitation_link(self, token: str) -> str:
        """Return the address that opens an account."""
        return f"{self.origin}/join/{token}"


@dataclass(frozen=True, slots=True)
class FollowUps:
    """What comes after a hit: outcomes, and what is taken back."""

    outcomes: Outcomes
    corrector: Corrector
    heeder: Heeder
    retractions: Retractions
    access: SubjectAccess


@dataclass(frozen=True, slots=True)
class StandingWork:
    """What officers do about standing queries."""

    stander: Stander
    book: StandingBook
    queries: StandingQueries


@dataclass(frozen=True, slots=True)
class Meeting:
    """Rooms that this node hosts, and its seats in rooms."""

    host: ForumHost
    seat: ForumSeat
    forums: Forums
    seats: Seats


@dataclass(frozen=True, slots=True)
class Application:
    """One running node as its own people use it."""

    version: str
    started_at: datetime
    clock: Clock
    line: PeerLine
    ingest: Ingest
    casework: Casework
    investigator: Investigator
    circuits: Circuits
    meeting: Meeting
    blind: BlindChecker
    review: Review
    desk: DeskWork
    follow_up: FollowUps
    standing: StandingWork
    auditor: Auditor
    records: Records
    safeguards: Safeguards
    writing: Writing
    keys: Keys
    access: Access
    follower: Follower | None
    """Keeps the peers as the directory has them; nothing where they are added by hand."""
    entry: Callable[[], DirectoryEntry]
    """The node's own directory entry."""
    signed_entry: Callable[[], bytes]
    """The same as a file for a peer, signed."""
    verify: Callable[[], AuditReport]
    """Recomputes the journal."""
    exposed: Callable[[], tuple[str, ...]]
    """Secret files and folders that other accounts of the machine may read."""
    free_bytes: Callable[[], int]
    """Space left on the node's volume."""
