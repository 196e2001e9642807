"""The village and the township level of the pandas ways.

In: rated households and loans as frames. Out: the two level tables, written as Parquet; the villages as a frame for the level above.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
from pandas_rules import at_least, below, grades, read, share, survey, text, word, write

ENTERPRISES = ["village_enterprise", "village_committee", "private_enterprise", "joint_enterprise"]
BAD = ["overdue", "stagnant", "bad", "substandard", "doubtful", "loss"]
SURVEYS = {
    "V3b": ["no_debt_evasion", "bad_debts_acknowledged", "repayment_plan", "able_to_repay"],
    "V4": ["leadership_stable", "values_project", "officer_assigned", "helps_collection", "helps_deposits", "no_debt_dispute"],
    "V5": ["committees_take_part"],
}
MONEY = ["free_den", "free_low", "free_high", "repaid", "due", "bad_den", "bad_low", "bad_high"]
Columns = dict[str, np.ndarray]


def of_households(rows: pd.DataFrame) -> pd.DataFrame:
    """What a village's households add up to."""
    borrows = rows["balance"].to_numpy() > 0
    account = rows["has_deposit_account"]
    figures = {
        "listed": np.ones(len(rows)),
        "free_den": borrows,
        "free_low": borrows & (rows["now_high"].to_numpy() == 0),
        "free_high": borrows & (rows["now_low"].to_numpy() == 0),
        "deposit_low": account.fillna(False).to_numpy(dtype=bool),
        "deposit_high": account.fillna(True).to_numpy(dtype=bool),
    }
    return summed(rows["village_id"], figures)


def of_loans(loans: pd.DataFrame) -> pd.DataFrame:
    """What a village's loans add up to."""
    enterprise = loans["borrower_type"].isin(ENTERPRISES).to_numpy(dtype=bool)
    bad, unclassed = loans["loan_class"].isin(BAD).to_numpy(dtype=bool), loans["loan_class"].isna().to_numpy()
    micro = (loans["borrower_type"] == "household") & (loans["product"] == "micro").fillna(False)
    due = micro.to_numpy(dtype=bool) & (loans["due"].to_numpy() > 0)
    balance, principal, repaid = (loans[name].to_numpy(dtype=np.int64) for name in ("balance", "principal", "repaid_principal"))
    figures = {
        "repaid": np.minimum(repaid, principal) * due,
        "due": principal * due,
        "bad_den": balance * enterprise,
        "bad_low": balance * (enterprise & bad),
        "bad_high": balance * (enterprise & (bad | unclassed)),
    }
    return summed(loans["village_id"], figures)


def summed(ids: pd.Series, figures: Columns) -> pd.DataFrame:
    """Whole numbers added up by id."""
    whole = pd.DataFrame({name: values.astype(np.int64) for name, values in figures.items()})
    return whole.groupby(ids.to_numpy(), sort=False).sum()


def money_outcomes(rows: Columns) -> list[np.ndarray]:
    """The three money-and-arrears criteria."""
    return [
        at_least(rows["free_low"], rows["free_high"], rows["free_den"], 80),
        at_least(rows["repaid"], rows["repaid"], rows["due"], 90),
        below(rows["bad_low"], rows["bad_high"], rows["bad_den"], 30),
    ]


def rate_villages(data: Path, out: Path, place: pd.DataFrame, households: pd.DataFrame, loans: pd.DataFrame, way: str) -> pd.DataFrame:
    """Write the village level; its sums and worst outcome for the townships."""
    answers = [name for columns in SURVEYS.values() for name in columns]
    villages = read(data, "villages", ["village_id", "registered_households", *answers], way)
    villages = villages.merge(place, on="village_id").sort_values("village_id", ignore_index=True)
    sums = pd.concat([of_households(households), of_loans(loans)], axis=1).reindex(villages["village_id"].to_numpy()).fillna(0)
    rows = {name: sums[name].to_numpy(dtype=np.int64) for name in sums}
    whole = np.maximum(villages["registered_households"].fillna(0).to_numpy(dtype=np.int64), rows["listed"])
    rows["deposit_high"] = rows["deposit_high"] + whole - rows["listed"]
    v1a, v2, v3a = money_outcomes(rows)
    codes = {"V1a": v1a, "V1b": at_least(rows["deposit_low"], rows["deposit_high"], whole, 80), "V2": v2, "V3a": v3a}
    codes |= {name: survey(villages, columns) for name, columns in SURVEYS.items()}
    worst = np.minimum.reduce(list(codes.values()))
    columns = {name: text(villages[name]) for name in ("village_id", "township_id", "county_id")} | grades(worst)
    columns |= {name: word(code) for name, code in codes.items()}
    columns |= share("arrears_free_share", rows["free_low"], rows["free_den"], rows["free_high"])
    columns |= share("depositor_share", rows["deposit_low"], whole, rows["deposit_high"])
    columns |= share("micro_recovery", rows["repaid"], rows["due"])
    write(out, "villages", columns | share("bad_loan_share", rows["bad_low"], rows["bad_den"], rows["bad_high"]))
    return pd.DataFrame({"township_id": villages["township_id"], "worst": worst, **{name: rows[name] for name in MONEY}})


def rate_townships(data: Path, out: Path, villages: pd.DataFrame, way: str) -> None:
    """Write the township level."""
    townships = read(data, "townships", ["township_id", "county_id"], way).sort_values("township_id", ignore_index=True)
    worst = villages["worst"].to_numpy()
    figures = {name: villages[name].to_numpy() for name in MONEY}
    figures |= {"share_den": np.ones(len(villages)), "share_low": worst >= 2, "share_high": worst >= 1}
    sums = summed(villages["township_id"], figures).reindex(townships["township_id"].to_numpy()).fillna(0)
    rows = {name: sums[name].to_numpy(dtype=np.int64) for name in sums}
    codes = [at_least(rows["share_low"], rows["share_high"], rows["share_den"], 50), *money_outcomes(rows)]
    columns = {name: text(townships[name]) for name in ("township_id", "county_id")} | grades(np.minimum.reduce(codes))
    columns |= {f"T{number}": word(code) for number, code in enumerate(codes, 1)}
    columns |= share("arrears_free_share", rows["free_low"], rows["free_den"], rows["free_high"])
    columns |= share("micro_recovery", rows["repaid"], rows["due"])
    columns |= share("bad_loan_share", rows["bad_low"], rows["bad_den"], rows["bad_high"])
    write(out, "townships", columns | share("credit_village_share", rows["share_low"], rows["share_den"], rows["share_high"]))
