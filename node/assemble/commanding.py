"""What the node's own people command: asking, loading, reviewing, and looking."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from importlib.metadata import version
from pathlib import Path

from node import config
from node.application import Application, Keys, Meeting, Records
from node.assemble.admitting import access
from node.assemble.casing import CaseVerbs, asking_book
from node.assemble.correcting import put_in_use
from node.assemble.desk import casework
from node.assemble.followingup import follow_up
from node.assemble.ground import Ground
from node.assemble.safeguarding import safeguards
from node.assemble.standing import standing_work
from node.assemble.writing import writing
from node.blindcheck import BlindChecker, Fetch
from node.directory.entry import entry_to_json
from node.domain.checkpoint import origin_of
from node.domain.errors import ConfigError
from node.domain.peer import DirectoryEntry
from node.domain.ports import PeerLine
from node.durable import open_to_others
from node.evidence.auditor import Auditor
from node.evidence.export import Exporter, Own
from node.follow import Follower
from node.housekeeping import Housekeeping, Kept
from node.ingest import Ingest
from node.keys.identity import verifies
from node.review import Review, Seals
from node.store.audit import verify_journal


def commanding(  # noqa: PLR0913 - one for each part that only a running node has
    ground: Ground,
    line: PeerLine,
    *,
    entry: Callable[[], DirectoryEntry],
    keys: Keys,
    cases: CaseVerbs,
    meeting: Meeting,
    fetch: Fetch,
    follower: Follower | None,
) -> Application:
    """Return the node as its own people use it."""
    keyring, stores = ground.keyring, ground.stores

    def signed_entry() -> bytes:
        return entry_to_json(entry(), keyring.identity)

    own = Own(keyring.identity, entry, signed_entry)
    return Application(
        version=version("heliograph"),
        started_at=ground.clock.now(),
        clock=ground.clock,
        line=line,
        ingest=_ingest(ground),
        casework=cases.work,
        investigator=cases.investigator,
        circuits=cases.circuits,
        meeting=meeting,
        blind=BlindChecker(line, fetch, book=asking_book(ground), clock=ground.clock),
        review=_review(ground),
        desk=casework(ground),
        follow_up=follow_up(ground),
        standing=standing_work(ground, cases, line=line),
        auditor=_auditor(ground, own),
        records=_records(ground),
        safeguards=safeguards(ground),
        writing=writing(ground, own, work=cases.work),
        keys=keys,
        access=access(ground),
        follower=follower,
        entry=entry,
        signed_entry=signed_entry,
        verify=partial(
            verify_journal,
            stores.ledger,
            keyring.identity.note_signer(origin_of(keyring.node)),
            verify=verifies,
        ),
        exposed=lambda: open_to_others(*_secrets_of(ground)),
        free_bytes=lambda: shutil.disk_usage(ground.settings.folder).free,
    )


def housekeeping(ground: Ground) -> Housekeeping:
    """Return what keeps the node tidy."""
    stores = ground.stores
    kept = Kept(
        stores.replay,
        stores.queries,
        stores.quota,
        stores.journal,
        stores.registers,
        stores.guard,
        stores.notices,
        ground.shelf,
    )
    generations = ground.settings.retention.generations
    return Housekeeping(kept, clock=ground.clock, generations=generations, noticed=ground.kept)


def _ingest(ground: Ground) -> Ingest:
    return Ingest(
        ground.keyring,
        ground.shelf,
        registers=ground.stores.registers,
        disclosures=ground.stores.disclosures,
        put_in_use=put_in_use(ground),
        clock=ground.clock,
        workers=ground.settings.matching.build_workers,
    )


def _review(ground: Ground) -> Review:
    return Review(
        ground.stores.alerts,
        ground.stores.journal,
        shelf=ground.shelf,
        seals=Seals(ground.keyring.vault, ground.keyring.ledger),
        clock=ground.clock,
        kept=ground.kept,
    )


def _auditor(ground: Ground, own: Own) -> Auditor:
    stores = ground.stores
    exporter = Exporter(
        own,
        stores.journal,
        evidence=stores.evidence,
        peers=stores.peers,
        clock=ground.clock,
        kept=ground.kept,
    )
    return Auditor(
        stores.journal,
        evidence=stores.evidence,
        exporter=exporter,
        clock=ground.clock,
        kept=ground.kept,
    )


def _records(ground: Ground) -> Records:
    stores = ground.stores
    return Records(
        stores.alerts,
        stores.cases,
        stores.runs,
        stores.journal,
        stores.peers,
        stores.registers,
        ground.shelf,
        stores.heads,
        stores.witness,
        stores.notices,
    )


def _secrets_of(ground: Ground) -> Iterator[Path]:
    """Yield what nobody but the node's account should reach."""
    folder = ground.settings.folder
    yield from (
        folder,
        folder / config.KEYRING,
        folder / config.LEDGER,
        folder / config.CONSOLE_KEY,
    )
    with suppress(ConfigError):
        yield config.passphrase_file(ground.settings)
