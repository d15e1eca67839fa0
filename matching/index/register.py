"""Build a generation from the rows of a register, with several processes.

Workers turn rows into tokens and tokens into numbers; this process joins the numbers, and workers
evaluate and seal. What a row looks like is the caller's: this module sees tokens only.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Generic, TypeVar

from matching.encode import evaluate_chunk, split_pseudonyms
from matching.index.build import Built, Progress, build, no_progress
from matching.index.collect import Collection
from matching.index.pool import Pool
from matching.ristretto import check_scalar
from matching.subject import EntityType, Pseudonym, Subject

Row = TypeVar("Row")
Beside = TypeVar("Beside")

_ROWS_AT_ONCE = 4_000
"""Rows of one task: half a second of work, and their common words cross once."""
_TOKENS_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Recipe(Generic[Row, Beside]):
    """How the rows of one register become a generation."""

    entity_type: EntityType
    prepare: Callable[[Row], tuple[Subject[bytes] | None, Beside]] = field(repr=False)
    """Turns a row into tokens, or into None where it is unusable, and whatever the caller wants
    back beside them. Runs in workers: it and its results must be picklable."""
    key: bytes = field(repr=False)
    """The node's key for this entity type and epoch, 32 bytes."""
    word_key: bytes = field(repr=False)
    """32 bytes from which the secrets of words derive."""
    workers: int = 1
    pseudonyms: Callable[[bytes, Sequence[bytes]], bytes] = evaluate_chunk
    """Evaluates tokens under the key: obliviously, as every peer must be able to, unless nobody
    else will ever ask (see `matching.encode.keyed_chunk`). Runs in workers."""


def build_register(
    path: Path,
    recipe: Recipe[Row, Beside],
    *,
    rows: Iterable[tuple[bytes, Row]],
    taken: Callable[[bytes, bool, Beside], object] = lambda _reference, _usable, _beside: None,
    progress: Progress = no_progress,
) -> Built:
    """Seal a register into a new DuckDB file.

    Args:
        path: file to write; must not exist.
        recipe: keys and rules.
        rows: reference (16 bytes, opaque) and content of each row; drawn as they are needed.
        taken: told of each row, in order: its reference, whether it is in the index, and what
            `prepare` gave back beside its tokens. Runs in this process, before anything is
            sealed; what it raises ends the build.
        progress: told how far each stage is.

    Raises:
        IndexBuildError: the file exists or cannot be written, or a worker process ended.
        ValueError: the key is no reduced scalar, or there is no worker.
    """
    check_scalar(recipe.key)
    with Pool(recipe.workers) as pool:
        collection = _collect(recipe, pool, rows=rows, taken=taken, progress=progress)
        return build(
            path,
            collection,
            evaluate=lambda tokens: _evaluate_in(pool, recipe, tokens=tokens),
            word_key=recipe.word_key,
            pool=pool,
            progress=progress,
        )


def _collect(
    recipe: Recipe[Row, Beside],
    pool: Pool,
    *,
    rows: Iterable[tuple[bytes, Row]],
    taken: Callable[[bytes, bool, Beside], object],
    progress: Progress,
) -> Collection:
    whole, done = Collection(recipe.entity_type), 0
    work = partial(_collect_chunk, recipe.entity_type, prepare=recipe.prepare)
    for chunk, beside in pool.map(work, _chunks(rows, _ROWS_AT_ONCE)):
        whole.merge(chunk)
        for told in beside:
            taken(*told)
        done += len(beside)
        progress("reading", done, 0)
    return whole


def _collect_chunk(
    entity_type: EntityType,
    rows: Sequence[tuple[bytes, Row]],
    *,
    prepare: Callable[[Row], tuple[Subject[bytes] | None, Beside]],
) -> tuple[Collection, list[tuple[bytes, bool, Beside]]]:
    chunk, told = Collection(entity_type), []
    for reference, row in rows:
        subject, beside = prepare(row)
        if subject is not None:
            chunk.add(reference, subject)
        told.append((reference, subject is not None, beside))
    return chunk, told


def _evaluate_in(
    pool: Pool, recipe: Recipe[Row, Beside], *, tokens: Iterable[bytes]
) -> Iterator[tuple[bytes, Pseudonym]]:
    """Evaluate distinct tokens in the processes of the pool."""
    again = iter(tokens)
    work = partial(recipe.pseudonyms, recipe.key)
    for joined in pool.map(work, _chunks(tokens, _TOKENS_AT_ONCE)):
        for pseudonym in split_pseudonyms(joined):
            yield next(again), pseudonym


T = TypeVar("T")


def _chunks(items: Iterable[T], size: int) -> Iterator[tuple[T, ...]]:
    drawn = iter(items)
    while chunk := tuple(islice(drawn, size)):
        yield chunk
