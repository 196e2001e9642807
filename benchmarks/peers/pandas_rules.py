"""What the pandas ways have in common: reading, criteria, words, writing. Numpy arrays of small integers do the deciding.

In: Parquet files; columns as pandas series of any dtype. Out: arrays of outcomes (0 fails, 1 is pending, 2 passes, 3 does not
apply), and level tables written as Parquet.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

READY = ["committee_attitude", "committee_cooperates", "committee_united", "villagers_want_it"]
SURVEYS = {
    "H1": (["agricultural_registration", "fixed_residence"], []),
    "H2": (["civil_capacity", "good_health", "independent_household"], []),
    "H3": (["good_repute"], ["economic_dispute"]),
    "H4": (["production_skill", "reliable_income", "market_awareness"], []),
    "H5": (["fixed_premises_or_contract"], []),
    "H6": (["fits_structure_policy"], []),
    "H7": (["supports_cooperative"], []),
    "H8": (["has_deposit_account"], []),
    "H9": (["law_abiding"], ["past_offence", "bad_habits"]),
}
WORDS = pa.array(["fail", "pending", "pass", "not_applicable"])
STATUSES = pa.array(["not_rated", "pending", "rated", "not_organised"])
DTYPES = {
    "numpy": {pa.bool_(): pd.BooleanDtype()}.get,
    "pyarrow": pd.ArrowDtype,
    "indexers": {pa.bool_(): pd.BooleanDtype()}.get,
}


def read(data: Path, table: str, columns: Iterable[str], way: str) -> pd.DataFrame:
    """Some columns of a table in the dtypes of a way; amounts as whole fen, dates as timestamps."""
    file = data / f"{table}.parquet"
    rows = pq.read_table(file if file.is_file() else data / table, columns=list(columns))
    for at, field in enumerate(rows.schema):
        if pa.types.is_decimal(field.type):
            rows = rows.set_column(at, field.name, pc.multiply(rows.column(at), pa.scalar(100)).cast(pa.int64()))
        elif pa.types.is_date(field.type):
            rows = rows.set_column(at, field.name, rows.column(at).cast(pa.timestamp("ms")))
    return rows.to_pandas(types_mapper=DTYPES[way], self_destruct=True)


def true(column: pd.Series) -> np.ndarray:
    """Where a yes/no column says yes."""
    return column.fillna(False).to_numpy(dtype=bool)


def survey(rows: pd.DataFrame, wanted: list[str], unwanted: Iterable[str] = ()) -> np.ndarray:
    """A contrary answer fails, a blank is pending."""
    worst = np.full(len(rows), 2, dtype=np.int8)
    for name in (*wanted, *unwanted):
        answer = true(rows[name])
        met = ~answer if name in unwanted else answer
        np.minimum(worst, np.where(rows[name].isna().to_numpy(), 1, met * np.int8(2)), out=worst, casting="unsafe")
    return worst


def at_least(low: np.ndarray, high: np.ndarray, den: np.ndarray, percent: int) -> np.ndarray:
    """An interval against an inclusive bound; nothing to divide by is pending."""
    decided = [(den == 0), low * 100 >= den * percent, high * 100 < den * percent]
    return np.select(decided, [1, 2, 0], 1).astype(np.int8)


def below(low: np.ndarray, high: np.ndarray, den: np.ndarray, percent: int) -> np.ndarray:
    """An interval against a strict bound; nothing to divide by does not apply."""
    decided = [(den == 0), high * 100 < den * percent, low * 100 >= den * percent]
    return np.select(decided, [3, 2, 0], 1).astype(np.int8)


def word(codes: np.ndarray, words: pa.Array = WORDS) -> pa.Array:
    """The words of small integers."""
    return pa.DictionaryArray.from_arrays(pa.array(codes, pa.int8()), words).cast(pa.large_string())


def grades(worst: np.ndarray, ready: np.ndarray | None = None) -> dict[str, pa.Array]:
    """Status, grade and possible grade from the worst outcome."""
    together = worst if ready is None else np.minimum(worst, ready)
    status = np.minimum(together, 2)
    if ready is not None:
        status = np.where(ready == 0, 3, status)
    credit = pa.array(["credit"])

    def grade(missing: np.ndarray) -> pa.Array:
        codes = pa.array(np.zeros(len(missing), dtype=np.int8), mask=missing)
        return pa.DictionaryArray.from_arrays(codes, credit).cast(pa.large_string())

    return {"status": word(status.astype(np.int8), STATUSES), "grade": grade(together < 2), "possible_grade": grade(together < 1)}


def text(ids: pd.Series | np.ndarray) -> pa.Array | pa.ChunkedArray:
    """Ids as Arrow strings."""
    return pa.array(ids, from_pandas=True).cast(pa.large_string())


def share(name: str, low: np.ndarray, den: np.ndarray, high: np.ndarray | None = None) -> dict[str, np.ndarray]:
    """The evidence columns of a share."""
    ends = {} if high is None else {f"{name}.low": low, f"{name}.high": high}
    return {f"{name}.num": low, f"{name}.den": den, **ends}


def write(out: Path, level: str, columns: dict[str, object]) -> None:
    """A level table."""
    pq.write_table(pa.table(columns), out / f"{level}.parquet", compression="zstd", compression_level=1)
