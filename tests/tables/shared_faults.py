"""Faults that concern rows far from each other: tables of households and loans in, the same with a fault out, in village order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from creditscore.sample.write import write_county

Tables = dict[str, pl.DataFrame]
AS_OF = date(2003, 6, 30)


def made_county(folder: Path, townships: int) -> Path:
    """A county of 400 households in Parquet."""
    write_county(folder, 400, 3, AS_OF, file_format="parquet", townships=townships)
    return folder


def written(tables: Tables, folder) -> None:
    """Write the tables over those in a folder."""
    for table, rows in tables.items():
        rows.write_parquet(folder / f"{table}.parquet")


def at(place: int, column: str, value: object) -> pl.Expr:
    """The column with one cell changed."""
    return pl.when(pl.int_range(pl.len()) == place).then(pl.lit(value)).otherwise(pl.col(column)).alias(column)


def in_village_order(rows: pl.DataFrame, *more: pl.DataFrame) -> pl.DataFrame:
    """The rows with more of them, each among those of its village."""
    return pl.concat([rows, *more]).sort("village_id", maintain_order=True)


def number_shared(*places: int) -> Callable[[Tables], Tables]:
    """Households that have one ID number."""

    def made(tables: Tables) -> Tables:
        people = tables["households"]
        changes = [at(place, "id_number", people["id_number"][places[0]]) for place in places[1:]]
        for change in changes:
            people = people.with_columns(change)
        return tables | {"households": people}

    return made


def household_again(place: int, **changes: object) -> Callable[[Tables], Tables]:
    """A household that is listed a second time, with some cells changed; `place` may be that of a household with loans."""

    def made(tables: Tables) -> Tables:
        people = tables["households"]
        again = people.slice(place, 1).with_columns(pl.lit(value).cast(people.schema[name]).alias(name) for name, value in changes.items())
        return tables | {"households": in_village_order(people, again)}

    return made


def loan_again(place: int, **changes: object) -> Callable[[Tables], Tables]:
    """A loan id that comes a second time."""

    def made(tables: Tables) -> Tables:
        loans = tables["loans"]
        again = loans.slice(place, 1).with_columns(pl.lit(value).cast(loans.schema[name]).alias(name) for name, value in changes.items())
        return tables | {"loans": in_village_order(loans, again)}

    return made


def loans_of(owner: str, *places: int) -> Callable[[Tables], Tables]:
    """Loans of a household that is not in their village."""

    def made(tables: Tables) -> Tables:
        loans = tables["loans"]
        for place in places:
            loans = loans.with_columns(at(place, "household_id", owner))
        return tables | {"loans": loans}

    return made


def changed(place: int, column: str, value: object, table: str = "households") -> Callable[[Tables], Tables]:
    """One cell changed."""
    return lambda tables: tables | {table: tables[table].with_columns(at(place, column, value))}


def faults(tables: Tables) -> dict[str, list[Callable[[Tables], Tables]]]:
    """What is done to the tables, by case."""
    people, loans = tables["households"], tables["loans"]
    ids, last = people["household_id"], people["village_id"][-1]
    borrower = ids.index_of(loans["household_id"].drop_nulls()[0])
    assert borrower is not None
    far, far_loan = str(ids[-1]), loans.height - 2
    elsewhere = {"village_id": last}
    number = people["id_number"].drop_nulls()[-1]
    old = number[:6] + number[8:17]
    bad = {"members": -1}
    single = {
        "a number of two households": [number_shared(3, 398)],
        "a number of three households, two of one village": [number_shared(3, 4, 398)],
        "a number of two households of a village": [number_shared(3, 4)],
        "a number of two households, one with a fault of its own": [number_shared(3, 398), changed(3, "members", -1)],
        "a household that comes again": [household_again(borrower)],
        "a household that comes again with other cells": [household_again(borrower, members=9)],
        "a household that comes again in another village": [household_again(borrower, **elsewhere)],
        "a household that comes again in another village, with a fault there": [household_again(borrower, **elsewhere, **bad)],
        "a household that comes again in an unknown village": [household_again(borrower, village_id="V0")],
        "a household thrice": [household_again(borrower), household_again(borrower, **elsewhere)],
        "a loan that comes again": [loan_again(5)],
        "a loan that comes again in another village": [loan_again(5, village_id=last)],
        "a loan that comes again with a fault": [loan_again(5, village_id=last, principal=-1)],
        "a loan number of two loans": [changed(far_loan, "loan_id", loans["loan_id"][0], "loans")],
        "loans of nobody": [loans_of("nobody", 30, 31, far_loan)],
        "a loan of a household far away": [loans_of(far, 5)],
        "a loan of a household far away that was set aside": [loans_of(far, 5), changed(399, "members", -1)],
        "a loan where its household is listed with a fault": [
            household_again(borrower, **elsewhere, **bad),
            loans_of(str(ids[borrower]), far_loan),
        ],
    }
    single |= {
        "a loan whose id is a number of a household far away": [changed(5, "loan_id", number, "loans")],
        "a loan whose id is an old number": [
            changed(5, "loan_id", old, "loans"),
            changed(6, "loan_id", "0" * 15, "loans"),
        ],
    }
    every = [fault for name, several in single.items() if "again" not in name or "cells" in name for fault in several]
    return single | {"many of them": every}


NAMES = (
    "a number of two households",
    "a number of three households, two of one village",
    "a number of two households of a village",
    "a number of two households, one with a fault of its own",
    "a household that comes again",
    "a household that comes again with other cells",
    "a household that comes again in another village",
    "a household that comes again in another village, with a fault there",
    "a household that comes again in an unknown village",
    "a household thrice",
    "a loan that comes again",
    "a loan that comes again in another village",
    "a loan that comes again with a fault",
    "a loan number of two loans",
    "loans of nobody",
    "a loan of a household far away",
    "a loan of a household far away that was set aside",
    "a loan where its household is listed with a fault",
    "a loan whose id is a number of a household far away",
    "a loan whose id is an old number",
    "many of them",
)
