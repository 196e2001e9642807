"""A county of four levels made up at random, and its ratings by the rulebook tests/packs/sound/county.toml in plain Python.

Everything is a list of dictionaries and a fraction; no engine, no frame. The figures are those of complete
tables: what blanks leave open is held against completions of the same tables instead.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from random import Random
from typing import Any

AS_OF = date(2012, 6, 30)
BAD = ("substandard", "doubtful", "loss")
Row = dict[str, Any]
Tables = dict[str, list[Row]]
BLANKS = {
    "households": ("good_repute", "shareholding_member", "income_per_head", "own_funds", "members"),
    "villages": ("officer_assigned", "helps_collection"),
    "loans": ("loan_class", "overdue_interest"),
}
"""The columns that may be blank; an enterprise's loan may lack its product too."""


def made_up(seed: int) -> Tables:
    """A small county: one to four townships with up to four villages each."""
    draw = Random(seed)
    townships: list[Row] = [{"township_id": f"t{n}", "county_id": "c1"} for n in range(draw.randint(1, 4))]
    villages = [_village(draw, f"{town['township_id']}v{n}", town) for town in townships for n in range(draw.randint(0, 4))]
    households = [_household(draw, f"{village['village_id']}h{n}", village) for village in villages for n in range(draw.randint(0, 6))]
    loans = [_loan(draw, house["village_id"], house["household_id"]) for house in households for _ in range(draw.choice([0, 1, 1, 2]))]
    loans += [_loan(draw, village["village_id"], None) for village in villages for _ in range(draw.randint(0, 2))]
    for number, loan in enumerate(loans):
        loan["loan_id"] = f"l{number}"
    return {"townships": townships, "villages": villages, "households": households, "loans": loans}


def _village(draw: Random, name: str, town: Row) -> Row:
    survey = {column: draw.random() < 0.7 for column in BLANKS["villages"]}
    return {"village_id": name, "township_id": town["township_id"], **survey}


def _household(draw: Random, name: str, village: Row) -> Row:
    return {
        "household_id": name,
        "village_id": village["village_id"],
        "good_repute": draw.random() < 0.8,
        "shareholding_member": draw.random() < 0.8,
        "income_per_head": draw.choice([299_999, 300_000, 300_001, 500_000]),
        "own_funds": draw.choice([0, 999_999, 1_000_033, 9_000_000]),
        "members": draw.randint(2, 4),
    }


def _loan(draw: Random, village: object, household: object) -> Row:
    principal = draw.choice([100_000, 500_000, 500_001, 1_000_000])
    due = AS_OF + timedelta(days=draw.choice([-600, -182, -181, -30, -1, 0, 1, 200]))
    issued = AS_OF - timedelta(days=draw.choice([0, 300, 729, 730, 731, 732, 900]))
    return {
        "borrower_type": "household" if household else "village_enterprise",
        "household_id": household,
        "village_id": village,
        "product": draw.choice(["micro", "micro", "other"]),
        "issue_date": min(issued, due - timedelta(days=1)),
        "due_date": due,
        "extended_due_date": None,
        "principal": principal,
        "repaid_principal": draw.choice([principal, principal, principal * 9 // 10, 0]),
        "overdue_interest": draw.choice([0, 0, 0, 1]),
        "loan_class": draw.choice(["normal", "normal", "normal", "substandard", "loss"]),
    }


def overdue(loan: Row) -> bool:
    """Past due with principal outstanding, or interest overdue."""
    return (loan["due_date"] < AS_OF and loan["principal"] > loan["repaid_principal"]) or loan["overdue_interest"] > 0


def at_least(share: Fraction | None, bound: Fraction) -> str:
    """A share against its bound; nothing to divide by is pending."""
    return "pending" if share is None else "pass" if share >= bound else "fail"


def verdict(met: bool) -> str:
    """Pass or fail."""
    return "pass" if met else "fail"


def n_of(least: int, parts: list[str]) -> str:
    """At least so many of several; what is not applicable is left out."""
    counted = [part for part in parts if part != "not_applicable"]
    need = min(least, len(counted))
    if not counted:
        return "not_applicable"
    return "pass" if counted.count("pass") >= need else "fail" if len(counted) - counted.count("fail") < need else "pending"


def graded(parts: dict[str, str]) -> Row:
    """Status, grade and possible grade from the outcome of each grade's parts, best first."""
    confirmed = next((name for name, part in parts.items() if part in ("pass", "not_applicable")), None)
    possible = next((name for name, part in parts.items() if part != "fail"), None)
    return {"status": "rated" if confirmed else "pending" if possible else "not_rated", "grade": confirmed, "possible_grade": possible}


def share(part: int, whole: int) -> Fraction | None:
    """A fraction, or None where there is nothing to divide by."""
    return Fraction(part, whole) if whole else None


def household(row: Row, loans: list[Row]) -> Row:
    """One household: criteria, grade and credit limit (fen)."""
    large = [loan for loan in loans if loan["issue_date"] > date(2010, 6, 30) and loan["principal"] > 500_000]
    h1, h2 = verdict(bool(row["good_repute"])), verdict(row["income_per_head"] >= 300_000)
    h3, h4 = verdict(not any(map(overdue, loans))), verdict(bool(large))
    good = n_of(2, [h1, h2, n_of(1, [h3, h4])])
    result = {"H1": h1, "H2": h2, "H3": h3, "H4": h4} | graded({"excellent": n_of(4, [h1, h2, h3, h4]), "good": good})
    worked_out = min(2_000_000, 500_000 + row["own_funds"] * 3 // 10) // 10_000 * 10_000
    return result | {"limit": {"excellent": worked_out, "good": 300_000, None: None}[result["grade"]]}


def recovery(loans: list[Row]) -> Fraction | None:
    """Micro-loans due this year up to the as-of date: repaid over principal."""
    due = [loan for loan in loans if loan["product"] == "micro" and date(2011, 12, 31) < loan["due_date"] <= AS_OF]
    return share(sum(min(loan["repaid_principal"], loan["principal"]) for loan in due), sum(loan["principal"] for loan in due))


def bad_share(loans: list[Row]) -> Fraction | None:
    """Outstanding balance of bad loans over the whole balance."""
    left = [(loan["principal"] - loan["repaid_principal"], loan["loan_class"] in BAD) for loan in loans]
    return share(sum(amount for amount, bad in left if bad), sum(amount for amount, _ in left))


def points(row: Row, due: Fraction | None, bad: Fraction | None, large: list[Row], rated: int) -> tuple[int, int]:
    """The village's card in hundredths of a point: lowest and highest (recovery may have nothing to divide by)."""
    bands = [(4000 if due >= Fraction(98, 100) else 3000 if due >= Fraction(9, 10) else 0)] if due is not None else [0, 4000]
    burden = 3000 if bad is None else max(0, 3000 - 200 * ceil(max(Fraction(0), (bad - Fraction(5, 100)) * 100)))
    held = share(sum(bool(one["shareholding_member"]) for one in large), len(large))
    members = 1000 if held is None else max(200, 2000 - 150 * floor((1 - held) * 20))
    bonus = min(500, 300 * bool(row["helps_collection"]) + min(400, 100 * max(0, rated - 2)))
    fixed = burden + members + 1000 * bool(row["officer_assigned"]) + bonus
    return min(bands) + fixed, max(bands) + fixed


def village(row: Row, homes: list[Row], results: list[Row], loans: list[Row], county_bad: Fraction | None) -> Row:
    """One village: criteria, points and grade."""
    rated = sum(one["status"] == "rated" for one in results)
    due, bad = recovery(loans), bad_share(loans)
    v1 = "not_applicable" if bad is None or county_bad is None else verdict(bad < county_bad)
    v2, v3, v4 = verdict(rated >= 2), verdict(bool(row["officer_assigned"])), at_least(due, Fraction(8, 10))
    low, high = points(row, due, bad, [home for home in homes if home["members"] >= 3], rated)
    cuts = {cut: "pass" if low >= cut * 100 else "fail" if high < cut * 100 else "pending" for cut in (85, 40)}
    excellent = n_of(3, [v2, n_of(1, [v1, v3]), cuts[85]])
    grades = {"excellent": excellent, "good": n_of(3, [v1, v2, v3, v4]), "ordinary": cuts[40]}
    return {"V1": v1, "V2": v2, "V3": v3, "V4": v4, "village_card.low": low, "village_card.high": high} | graded(grades)


def grade_share(results: list[Row], enough: tuple[str, ...]) -> tuple[Fraction, Fraction] | None:
    """The share of units with a grade that is good enough, at its lowest and highest end."""
    ends = [share(sum(one[key] in enough for one in results), len(results)) for key in ("grade", "possible_grade")]
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def interval(ends: tuple[Fraction, Fraction] | None, bound: Fraction, strict: bool = False) -> str:
    """An interval against its bound; nothing to divide by is pending."""
    met = ["pending"] if ends is None else [verdict(end > bound if strict else end >= bound) for end in ends]
    return met[0] if len(set(met)) == 1 else "pending"


def ratings(tables: Tables) -> dict[str, dict[object, Row]]:
    """The ratings of every level by unit id."""
    names = [row["village_id"] for row in tables["villages"]]
    by_village = {name: [loan for loan in tables["loans"] if loan["village_id"] == name] for name in names}
    homes = {
        row["household_id"]: household(row, [loan for loan in tables["loans"] if loan["household_id"] == row["household_id"]])
        for row in tables["households"]
    }
    county_bad, villages = bad_share(tables["loans"]), {}
    for row in tables["villages"]:
        inside = [home for home in tables["households"] if home["village_id"] == row["village_id"]]
        results = [homes[home["household_id"]] for home in inside]
        villages[row["village_id"]] = village(row, inside, results, by_village[row["village_id"]], county_bad)
    towns = {row["township_id"]: _township(row, tables, villages, by_village) for row in tables["townships"]}
    c1 = interval(grade_share(list(towns.values()), ("model", "credit")), Fraction(1, 2))
    c2 = interval(grade_share(list(villages.values()), ("excellent", "good")), Fraction(6, 10))
    county = {"C1": c1, "C2": c2} | graded({"credit": n_of(1, [c1, c2])})
    return {"household": homes, "village": villages, "township": towns, "county": {"c1": county}}


def _township(row: Row, tables: Tables, villages: dict[object, Row], loans: dict[object, list[Row]]) -> Row:
    inside = [one["village_id"] for one in tables["villages"] if one["township_id"] == row["township_id"]]
    results = [villages[name] for name in inside]
    t1 = interval(grade_share(results, ("excellent", "good")), Fraction(1, 2))
    t2 = interval(grade_share(results, ("excellent",)), Fraction(3, 10), strict=True)
    t3 = at_least(recovery([loan for name in inside for loan in loans[name]]), Fraction(9, 10))
    return {"T1": t1, "T2": t2, "T3": t3} | graded({"model": n_of(3, [t1, t2, t3]), "credit": t1})
