"""Queries as a peer receives them, made with the answering node's own key."""

import uuid
from itertools import chain

from matching.encode import direct_pseudonyms, encode_subject
from matching.profile import tokens
from matching.records import record_from_fields
from matching.subject import EntityType
from node.domain.exchange import Answer, AskedSubject, Query, Receipt
from node.domain.justification import Justification
from tests.factories import Fields, a_justification
from tests.node.federation import OFFICER, Member

EPOCH = 1
QUERY_HASH = bytes(32)


def a_query(
    owner: Member,
    *subjects: Fields,
    justification: Justification | None = None,
    kind: EntityType = EntityType.PERSON,
) -> Query:
    """Return the query that another node would send about some subjects of one entity type."""
    key = owner.node.ground.keyring.oprf_key(kind, EPOCH)
    framed = [tokens(record_from_fields(kind, fields), asking=True) for fields in subjects]
    pseudonyms = dict(direct_pseudonyms(key, chain.from_iterable(s.leaves() for s in framed)))
    encoded = tuple(
        AskedSubject(number, "suspect", encode_subject(subject, pseudonyms))
        for number, subject in enumerate(framed)
    )
    return Query(str(uuid.uuid4()), justification or a_justification(), OFFICER, EPOCH, encoded)


def told(owner: Member, asker: Member, query: Query) -> tuple[Answer, Receipt]:
    """Return what one node answers another, without a wire between them."""
    return owner.answerer.ask(asker.id, query, query_hash=QUERY_HASH, checkpoint="")
