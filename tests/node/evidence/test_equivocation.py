"""A peer that shows two journals is found out, journalled, and told to whoever asks how all is."""

from pathlib import Path

import pytest

from node.diagnose import FAIL, diagnose
from node.domain.checkpoint import Checkpoint, origin_of, sign_note
from node.domain.errors import CheckpointError
from node.domain.journal import Event
from tests.factories import TARGET
from tests.node.evidence.bundles import ASKER, OWNER, identity_of
from tests.node.federation import federation


async def test_two_journals_of_one_peer_raise_an_alarm(tmp_path: Path) -> None:
    """The owner keeps both heads, journals the alarm once, and its doctor fails."""
    async with federation(tmp_path, OWNER, ASKER) as (owner, asker):
        owner.load("persons", [TARGET])
        await asker.ask(TARGET)
        peer = owner.application.records.peers.get(asker.id)
        heads = owner.application.records.heads
        size = int(heads.kept_of(asker.id)[-1].split("\n")[1])
        signer = identity_of(tmp_path / ASKER).note_signer(origin_of(asker.id))
        other = sign_note(Checkpoint(signer.name, size, bytes(32)).text(), signer)

        with pytest.raises(CheckpointError):
            heads.keep_head(peer.entry, other, now=owner.clock.now())

        (alarm,) = owner.entries(Event.ALARM)
        checks = {check.name: check for check in await diagnose(owner.application)}
        assert (alarm.peer, alarm.detail["reason"]) == (ASKER, "two-heads")
        assert checks[f"journal of {ASKER}"].result == FAIL


async def test_doctor_tells_who_has_cosigned(tmp_path: Path) -> None:
    """An auditor sees up to where peers vouch that the journal has only grown."""
    async with federation(tmp_path, OWNER, ASKER) as (owner, asker):
        owner.load("persons", [TARGET])
        await asker.ask(TARGET)

        checks = {check.name: check for check in await diagnose(asker.application)}

    assert OWNER in checks["cosignatures"].finding
