"""A small county's run, its level tables written by hand: 2 townships, 4 villages, 7 households."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from creditscore.archive.folder import new_run
from creditscore.archive.manifest import Facts, PackRecord, write_manifest
from creditscore.archive.result_hash import result_hash
from creditscore.archive.runs import Run, open_run
from creditscore.archive.summary import summarise, write_summary
from creditscore.core.text import Lang
from creditscore.packs.load import LoadedPack, load_pack
from creditscore.tables.findings.finding import Findings
from creditscore.tables.findings.result import SourceFile, Tables

AS_OF = date(2003, 6, 30)
LEVELS = ["household", "village", "township"]
TABLES = ["households", "villages", "townships"]
FINDINGS = {"unknown_parent": 2}
PACK_FILE = Path(__file__).parents[2] / "rules" / "ninghe" / "2001.toml"
HOUSEHOLD_CRITERIA = [f"H{number}" for number in range(1, 10)]
VILLAGE_CRITERIA = ["V1a", "V1b", "V2", "V3a", "V3b", "V4", "V5"]
TOWNSHIP_CRITERIA = ["T1", "T2", "T3", "T4"]


def clock() -> datetime:
    """A clock that stands still."""
    return datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


def pack() -> LoadedPack:
    """The shipped default pack."""
    return load_pack(PACK_FILE)


def rating(verdicts: Mapping[str, str], blocked: bool = False) -> dict[str, Any]:
    """Status and grades that belong to verdicts."""
    words = set(verdicts.values())
    status = "not_organised" if blocked else "not_rated" if "fail" in words else "pending" if "pending" in words else "rated"
    grade = "credit" if status == "rated" else None
    return {"status": status, "grade": grade, "possible_grade": "credit" if status in ("rated", "pending") else None}


def verdicts(criteria: Sequence[str], **given: str) -> dict[str, str]:
    """All criteria pass but those given."""
    return dict.fromkeys(criteria, "pass") | given


def household(number: int, village: int, blocked: bool = False, member: bool = False, **given: str) -> dict[str, Any]:
    found = verdicts(HOUSEHOLD_CRITERIA, **given)
    row: dict[str, Any] = {
        "household_id": f"H{number:03d}",
        "village_id": f"V{village}",
        "township_id": f"T{(village + 1) // 2}",
        "county_id": "120221",
    }
    row |= rating(found, blocked) | {"priority": member, "precondition": "fail" if blocked else "pass"} | found
    figures = {"age.num": None if found["H2"] == "pending" else 40, "outstanding.num": number * 100_000}
    arrears = int(found["H3"] == "fail")
    for name in ("arrears_record", "arrears_now"):
        figures |= {f"{name}.num": arrears, f"{name}.low": arrears, f"{name}.high": arrears + int(found["H3"] == "pending")}
    return row | figures | {"has_deposit_account": found["H8"] == "pass"}


def village(number: int, bad: tuple[int, int] = (0, 0), recovery: tuple[int, int] = (95, 100), **given: str) -> dict[str, Any]:
    found = verdicts(VILLAGE_CRITERIA, **given)
    row: dict[str, Any] = {"village_id": f"V{number}", "township_id": f"T{(number + 1) // 2}", "county_id": "120221"}
    shares = {"arrears_free_share": (3, 4), "micro_recovery": recovery, "bad_loan_share": bad, "depositor_share": (4, 5)}
    for name, (num, den) in shares.items():
        row |= {f"{name}.num": num, f"{name}.den": den}
        row |= {} if name == "micro_recovery" else {f"{name}.low": num, f"{name}.high": num}
    return row | rating(found) | found


def township(number: int, rated: tuple[int, int], **given: str) -> dict[str, Any]:
    found = verdicts(TOWNSHIP_CRITERIA, **given)
    row: dict[str, Any] = {"township_id": f"T{number}", "county_id": "120221"}
    shares = {"credit_village_share": rated, "arrears_free_share": (4, 5), "micro_recovery": (1, 1), "bad_loan_share": (0, 1)}
    for name, (num, den) in shares.items():
        row |= {f"{name}.num": num, f"{name}.den": den}
        row |= {} if name == "micro_recovery" else {f"{name}.low": num, f"{name}.high": num}
    return row | rating(found) | found


def households() -> pl.DataFrame:
    return pl.DataFrame(
        [
            household(1, 1, member=True),
            household(2, 1, H2="pending"),
            household(3, 1, H3="fail"),
            household(4, 1, H3="fail", H8="fail"),
            household(5, 2),
            household(6, 3, blocked=True),
            household(7, 3, blocked=True, H8="fail"),
        ],
        infer_schema_length=None,
    )


def villages() -> pl.DataFrame:
    return pl.DataFrame(
        [
            village(1, V1a="fail"),
            village(2, bad=(29, 100)),
            village(3, bad=(300_000, 1_000_000), V3a="fail"),
            village(4, V2="pending", V3a="not_applicable", recovery=(0, 0)),
        ],
        infer_schema_length=None,
    )


def townships() -> pl.DataFrame:
    return pl.DataFrame([township(1, (1, 2)), township(2, (0, 2), T1="fail")])


def input_frames() -> dict[str, pl.LazyFrame]:
    """The usable rows that the figures are counted from."""
    certificates = {
        "certificate_no": ["c1", None, "c3", "c4", None, None, None],
        "certificate_date": [date(2003, 6, 30), None, None, date(2003, 7, 1), None, None, None],
    }
    loans = [
        loan("L1", "H001", date(2002, 3, 1), 1_000_000, 400_000),
        loan("L2", "H001", date(2003, 1, 1), 300_000, 0),
        loan("L3", "H003", date(2003, 6, 30), 200_000, 0),
        loan("L6", "H003", date(2001, 4, 1), 100_000, 100_000, ever_overdue=True, product="other"),
        loan("L7", "H004", date(2002, 4, 1), 100_000, 40_000, overdue_interest=1_200, loan_class="overdue", product="other"),
        loan("L4", "H005", date(2003, 5, 1), 500_000, 0, product="other"),
        loan("L5", None, date(2003, 5, 1), 9_000_000, 0, product=None, borrower_type="village_enterprise"),
    ]
    return {
        "households": pl.LazyFrame({"household_id": [f"H{n:03d}" for n in range(1, 8)], **certificates}),
        "loans": pl.LazyFrame(loans, infer_schema_length=None),
        "villages": pl.LazyFrame({"village_id": ["V1", "V2", "V3", "V4"], "village_name": ["东庄村", "西<b>庄</b>村", None, "=1+1"]}),
        "townships": pl.LazyFrame({"township_id": ["T1", "T2"], "township_name": ["芦台镇", "板桥镇"]}),
    }


def loan(loan_id: str, household_id: str | None, issued: date, principal: int, repaid: int, **other: Any) -> dict[str, Any]:
    row = {"loan_id": loan_id, "borrower_type": "household", "household_id": household_id, "village_id": "V1", "product": "micro"}
    dates = {"issue_date": issued, "due_date": date(issued.year + 1, issued.month, min(issued.day, 28)), "extended_due_date": None}
    amounts = {"principal": principal, "repaid_principal": repaid, "overdue_interest": 0, "ever_overdue": False, "loan_class": "normal"}
    return row | dates | amounts | other


def sources(data: Path) -> tuple[SourceFile, ...]:
    file = data / "households.csv"
    return (SourceFile("households", file, None, "utf-8", "0" * 64, 9, 7, 2, 1, file.name),)


def tables(data: Path) -> Tables:
    """What reading the tables of the small county gave."""
    nothing = pl.LazyFrame()
    return Tables(input_frames(), Findings(counts=FINDINGS), sources(data), nothing, nothing)


def write_level_tables(folder: Path) -> None:
    for name, table in zip(TABLES, (households(), villages(), townships()), strict=True):
        ids = [column for column in table.columns if column.endswith("_id")]
        table.select(*ids, pl.exclude(ids)).write_parquet(folder / f"{name}.parquet")


REJECTED = (
    "\ufefftable,file,sheet,row,id,column,value,code,sentence_zh,sentence_en,also\r\n"
    "households,households.csv,,4,H900,village_id,V9,unknown_parent,行政村表中没有这个编号。,There is no such village.,\r\n"
    "households,households.csv,,5,H901,village_id,=1+1,unknown_parent,行政村表中没有这个编号。,There is no such village.,\r\n"
)


def made_run(out: Path, as_of: date = AS_OF, lang: Lang = "zh") -> Run:
    """A finished run of the small county."""
    loaded = pack()
    data = out / "data"
    with new_run(out, as_of) as folder:
        write_level_tables(folder)
        (folder / "rejected.csv").write_text(REJECTED, encoding="utf-8", newline="")
        write_summary(folder, summarise(folder, loaded.pack, tables(data), as_of))
        record = PackRecord(id="ninghe", edition="2001", sha256=loaded.sha256, file=loaded.path.name)
        facts = Facts(as_of, lang, "polars", record, str(data), sources(data), LEVELS, result_hash(folder, TABLES), clock())
        write_manifest(folder, facts, clock)
    return open_run(out / as_of.isoformat())
