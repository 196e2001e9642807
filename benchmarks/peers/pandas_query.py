"""The default ratings as analysts write them in pandas, three ways; the fastest is what the tool is held against.

In: DATA AS_OF OUT WAY. Out: the three level tables, as `creditscore rate` writes them. The ways:

- `numpy`: merge and group-by on text ids, numpy-backed dtypes
- `pyarrow`: the same with pyarrow-backed dtypes
- `indexers`: ids looked up once with `Index.get_indexer`, group-by on whole numbers, numpy arrays taken by position

All read only the columns they need, decide in numpy, and sort only rows that are not sorted yet.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from pandas_levels import rate_townships, rate_villages
from pandas_rules import READY, SURVEYS, grades, read, survey, text, true, word, write

LOANS = ["household_id", "village_id", "borrower_type", "product", "due_date", "extended_due_date"]
LOANS += ["principal", "repaid_principal", "overdue_interest", "ever_overdue", "loan_class"]
PERSONS = ["household_id", "village_id", "id_number", "birth_date", "shareholding_member"]
FIGURES = ["balance", "record_low", "record_high", "now_low", "now_high"]


def read_loans(data: Path, as_of: date, way: str) -> pd.DataFrame:
    """The loans with balance, and whether they are overdue at the least and at the most."""
    loans = read(data, "loans", LOANS, way)
    effective = loans["extended_due_date"].fillna(loans["due_date"])
    balance = (loans["principal"] - loans["repaid_principal"]).to_numpy(dtype=np.int64)
    interest = loans["overdue_interest"]
    low = ((effective < pd.Timestamp(as_of)).to_numpy(dtype=bool) & (balance > 0)) | true(interest > 0)
    high = low | interest.isna().to_numpy()
    ever = true(loans["ever_overdue"])
    figures = {"balance": balance, "record_low": low | ever, "record_high": high | ever | loans["ever_overdue"].isna().to_numpy()}
    figures |= {"now_low": low, "now_high": high, "due": (effective <= pd.Timestamp(as_of)).to_numpy(dtype=bool)}
    kept = loans.drop(columns=["due_date", "extended_due_date", "overdue_interest", "ever_overdue"])
    return kept.assign(**{name: values.astype(np.int64) for name, values in figures.items()})


def places(data: Path, way: str) -> pd.DataFrame:
    """The villages with county and readiness."""
    villages = read(data, "villages", ["village_id", "township_id", *READY], way)
    townships = read(data, "townships", ["township_id", "county_id"], way)
    placed = villages.assign(ready=survey(villages, READY)).drop(columns=READY)
    return placed.merge(townships, on="township_id", how="left")


def joined(households: pd.DataFrame, place: pd.DataFrame, loans: pd.DataFrame, way: str) -> pd.DataFrame:
    """Households with their place and what their loans add up to."""
    own = loans[loans["household_id"].notna()]
    if way == "indexers":
        number = pd.Index(households["household_id"]).get_indexer(own["household_id"])
        sums = own[FIGURES].groupby(number).sum().reindex(np.arange(len(households)), fill_value=0)
        where = pd.Index(place["village_id"]).get_indexer(households["village_id"])
        taken = {name: place[name].take(where).array for name in ("township_id", "county_id", "ready")}
        return households.assign(**taken, **{name: sums[name].to_numpy() for name in FIGURES})
    sums = own[["household_id", *FIGURES]].groupby("household_id", sort=False).sum()
    together = households.merge(place, on="village_id", how="left").merge(sums, on="household_id", how="left")
    return together.assign(**{name: together[name].fillna(0).to_numpy(dtype=np.int64) for name in FIGURES})


def year_month_day(days: pd.Series) -> pd.Series:
    """Dates as whole numbers, missing ones as missing floats."""
    return (days.dt.year * 10_000 + days.dt.month * 100 + days.dt.day).astype("float64")


def ages(households: pd.DataFrame, as_of: date) -> np.ndarray:
    """Completed years, NaN where nothing tells."""
    in_number = pd.to_numeric(households["id_number"].str[6:14]).astype("float64")
    born = year_month_day(households["birth_date"]).fillna(in_number).to_numpy(dtype=np.float64)
    return np.floor((as_of.year * 10_000 + as_of.month * 100 + as_of.day - born) / 10_000)


def outcomes(rows: pd.DataFrame, age: np.ndarray) -> dict[str, np.ndarray]:
    """The household criteria."""
    found = {name: survey(rows, *columns) for name, columns in SURVEYS.items()}
    of_age = np.where(np.isnan(age), 1, ((age >= 18) & (age <= 60)) * 2)
    record = np.where(rows["record_high"] == 0, 2, np.where(rows["record_low"] > 0, 0, 1))
    limits = {"H2": of_age, "H3": record}
    return found | {name: np.minimum(found[name], limit).astype(np.int8) for name, limit in limits.items()}


def write_households(out: Path, rows: pd.DataFrame, as_of: date) -> None:
    """The household level."""
    age = ages(rows, as_of)
    criteria, ready = outcomes(rows, age), rows["ready"].to_numpy(dtype=np.int8)
    columns = {name: text(rows[name]) for name in ("household_id", "village_id", "township_id", "county_id")}
    columns |= grades(np.minimum.reduce(list(criteria.values())), ready)
    columns |= {"priority": true(rows["shareholding_member"]), "precondition": word(ready)}
    columns |= {name: word(codes) for name, codes in criteria.items()}
    columns |= {"age.num": pd.array(age).astype("Int64"), "outstanding.num": rows["balance"].to_numpy()}
    for name, short in (("arrears_record", "record"), ("arrears_now", "now")):
        low, high = rows[f"{short}_low"].to_numpy(), rows[f"{short}_high"].to_numpy()
        columns |= {f"{name}.num": low, f"{name}.low": low, f"{name}.high": high}
    write(out, "households", columns | {"has_deposit_account": rows["has_deposit_account"]})


def main(data: Path, as_of: date, out: Path, way: str) -> None:
    """Write the three level tables."""
    out.mkdir(parents=True, exist_ok=True)
    answers = [name for wanted, unwanted in SURVEYS.values() for name in (*wanted, *unwanted)]
    loans, place = read_loans(data, as_of, way), places(data, way)
    rows = joined(read(data, "households", [*PERSONS, *answers], way), place, loans, way)
    if not rows["household_id"].is_monotonic_increasing:
        rows = rows.sort_values("household_id", ignore_index=True)
    write_households(out, rows, as_of)
    villages = rate_villages(data, out, place, rows, loans, way)
    rate_townships(data, out, villages, way)


if __name__ == "__main__":
    main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
