"""A county with tables of its own made up at random, and its ratings by the rulebook tests/packs/sound/cooperative.toml in plain Python.

Lists of dictionaries and fractions, as in `four_levels`, whose words for outcomes and grades it uses: deposits, last year's loans,
village projects, a table of counties, and the county's figure of an earlier run.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from random import Random

from tests.oracle.four_levels import AS_OF, Row, Tables, at_least, graded, interval, n_of, share, verdict
from tests.oracle.four_levels import made_up as base

YEAR_END = date(2011, 12, 31)


def made_up(seed: int) -> Tables:
    """The small county of `four_levels` with the columns and tables that this rulebook has besides."""
    draw, tables = Random(seed), base(seed)
    for home in tables["households"]:
        home |= {"land_mu": draw.choice([0, 3, 10, 11]), "debts_elsewhere": draw.choice([0, 100_001, 9_000_000])}
    for village in tables["villages"]:
        village["collective_income"] = draw.choice([0, 4_000_000, 5_000_000])
    tables["counties"] = [{"county_id": "c1", "lending_plan": draw.choice([0, 1_000_000, 10_000_000]), "stable": draw.random() < 0.8}]
    owners = [home["household_id"] for home in tables["households"] for _ in range(draw.choice([0, 1, 1, 2]))]
    tables["deposits"] = [_deposit(draw, number, owner) for number, owner in enumerate(owners)]
    tables["loans_last_year"] = [_last_year(draw, loan) for loan in tables["loans"]]
    places = [village["village_id"] for village in tables["villages"] for _ in range(draw.randint(0, 2))]
    tables["projects"] = [{"village_id": place, "people": draw.choice([0, 25, 60, 99])} for place in places]
    return tables


def _deposit(draw: Random, number: int, owner: object) -> Row:
    opened = [date(2009, 6, 30), date(2009, 7, 1), date(2012, 6, 29), AS_OF]
    return {
        "account_no": f"a{number}",
        "household_id": owner,
        "kind": draw.choice(["定期", "活期"]),
        "opened_on": draw.choice(opened),
        "balance": draw.choice([0, 99_999, 100_000, 200_000, 999_999, 1_000_000, 5_000_000]),
    }


def _last_year(draw: Random, loan: Row) -> Row:
    due = YEAR_END + timedelta(days=draw.choice([-30, 0, 1]))
    repaid = draw.choice([loan["principal"], loan["principal"] * 9 // 10, 0])
    return loan | {"due_date": due, "issue_date": due - timedelta(days=300), "repaid_principal": repaid}


def deposited(rows: list[Row]) -> int:
    """The balances of deposits together."""
    return sum(row["balance"] for row in rows)


def household(row: Row, loans: list[Row], deposits: list[Row]) -> Row:
    """One household: criteria, grade and credit limit (fen)."""
    held, debt = deposited(deposits), sum(loan["principal"] - loan["repaid_principal"] for loan in loans)
    term = [
        one for one in deposits if one["kind"] == "定期" and (_recent(one) or (one["balance"] >= 1_000_000 and one["opened_on"] < AS_OF))
    ]
    h = [bool(row["good_repute"]), held >= 100_000, bool(term), 2 * held >= debt, row["income_per_head"] >= 300_000]
    h1, h2, h3, h4, h5 = map(verdict, h)
    grades = {"excellent": n_of(4, [h1, h2, h4, n_of(1, [h3, h5])]), "good": n_of(2, [h1, n_of(2, [h2, h3, h5])])}
    result = {"H1": h1, "H2": h2, "H3": h3, "H4": h4, "H5": h5} | graded(grades)
    exact = 500_000 + min(Fraction(8, 10) * held, Fraction(2_000_000)) + 20_000 * row["land_mu"] - Fraction(row["debts_elsewhere"], 2)
    worked_out = min(5_000_000, max(0, floor(exact))) // 10_000 * 10_000
    limit = {"excellent": worked_out, "good": 300_000, None: None}[result["grade"]]
    return result | {"limit": limit, "deposits.num": held, "debt.num": debt, "term_deposits.num": len(term)}


def _recent(deposit: Row) -> bool:
    return date(2009, 6, 30) < deposit["opened_on"] <= AS_OF


def recovery(loans: list[Row], day: date) -> Fraction | None:
    """Household loans due by a day: repaid over principal."""
    due = [loan for loan in loans if loan["household_id"] is not None and loan["due_date"] <= day]
    return share(sum(min(loan["repaid_principal"], loan["principal"]) for loan in due), sum(loan["principal"] for loan in due))


def points(row: Row, now: Fraction | None, then: Fraction | None, each: Fraction | None, v4: str, people: int) -> tuple[int, int]:
    """The village's card in hundredths of a point, lowest and highest."""
    back = [0, 4000] if now is None else [max(0, 4000 - 200 * ceil(max(Fraction(0), Fraction(98, 100) - now) * 100))]
    saved = [500, 3000] if each is None else [3000 if each >= 300_000 else 2000 if each >= 200_000 else 500]
    land = {"pass": [2000], "fail": [0], "pending": [0, 2000]}[v4]
    grown = [0, 800] if now is None or then is None else [min(800, 100 * floor(max(Fraction(0), now - then) * 100))]
    served = min(500, 50 * (max(0, people - 50) // 10))
    ends = [
        end(back) + end(saved) + end(land) + 1000 * bool(row["officer_assigned"]) + min(1000, end(grown) + served) for end in (min, max)
    ]
    return ends[0], ends[1]


class County:
    """One county: its tables, and the rows of each unit."""

    def __init__(self, tables: Tables, deposits_then: int | None) -> None:
        self.tables, self.then = tables, deposits_then
        homes = tables["households"]
        self.homes = {home["household_id"]: household(home, self.of(home, "loans"), self.of(home, "deposits")) for home in homes}
        self.villages = {row["village_id"]: self.village(row) for row in tables["villages"]}
        self.towns = {row["township_id"]: self.township(row) for row in tables["townships"]}

    def of(self, home: Row, table: str) -> list[Row]:
        """The rows of one household."""
        return [row for row in self.tables[table] if row["household_id"] == home["household_id"]]

    def within(self, table: str, villages: set[object]) -> list[Row]:
        """The rows of some villages: by their own village, or by that of their household."""
        living = {home["household_id"] for home in self.tables["households"] if home["village_id"] in villages}
        return [
            row for row in self.tables[table] if (row["village_id"] in villages if "village_id" in row else row["household_id"] in living)
        ]

    def neighbours(self, township: object) -> set[object]:
        """The villages of a township."""
        return {row["village_id"] for row in self.tables["villages"] if row["township_id"] == township}

    def each(self, villages: set[object]) -> Fraction | None:
        """Deposits per household, in fen."""
        return share(deposited(self.within("deposits", villages)), len(self.within("households", villages)))

    def land(self, villages: set[object]) -> Fraction | None:
        """Land per head."""
        homes = self.within("households", villages)
        return share(sum(home["land_mu"] for home in homes), sum(home["members"] for home in homes))

    def village(self, row: Row) -> Row:
        """One village: criteria, points, grade and limit."""
        here, around = {row["village_id"]}, self.neighbours(row["township_id"])
        each, wide, homes = self.each(here), self.each(around), self.within("households", here)
        own, theirs = self.land(here), self.land(around)
        v1 = "pending" if each is None or wide is None else verdict(each > wide * Fraction(12, 10))
        v3 = verdict(
            sum(self.homes[home["household_id"]]["debt.num"] for home in homes if deposited(self.of(home, "deposits"))) <= 5_000_000
        )
        v4 = "pending" if own is None or theirs is None else verdict(own >= theirs)
        good = sum(self.homes[home["household_id"]]["status"] == "rated" for home in homes)
        v2, v5 = at_least(each, Fraction(200_000)), at_least(share(good, len(homes)), Fraction(1, 2))
        now, then = recovery(self.within("loans", here), AS_OF), recovery(self.within("loans_last_year", here), YEAR_END)
        people = sum(project["people"] for project in self.within("projects", here))
        low, high = points(row, now, then, each, v4, people)
        cut = {least: "pass" if low >= least * 100 else "fail" if high < least * 100 else "pending" for least in (80, 40)}
        grades = {"excellent": n_of(4, [v2, v5, n_of(1, [v1, v4]), cut[80]]), "good": n_of(2, [v2, v3]), "ordinary": cut[40]}
        result = {"V1": v1, "V2": v2, "V3": v3, "V4": v4, "V5": v5, "village_card.low": low, "village_card.high": high} | graded(grades)
        held = deposited(self.within("deposits", here))
        limit = 2 * held if result["grade"] == "excellent" else None
        self.grown = getattr(self, "grown", {}) | {row["village_id"]: None if now is None or then is None else now > then}
        return result | {"limit": limit, "deposits.num": held}

    def township(self, row: Row) -> Row:
        """One township: criteria and grade."""
        names = self.neighbours(row["township_id"])
        inside = [self.villages[name] for name in names]
        counts = [sum(one[key] == "excellent" for one in inside) for key in ("grade", "possible_grade")]
        t1 = interval((Fraction(counts[0]), Fraction(counts[1])), Fraction(1))
        grown = [self.grown[name] for name in names]
        ends = [share(sum(one is True or (one is None and open_) for one in grown), len(grown)) for open_ in (False, True)]
        t2 = interval(None if ends[0] is None or ends[1] is None else (ends[0], ends[1]), Fraction(1, 2))
        t3 = verdict(sum(village["collective_income"] for village in self.within("villages", names)) >= 10_000_000)
        t4 = verdict(sum(project["people"] for project in self.within("projects", names)) >= 100)
        t5 = at_least(self.each(names), Fraction(200_000))
        grades = {"model": n_of(4, [t1, t2, t3, t4]), "credit": n_of(1, [t1, n_of(2, [t3, t5])])}
        return {"T1": t1, "T2": t2, "T3": t3, "T4": t4, "T5": t5} | graded(grades)

    def county(self) -> Row:
        """The county: criteria and grade."""
        own, held = self.tables["counties"][0], deposited(self.tables["deposits"])
        ends = [share(sum(town[key] is not None for town in self.towns.values()), len(self.towns)) for key in ("grade", "possible_grade")]
        c1 = interval(None if ends[0] is None or ends[1] is None else (ends[0], ends[1]), Fraction(1, 2))
        c2, c4 = verdict(held >= own["lending_plan"]), verdict(own["stable"])
        c3 = "pending" if not self.then else verdict(Fraction(held, self.then) >= Fraction(11, 10))
        c5 = verdict(sum(village["collective_income"] for village in self.tables["villages"]) >= 15_000_000)
        grade = n_of(2, [c4, n_of(2, [c1, c2, c3, c5])])
        return {"C1": c1, "C2": c2, "C3": c3, "C4": c4, "C5": c5} | graded({"credit": grade})


def ratings(tables: Tables, deposits_then: int | None) -> dict[str, dict[object, Row]]:
    """The ratings of every level by unit id; `deposits_then` is the county's deposits of the run at last year's end."""
    found = County(tables, deposits_then)
    return {"household": found.homes, "village": found.villages, "township": found.towns, "county": {"c1": found.county()}}
