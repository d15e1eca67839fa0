"""The natural alternative: Splink's own prediction, in plain text, over the whole register.

It protects nobody and needs no keys; what it shares with a node is the question: which records
of this register are about this person?
"""

import logging
import time
from collections.abc import Iterator, Sequence

import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as cl

from benchmarks.persons import Fields

_PAIRS_AT_ONCE = 10_000
_COLUMNS = ("first_name", "last_name", "birth_date", "nationality")


class PlainRegister:
    """A register in plain text, asked through `predict_between`."""

    def __init__(self, records: Sequence[tuple[bytes, Fields]]) -> None:
        """Load the register and prepare the model; its weights are Splink's defaults.

        Weights do not matter to speed, the comparisons and blocking rules do: names within
        Jaro-Winkler, dates within an edit, and three rules that a trained model would keep.
        """
        logging.getLogger("splink").setLevel(logging.ERROR)
        self._api = DuckDBAPI()
        settings = SettingsCreator(
            link_type="link_only",
            comparisons=[
                cl.JaroWinklerAtThresholds("first_name"),
                cl.JaroWinklerAtThresholds("last_name"),
                cl.LevenshteinAtThresholds("birth_date", [1, 2]),
                cl.ExactMatch("nationality"),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("first_name", "last_name"),
                block_on("birth_date"),
                block_on("last_name", "substr(birth_date, 1, 4)"),
            ],
        )
        self._register = self._api.register(_table("register", records), table_name="register")
        nobody = self._api.register(_table("asked", []), table_name="nobody")
        self._linker = Linker([self._register, nobody], settings)
        self._asked = 0

    def ask(self, fields: Fields) -> float:
        """Ask about one person; return the seconds that it took."""
        self._asked += 1
        before = time.perf_counter()
        asked = self._api.register(
            _table("asked", [(b"\0" * 16, fields)]), table_name=f"asked_{self._asked}"
        )
        found = self._linker.inference.predict_between(
            asked, self._register, warning_mode="never", threshold_match_weight=0.0
        )
        found.as_record_list()
        seconds = time.perf_counter() - before
        found.drop_table_from_database_and_remove_from_cache()
        return seconds

    def ask_all(self, records: Sequence[tuple[bytes, Fields]]) -> Iterator[tuple[int, int, float]]:
        """Ask about many persons in one run; yield both numbers and the weight of each pair."""
        asked = self._api.register(_table("asked", records), table_name="asked_at_once")
        found = self._linker.inference.predict_between(asked, self._register, warning_mode="never")
        pairs = self._api.duckdb_con.table(found.physical_name)
        pairs = pairs.project("unique_id_l, unique_id_r, match_weight")
        for batch in pairs.to_arrow_reader(_PAIRS_AT_ONCE):
            for one, other, weight in zip(*batch.to_pydict().values(), strict=True):
                yield int(one, 16), int(other, 16), weight


def _table(source: str, records: Sequence[tuple[bytes, Fields]]) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "source_dataset": pa.array([source] * len(records), pa.string()),
        "unique_id": pa.array([reference.hex() for reference, _ in records], pa.string()),
    }
    for name in _COLUMNS:
        values = [fields.get(name, (None,))[0] for _, fields in records]
        columns[name] = pa.array(values, pa.string())
    return pa.table(columns)
