"""The Merkle tree against the vectors of Certificate Transparency and against its definition."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from node.domain.merkle import (
    EMPTY_ROOT,
    Roots,
    Tree,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root,
    verify_consistency,
    verify_inclusion,
)

# github.com/transparency-dev/merkle, testonly/constants.go: the eight leaves of the tests of
# Certificate Transparency, and the roots of the trees of their first 0 to 8.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
CT_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
CT_HASHES = [leaf_hash(leaf) for leaf in CT_LEAVES]


def roots(leaves: Sequence[bytes]) -> Roots:
    """Compute roots by the definition, from the leaves alone."""
    return lambda start, stop: root(leaves[start:stop])


CT_INCLUSION = [
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
]
CT_CONSISTENCY = [
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]


def _grown(leaves: list[bytes]) -> Tree:
    tree = Tree()
    for leaf in leaves:
        tree = tree.append(leaf)
    return tree


@pytest.mark.parametrize("size", range(9))
def test_published_roots(size: int) -> None:
    """Both ways to the root give the published one."""
    assert root(CT_HASHES[:size]).hex() == CT_ROOTS[size]
    assert _grown(CT_HASHES[:size]).root().hex() == CT_ROOTS[size]


@pytest.mark.parametrize(("index", "size", "proof"), CT_INCLUSION)
def test_published_inclusion_proofs(index: int, size: int, proof: list[str]) -> None:
    """The proofs are the published ones, hash by hash."""
    assert [step.hex() for step in inclusion_proof(roots(CT_HASHES), index, size=size)] == proof


@pytest.mark.parametrize(("old", "new", "proof"), CT_CONSISTENCY)
def test_published_consistency_proofs(old: int, new: int, proof: list[str]) -> None:
    """The proofs are the published ones, hash by hash."""
    assert [step.hex() for step in consistency_proof(roots(CT_HASHES), old, size=new)] == proof


def test_an_empty_tree_has_the_hash_of_nothing() -> None:
    """RFC 9162 section 2.1.1: the hash of an empty list is that of an empty string."""
    assert Tree().root() == EMPTY_ROOT == root([])


leaf_lists = st.lists(st.binary(max_size=3).map(leaf_hash), min_size=1, max_size=70)


@given(leaves=leaf_lists)
def test_growing_equals_the_definition(leaves: list[bytes]) -> None:
    """The incremental tree has the root that the recursive definition has."""
    assert _grown(leaves).root() == root(leaves)


@given(leaves=leaf_lists, data=st.data())
def test_every_leaf_is_provably_included(leaves: list[bytes], data: st.DataObject) -> None:
    """A proof verifies for its leaf and index, and for no other index or leaf."""
    index = data.draw(st.integers(0, len(leaves) - 1))
    proof, top, size = (
        inclusion_proof(roots(leaves), index, size=len(leaves)),
        root(leaves),
        len(leaves),
    )

    assert verify_inclusion(leaves[index], index, size=size, proof=proof, root_hash=top)
    assert not verify_inclusion(bytes(31), index, size=size, proof=proof, root_hash=top)
    assert not verify_inclusion(
        leaves[index], index, size=size, proof=[*proof, bytes(32)], root_hash=top
    )
    if proof:
        assert not verify_inclusion(
            leaves[index], index, size=size, proof=proof[:-1], root_hash=top
        )


@given(leaves=leaf_lists, data=st.data())
def test_every_growth_is_provably_consistent(leaves: list[bytes], data: st.DataObject) -> None:
    """A proof verifies between the two trees, and not when either root is another."""
    size = data.draw(st.integers(1, len(leaves)))
    proof = consistency_proof(roots(leaves), size, size=len(leaves))
    old, new = (size, root(leaves[:size])), (len(leaves), root(leaves))

    assert verify_consistency(old, new, proof=proof)
    assert not verify_consistency((size, bytes(32)), new, proof=proof)
    assert not verify_consistency(old, (len(leaves), bytes(32)), proof=proof)
    assert not verify_consistency(old, new, proof=[*proof, bytes(32)])
    if proof:
        assert not verify_consistency(old, new, proof=proof[:-1])


@given(leaves=leaf_lists, data=st.data())
def test_a_rewritten_history_is_not_consistent(leaves: list[bytes], data: st.DataObject) -> None:
    """Changing any old leaf is found by whoever kept the old root."""
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    rewritten = [*leaves[:index], leaf_hash(leaves[index]), *leaves[index + 1 :]]

    proof = consistency_proof(roots(rewritten), size, size=len(rewritten))

    old, new = (size, root(leaves[:size])), (len(leaves), root(rewritten))
    assert not verify_consistency(old, new, proof=proof)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_impossible_sizes_are_inconsistent(old: int, new: int) -> None:
    """Nothing is proven from an empty tree or towards a smaller one."""
    leaves = CT_HASHES[:new]

    assert not verify_consistency((old, EMPTY_ROOT), (new, root(leaves)), proof=[])
    with pytest.raises(ValueError, match="consistency"):
        consistency_proof(roots(leaves), old, size=len(leaves))


@pytest.mark.parametrize("index", [-1, 3])
def test_an_impossible_index_is_not_included(index: int) -> None:
    """There is nothing before the first leaf and after the last."""
    top = root(CT_HASHES[:3])

    assert not verify_inclusion(CT_HASHES[0], index, size=3, proof=[], root_hash=top)
    with pytest.raises(ValueError, match="index"):
        inclusion_proof(roots(CT_HASHES), index, size=3)


@pytest.mark.parametrize(
    ("size", "frontier"),
    [(1, ()), (0, (bytes(32),)), (3, (bytes(32),)), (1, (bytes(31),))],
    ids=["missing", "superfluous", "too-few", "short"],
)
def test_a_damaged_frontier_is_never_a_tree(size: int, frontier: tuple[bytes, ...]) -> None:
    """A tree that exists has a root."""
    with pytest.raises(ValueError, match=r"the frontier|a hash"):
        Tree(size, frontier)


def test_an_entry_does_not_pass_for_a_subtree() -> None:
    """The two prefixes keep a leaf of 64 bytes apart from an inner node (second preimage)."""
    left, right = CT_HASHES[:2]

    assert leaf_hash(left + right) != node_hash(left, right)
