"""Proofs from remembered blocks are those that the whole list of leaves would give."""

import pytest
from sqlalchemy import insert

from node.domain import merkle
from node.domain.errors import NotFoundError
from node.store.ledger import Ledger
from node.store.prover import BLOCK, Prover
from node.store.schema import journal_entry

SIZE = 2 * BLOCK + 300


@pytest.fixture
def leaves(ledger: Ledger) -> list[bytes]:
    """Fill a journal with bare leaves, more than two blocks."""
    hashes = [merkle.leaf_hash(bytes([number & 255, number >> 8])) for number in range(SIZE)]
    rows = [
        {"position": position, "leaf": leaf, "content": None, "legal_hold": ""}
        for position, leaf in enumerate(hashes)
    ]
    with ledger.transaction() as connection:
        connection.execute(insert(journal_entry), rows)
    return hashes


@pytest.mark.parametrize("old", [1, 2, 255, 256, 257, 511, 512, 513, 700])
@pytest.mark.parametrize("new", [700, 768, SIZE])
def test_growth_is_proven_over_blocks(
    ledger: Ledger, leaves: list[bytes], old: int, new: int
) -> None:
    """Sizes within, at and across the borders of blocks verify."""
    prover = Prover(ledger)

    proof = prover.consistency(old, new)

    pairs = [(size, merkle.root(leaves[:size])) for size in (old, new)]
    assert merkle.verify_consistency(pairs[0], pairs[1], proof=proof)
    assert prover.consistency(old, new) == proof


@pytest.mark.parametrize("index", [0, 255, 256, 511, 512, SIZE - 1])
def test_inclusion_is_proven_over_blocks(ledger: Ledger, leaves: list[bytes], index: int) -> None:
    """An entry of any block is shown to be under the root."""
    proof = Prover(ledger).inclusion(index, SIZE)

    top = merkle.root(leaves)
    assert merkle.verify_inclusion(leaves[index], index, size=SIZE, proof=proof, root_hash=top)


def test_nothing_is_proven_beyond_the_journal(ledger: Ledger, leaves: list[bytes]) -> None:
    """A journal that never had that size has no proof of it."""
    with pytest.raises(NotFoundError):
        Prover(ledger).consistency(3, len(leaves) + 1)
