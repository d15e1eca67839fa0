"""A ledger full of generated alerts, as a busy centre has after some years."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from random import Random

from sqlalchemy import insert

from benchmarks.persons import SEED
from matching.model import load_model
from matching.subject import EntityType
from node.domain.alert import AlertState, Direction, Flag, Zone
from node.domain.deadline import Clock
from node.domain.exchange import Band
from node.domain.peer import NodeId
from node.store.ledger import Ledger
from node.store.schema_alert import alert as alert_table
from node.store.schema_alert import label as label_table

Row = dict[str, object]

_BATCH = 5_000
_STATES = {
    AlertState.OPEN: 40,
    AlertState.DISMISSED: 25,
    AlertState.CONFIRMED: 15,
    AlertState.CLAIMED: 5,
    AlertState.UNSURE: 5,
    AlertState.SUPPRESSED: 4,
    AlertState.SECOND_REVIEW: 4,
    AlertState.HELD: 2,
}
_KINDS = {
    EntityType.PERSON: 70,
    EntityType.VESSEL: 10,
    EntityType.COMPANY: 10,
    EntityType.IDENTIFIER: 10,
}
_WAITING = frozenset(
    {AlertState.OPEN, AlertState.CLAIMED, AlertState.SECOND_REVIEW, AlertState.HELD}
)
_DECIDED = frozenset({AlertState.DISMISSED, AlertState.CONFIRMED})
_FINDINGS = (
    ("prior", "candidates", "before anything was compared", -21.4),
    ("name", "name", "all parts agree, one spelled otherwise", 14.2),
    ("birth_date", "date of birth", "same year", 6.1),
    ("birth_place", "place of birth", "unknown on one side", 0.0),
    ("nationality", "nationality", "the same", 4.3),
    ("document", "document", "no two numbers of one kind to compare", 0.0),
    ("sex", "sex", "the same", 0.9),
)
_EXPLANATION = json.dumps(
    {
        "findings": [
            {"column": column, "attribute": said, "level": level, "weight": bits, "direction": ""}
            for column, said, level, bits in _FINDINGS
        ],
        "advice": [{"column": "document", "words": "the number of a document", "gain": 11.0}],
    }
)


def fill(
    ledger: Ledger, count: int, *, peers: list[NodeId], officers: list[str], now: datetime
) -> None:
    """Write alerts into a ledger, and a label for each that is decided; no entry vouches for them.

    Args:
        ledger: where to.
        count: how many alerts, 85 % of them incoming.
        peers: who has asked.
        officers: who has claimed and decided.
        now: the present; the oldest alert is of two years before.
    """
    rows = _alerts(count, peers=peers, officers=officers, now=now)
    while some := [*islice(rows, _BATCH)]:
        labels = [_label(row) for row in some if row["direction"] == Direction.INCOMING]
        with ledger.transaction() as connection:
            connection.execute(insert(alert_table), some)
            connection.execute(
                insert(label_table), [each for each in labels if each["decided_at"] is not None]
            )


def _alerts(
    count: int, *, peers: list[NodeId], officers: list[str], now: datetime
) -> Iterator[Row]:
    random = Random(SEED)  # noqa: S311 - a benchmark
    models = {each: _model(each) for each in EntityType}
    states = random.choices([*_STATES], [*_STATES.values()], k=count)
    kinds = random.choices([*_KINDS], [*_KINDS.values()], k=count)
    for number, (state, kind) in enumerate(zip(states, kinds, strict=True)):
        is_incoming = random.random() < 0.85  # noqa: PLR2004 - said above
        weight = random.uniform(2.0, 30.0)
        row: Row = {
            "id": f"{random.getrandbits(128):032x}",
            "direction": Direction.INCOMING if is_incoming else Direction.OUTGOING,
            "peer": random.choice(peers),
            "reference": f"R-{number:07}",
            "record": f"{number:032x}" if is_incoming else "",
            "record_key": f"{random.randrange(count // 4 + 1):064x}" if is_incoming else "",
            "case_reference": f"ES-2026-{random.randrange(count // 20 + 1):06}",
            "entity_type": kind,
            "zone": Zone.HIT if weight > 12.0 else Zone.POSSIBLE,  # noqa: PLR2004 - about 2 of 3
            "band": random.choice([Band.PROBABLE, Band.STRONG]),
            "query_id": f"{random.getrandbits(128):032x}",
            "subject_number": 1,
            "contact_point": "duty",
            "model": models[kind],
            "explanation": _EXPLANATION if is_incoming else "",
            "created_at": now - timedelta(seconds=random.randrange(2 * 365 * 86_400)),
            "times": 1,
            "hold": "article-6" if state is AlertState.HELD else "",
            "purpose": "drug-trafficking",
            "offence": "drugs.trafficking",
            "category": "suspect",
            "urgency": "ordinary",
            "weight": weight,
            "shows": f"{random.getrandbits(256):064x}",
        }
        yield row | _work(random, state if is_incoming else AlertState.OPEN, officers, now=now)


def _work(random: Random, state: AlertState, officers: list[str], *, now: datetime) -> Row:  # noqa: PLR0917 - drawn for whom
    """Return what officers have done with an alert; of those that wait, one in ten is overdue."""
    waits, is_decided = state in _WAITING, state in _DECIDED
    is_late = waits and random.random() < 0.1  # noqa: PLR2004 - said above
    hours = timedelta(hours=random.uniform(-200, 0) if is_late else random.uniform(0, 168))
    is_claimed = state is AlertState.CLAIMED
    proposed = is_decided or state is AlertState.SECOND_REVIEW
    return {
        "state": state,
        "revision": 1,
        "claimed_by": random.choice(officers) if is_claimed else "",
        "claimed_at": now if is_claimed else None,
        "claimed_until": now + timedelta(minutes=30) if is_claimed else None,
        "verdict": state.value if is_decided else "",
        "reason": "",
        "note": b"",
        "decided_by": random.choice(officers) if proposed else "",
        "decided_at": now - timedelta(days=1) if proposed else None,
        "second_by": "",
        "told_at": None,
        "due_at": now + hours if waits else None,
        "clock": Clock.ORDINARY.value if waits else "",
        "escalated_at": now if is_late and random.random() < 0.5 else None,  # noqa: PLR2004 - half
        "reminded_at": now if is_late else None,
        "flag": Flag.CONTESTED if random.random() < 0.01 else Flag.NONE,  # noqa: PLR2004 - 1 %
        "outcome": "",
        "outcome_at": None,
    }


def _model(kind: EntityType) -> str:
    """Name the shipped model as alerts name it."""
    model = load_model(kind)
    return f"{model.version}/{model.profile}"


def _label(alert: Row) -> Row:
    return {
        "alert_id": alert["id"],
        "entity_type": alert["entity_type"],
        "model": alert["model"],
        "zone": alert["zone"],
        "weight": alert["weight"],
        "levels": json.dumps({column: level for column, _, level, _ in _FINDINGS}),
        "is_match": alert["state"] is AlertState.CONFIRMED,
        "reason": "",
        "source": "review",
        "decided_at": alert["decided_at"] if alert["state"] in _DECIDED else None,
    }
