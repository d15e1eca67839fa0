"""From tokens to pseudonyms: framing, blinding in batches, and the owner's own evaluation.

A framed token is clear text. It may enter the function of `matching.oprf` and nothing else: it is
in no error, no log, and in no message between nodes.

The asker's side: `blind_tokens` gives batches whose elements travel, `BlindedBatch.unblind` turns
what came back into pseudonyms, `encode_subject` puts them in place of the tokens.
The owner's side: `direct_pseudonyms` for a register, `check_value` for the key announcement.
"""

import hmac
import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache, partial
from hashlib import blake2b
from itertools import islice
from typing import TypeAlias

from matching import oprf
from matching.errors import IndexBuildError, InvalidElementError, StaleKeyError
from matching.ristretto import check_scalar, random_element
from matching.subject import PSEUDONYM_BYTES, EntityType, Pseudonym, Subject

DOMAIN = b"heliograph"
BUCKETS = (16, 32, 64, 128)
"""How many elements a batch may have; what is missing is filled with random elements."""
BATCH_TOKENS = BUCKETS[-1] - 1
"""Tokens of the asker in a full batch; the check token takes one place."""
MAX_FIELD_BYTES = 2**16 - 1

_CHUNK_TOKENS = 2_000
"""Tokens a worker takes at once: a tenth of a second, so that its start-up and the copying
of tokens between processes do not count."""
_CHUNKS_PER_WORKER = 2
"""One chunk in work and one waiting keep a worker busy and bound what is held in memory."""

_Chunk: TypeAlias = tuple[bytes, ...]
"""Tokens that are evaluated together."""
_Evaluated: TypeAlias = tuple[_Chunk, bytes]
"""A chunk and its pseudonyms, joined in the same order."""

_worker_key: ContextVar[bytes] = ContextVar("worker_key")
"""The key inside a worker process; set once by `_start_worker`, never in the node's process."""


def frame(
    entity_type: EntityType, attribute: str, *, kind: str, value: str, profile: int = 1
) -> bytes:
    """Write a token so that no two different ones have the same bytes.

    Domain, profile, entity type, attribute, kind and value follow each other, each after its
    length in two bytes, big-endian; the profile is a number of two bytes.

    Raises:
        ValueError: a field is longer than 65535 bytes or no valid Unicode.
    """
    return _frame_head(entity_type, attribute, kind=kind, profile=profile) + _field(value)


@cache
def _frame_head(entity_type: str, attribute: str, *, kind: str, profile: int) -> bytes:
    head = _prefixed(DOMAIN) + _prefixed(profile.to_bytes(2, "big"))
    return head + _field(entity_type) + _field(attribute) + _field(kind)


def _field(text: str) -> bytes:
    return _prefixed(_utf8(text))


def _utf8(text: str) -> bytes:
    if text.isascii():
        return text.encode("ascii")
    with suppress(UnicodeEncodeError):
        return text.encode()
    # Raised out here because the library's error, even as a context, carries the text.
    raise ValueError("a field of a token is no valid Unicode")


def _prefixed(data: bytes) -> bytes:
    if len(data) > MAX_FIELD_BYTES:
        raise ValueError(f"a field of a token has at most {MAX_FIELD_BYTES} bytes")
    return len(data).to_bytes(2, "big") + data


# "check" is no entity type, so no register and no query can hold this token.
CHECK_TOKEN = _frame_head("check", "check", kind="exact", profile=1) + _field("check")
"""The token whose label a key announcement carries and every batch contains."""


@dataclass(frozen=True, slots=True)
class BlindedBatch:
    """Tokens of one call with what hides them; only `elements` may leave the node."""

    tokens: tuple[bytes, ...] = field(repr=False)
    """Check token first, then the asker's."""
    blindings: tuple[bytes, ...] = field(repr=False)
    """One scalar for each token; who has them can try tokens against the elements."""
    elements: tuple[bytes, ...] = field(repr=False)
    """Blinded tokens in order, then random elements up to a bucket: 32 bytes each, all alike."""

    def unblind(self, evaluated: Sequence[bytes], *, announced: bytes) -> dict[bytes, Pseudonym]:
        """Turn the peer's evaluation of `elements` into the pseudonyms of the asker's tokens.

        Args:
            evaluated: what came back, in the order of `elements`.
            announced: the check value of the key announcement, 16 bytes.

        Raises:
            InvalidElementError: there are too few or too many elements, or one is not canonical.
            StaleKeyError: the peer used another key than the one it announced.
        """
        if len(evaluated) != len(self.elements):
            raise InvalidElementError(
                f"{len(evaluated)} elements came back for {len(self.elements)}."
            )
        wanted = evaluated[: len(self.tokens)]
        outputs = oprf.finalize_batch(self.tokens, self.blindings, evaluated=wanted)
        check, *pseudonyms = map(_pseudonym, outputs)
        verify_check(check.label, announced)
        return dict(zip(self.tokens[1:], pseudonyms, strict=True))


def blind_tokens(tokens: Iterable[bytes]) -> tuple[BlindedBatch, ...]:
    """Blind the distinct tokens in batches of at most 127, each with the check token added.

    Returns no batch for no token.
    """
    return tuple(map(_blind_chunk, _chunks(_distinct(tokens), BATCH_TOKENS)))


def check_value(key: bytes) -> bytes:
    """Compute what a key announcement says of its key: the check token's label, 16 bytes."""
    return _pseudonym(oprf.direct(key, CHECK_TOKEN)).label


def verify_check(computed: bytes, announced: bytes) -> None:
    """Compare check values, because a wrong key would make every hit a silent *no hit*.

    Raises:
        StaleKeyError: they differ.
    """
    if not hmac.compare_digest(computed, announced):
        raise StaleKeyError("The peer evaluated with another key than the one it announced.")


def encode_subject(
    subject: Subject[bytes], pseudonyms: Mapping[bytes, Pseudonym]
) -> Subject[Pseudonym]:
    """Put pseudonyms in place of a subject's tokens.

    Raises:
        ValueError: a token of the subject has no pseudonym.
    """
    # Asked beforehand because a KeyError would carry the token.
    if not all(token in pseudonyms for token in subject.leaves()):
        raise ValueError("a token of the subject has no pseudonym")
    return subject.map(pseudonyms.__getitem__)


def direct_pseudonyms(
    key: bytes, tokens: Iterable[bytes], *, workers: int = 1
) -> Iterator[tuple[bytes, Pseudonym]]:
    """Evaluate a register's own tokens, each distinct one once, in order of first occurrence.

    Tokens are drawn as results are taken. Memory grows with the distinct tokens, which are
    remembered, and with nothing else.

    Args:
        key: the owner's key, 32 bytes.
        tokens: framed tokens, repeated or not.
        workers: processes to use; 1 stays in this one. A worker gets the key over a pipe.

    Raises:
        ValueError: the key is no reduced scalar, or there is no worker.
        IndexBuildError: while iterating; a worker process ended.
    """
    check_scalar(key)
    if workers < 1:
        raise ValueError("at least one worker is needed")
    chunks = _chunks(_distinct(tokens), _CHUNK_TOKENS)
    evaluate = _evaluate_here if workers == 1 else partial(_evaluate_in_workers, workers=workers)
    return _pairs(evaluate(key, chunks))


def evaluate_chunk(key: bytes, tokens: Sequence[bytes]) -> bytes:
    """Evaluate tokens of one's own in this process; return their pseudonyms, joined in order."""
    # One string crosses between processes in a sixth of the time of 2,000 pseudonyms.
    return b"".join(output[:PSEUDONYM_BYTES] for output in oprf.direct_batch(key, tokens))


def keyed_chunk(key: bytes, tokens: Sequence[bytes]) -> bytes:
    """Hash tokens under a key instead, for two registers that lie in one hand.

    What the oblivious function is for is that somebody else may ask without telling what, or
    learning the key. Where nobody else asks and the key is forgotten, a keyed hash (BLAKE2b, RFC
    7693) is as good at a fiftieth of the time. Never use it for what a peer is to ask.
    """
    return b"".join(
        blake2b(token, digest_size=PSEUDONYM_BYTES, key=key, person=b"hg1-own-lists").digest()
        for token in tokens
    )


def split_pseudonyms(joined: bytes) -> Iterator[Pseudonym]:
    """Take the pseudonyms of a chunk apart."""
    for start in range(0, len(joined), PSEUDONYM_BYTES):
        yield Pseudonym(joined[start : start + PSEUDONYM_BYTES])


def _distinct(tokens: Iterable[bytes]) -> Iterator[bytes]:
    seen: set[bytes] = set()
    for token in tokens:
        if token not in seen:
            seen.add(token)
            yield token


def _chunks(tokens: Iterator[bytes], size: int) -> Iterator[_Chunk]:
    while chunk := tuple(islice(tokens, size)):
        yield chunk


def _blind_chunk(chunk: _Chunk) -> BlindedBatch:
    tokens = (CHECK_TOKEN, *chunk)
    blindings, elements = oprf.blind_batch(tokens)
    bucket = next(size for size in BUCKETS if size >= len(tokens))
    padding = (random_element() for _ in range(bucket - len(tokens)))
    return BlindedBatch(tokens, tuple(blindings), (*elements, *padding))


def _pseudonym(output: bytes) -> Pseudonym:
    return Pseudonym(output[:PSEUDONYM_BYTES])


def _pairs(evaluated: Iterable[_Evaluated]) -> Iterator[tuple[bytes, Pseudonym]]:
    for chunk, joined in evaluated:
        yield from zip(chunk, split_pseudonyms(joined), strict=True)


def _evaluate_here(key: bytes, chunks: Iterable[_Chunk]) -> Iterator[_Evaluated]:
    for chunk in chunks:
        yield chunk, evaluate_chunk(key, chunk)


def _evaluate_in_workers(
    key: bytes, chunks: Iterable[_Chunk], *, workers: int
) -> Iterator[_Evaluated]:
    """Keep a bounded number of chunks under way and yield them in the order they came."""
    waiting: deque[tuple[_Chunk, Future[bytes]]] = deque()
    # Spawned, because a forked child of a process with gRPC threads may hang.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _start_worker, (key,)) as pool:
        try:
            for chunk in chunks:
                waiting.append((chunk, pool.submit(_evaluate_as_worker, chunk)))
                if len(waiting) > workers * _CHUNKS_PER_WORKER:
                    yield _result(*waiting.popleft())
            while waiting:
                yield _result(*waiting.popleft())
        except BrokenProcessPool as error:
            raise IndexBuildError(
                "A worker process ended before its tokens were evaluated.",
                hint="Look for a lack of memory, or build with one worker.",
            ) from error


def _result(chunk: _Chunk, future: Future[bytes]) -> _Evaluated:
    return chunk, future.result()


def _start_worker(key: bytes) -> None:
    _worker_key.set(key)


def _evaluate_as_worker(chunk: _Chunk) -> bytes:
    return evaluate_chunk(_worker_key.get(), chunk)
