"""The Merkle tree of RFC 9162 (section 2.1) over the journal, SHA-256.

Leaves and inner nodes are hashed with different prefixes, so that no entry passes for a subtree.
Numbers of leaves are called sizes, positions indexes; both count from 0.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
Roots = Callable[[int, int], bytes]
"""Gives the root over the leaves from one index up to, not including, another."""


def leaf_hash(content: bytes) -> bytes:
    """Hash one entry; 32 bytes."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees; 32 bytes."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Tree:
    """A tree of which only its perfect subtrees' roots are kept, largest first.

    That is all that appending needs: as many hashes as the size has bits set.
    """

    size: int = 0
    frontier: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a frontier that does not belong to the size."""
        if len(self.frontier) != self.size.bit_count():
            raise ValueError("the frontier does not fit the size")
        if any(len(root) != HASH_BYTES for root in self.frontier):
            raise ValueError(f"a hash has {HASH_BYTES} bytes")

    def append(self, leaf: bytes) -> "Tree":
        """Return the tree with one more leaf hash; amortised two hashes."""
        stack, joined = list(self.frontier), leaf
        # Each trailing one-bit of the size is a perfect subtree that the new leaf completes.
        for _ in range((~self.size & (self.size + 1)).bit_length() - 1):
            joined = node_hash(stack.pop(), joined)
        return Tree(self.size + 1, (*stack, joined))

    def root(self) -> bytes:
        """Return the root hash, 32 bytes."""
        if not self.frontier:
            return EMPTY_ROOT
        *others, joined = self.frontier
        for left in reversed(others):
            joined = node_hash(left, joined)
        return joined


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes, by the definition of section 2.1.1."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    middle = split(len(leaves))
    return node_hash(root(leaves[:middle]), root(leaves[middle:]))


def inclusion_proof(roots: Roots, index: int, *, size: int) -> list[bytes]:
    """Return the hashes that lead from one leaf to the root, nearest first (2.1.3.1).

    Raises:
        ValueError: There is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError("there is no leaf of this index")
    return _path(roots, index, start=0, stop=size)


def verify_inclusion(
    leaf: bytes, index: int, *, size: int, proof: Sequence[bytes], root_hash: bytes
) -> bool:
    """Tell whether the leaf is at that index of the tree with this size and root (2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, joined = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            return False
        if position & 1 or position == last:
            joined = node_hash(sibling, joined)
            skipped = 0 if position & 1 else _trailing_zeros(position)
            position, last = position >> skipped, last >> skipped
        else:
            joined = node_hash(joined, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and joined == root_hash


def consistency_proof(roots: Roots, old: int, *, size: int) -> list[bytes]:
    """Return the proof that the tree of the first `old` leaves begins that of `size` (2.1.4.1).

    Raises:
        ValueError: The old size is 0 or larger than the tree.
    """
    if not 0 < old <= size:
        raise ValueError("a consistency proof starts from a tree with leaves, within this one")
    return _subproof(roots, old, start=0, stop=size)


def verify_consistency(
    old: tuple[int, bytes], new: tuple[int, bytes], *, proof: Sequence[bytes]
) -> bool:
    """Tell whether the tree `new` (size, root) begins with the tree `old` (2.1.4.2)."""
    (old_size, old_root), (new_size, new_root) = old, new
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not proof and old_root == new_root
    hashes = iter(proof)
    # An old tree that is perfect is itself a node of the new one, so the proof leaves it out.
    start = old_root if old_size & (old_size - 1) == 0 else next(hashes, b"")
    shift = _trailing_zeros(old_size)
    position, last = (old_size - 1) >> shift, (new_size - 1) >> shift
    roots = _climb(start, hashes, position=position, last=last)
    return roots == (old_root, new_root)


def _climb(
    start: bytes, hashes: Iterator[bytes], *, position: int, last: int
) -> tuple[bytes, bytes] | None:
    """Rebuild the old and the new root at once; None when the proof's length is wrong."""
    old = new = start
    for sibling in hashes:
        if last == 0:
            return None
        if position & 1 or position == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            skipped = 0 if position & 1 else _trailing_zeros(position)
            position, last = position >> skipped, last >> skipped
        else:
            new = node_hash(new, sibling)
        position, last = position >> 1, last >> 1
    return (old, new) if last == 0 else None


def _path(roots: Roots, index: int, *, start: int, stop: int) -> list[bytes]:
    if stop - start == 1:
        return []
    middle = start + split(stop - start)
    if index < middle:
        return [*_path(roots, index, start=start, stop=middle), roots(middle, stop)]
    return [*_path(roots, index, start=middle, stop=stop), roots(start, middle)]


def _subproof(roots: Roots, old: int, *, start: int, stop: int) -> list[bytes]:
    if old == stop:
        # The verifier knows the old root itself.
        return [] if start == 0 else [roots(start, stop)]
    middle = start + split(stop - start)
    if old <= middle:
        return [*_subproof(roots, old, start=start, stop=middle), roots(middle, stop)]
    return [*_subproof(roots, old, start=middle, stop=stop), roots(start, middle)]


def split(size: int) -> int:
    """Return the largest power of two smaller than the size (at least 2)."""
    return 1 << ((size - 1).bit_length() - 1)


def _trailing_zeros(number: int) -> int:
    """Count how often a number halves evenly; 0 for 0, which no climb passes."""
    return (number & -number).bit_length() - 1 if number else 0
