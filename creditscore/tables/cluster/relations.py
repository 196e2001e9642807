"""What holds between the rows of large tables, asked of Spark: repeats, parents, numbers that several households claim.

The questions are those of `relations` and `repeats`, put to Spark's joins; in come checked rows, out come lines (FILE, PLACE, the row's id
and the columns of LINE). A line that sets a row aside has an error's code.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

from msgspec import Struct

from creditscore.tables.checks.repeats import PARENT_MAY_DIFFER
from creditscore.tables.cluster.part_check import FAULTY, FILE, LINE, LINES, PLACE
from creditscore.tables.cluster.parts import quoted
from creditscore.tables.findings.problems import column_order
from creditscore.tables.reasons import ERRORS
from creditscore.tables.shapes import KEYS

ROW = (FILE, PLACE)
_OWN_FAULT_OF = ("household_id", "id_number", "")


class _Shown(Struct, frozen=True):
    """What a line shows: the value, what it is held against, another id than the row's own; and the check's place in its column."""

    value: Any
    step: int
    other: str | None = None
    own_id: Any = None


def own_lines(rows: Any, table: str) -> Any:
    """The lines that the value checks found."""
    from pyspark.sql import functions as f

    exploded = rows.select(*ROW, f.col(KEYS[table]).alias("id"), f.explode(LINES).alias("line"))
    return exploded.select(*ROW, "id", *(f.col(f"line.{name}").alias(name) for name in LINE))


def repeats(rows: Any, table: str, columns: Sequence[str]) -> Any:
    """Lines of repeated ids among rows without a fault of their own: later copies of equal rows, else every row."""
    from pyspark.sql import functions as f

    key = KEYS[table]
    sound = rows.where(~f.col(FAULTY) & f.col(key).isNotNull())
    again = sound.groupBy(key).count().where("count > 1").select(key)
    alike = sound.join(again, key, "left_semi")
    parent, differing = PARENT_MAY_DIFFER.get(table, (key, "duplicate_conflict"))
    facts = alike.groupBy(key).agg(
        f.size(f.collect_set(f.struct(*(quoted(name) for name in columns)))).alias("#versions"),
        f.min(f.struct(*ROW)).alias("#first"),
        f.countDistinct(parent).alias("#parents"),
    )
    wrong = alike.join(facts, key).where((f.col("#versions") > 1) | (f.struct(*ROW) != f.col("#first")))
    conflict = f.when(f.col("#parents") > 1, differing).otherwise("duplicate_conflict")
    code = f.when(f.col("#versions") > 1, conflict).otherwise("duplicate_copy")
    return _lines(wrong, table, key, code, _Shown(f.col(key), 4))


def without_parent(rows: Any, table: str, column: str, listed: Any, usable: Any) -> Any:
    """Lines of rows whose parent row does not exist or was set aside; `listed` and `usable` hold the parents' ids under the same name."""
    from pyspark.sql import functions as f

    lacking = rows.where(f.col(column).isNotNull()).join(usable.select(column), column, "left_anti")
    marked = lacking.join(listed.select(column).distinct().withColumn("#listed", f.lit(True)), column, "left")
    code = f.when(f.col("#listed"), "parent_set_aside").otherwise("unknown_parent")
    return _lines(marked, table, column, code, _Shown(f.col(column), 3, "households" if column == "household_id" else "villages"))


def elsewhere(loans: Any, households: Any) -> Any:
    """Lines of household loans whose household lies in another village."""
    from pyspark.sql import functions as f

    homes = households.select("household_id", f.col("village_id").alias("#village"))
    strays = loans.join(homes, "household_id").where(f.col("#village") != f.col("village_id"))
    return _lines(strays, "loans", "village_id", f.lit("village_differs"), _Shown(f.col("village_id"), 5))


def shared_numbers(rows: Any) -> Any:
    """Lines of households whose ID number stands in another household too."""
    from pyspark.sql import functions as f

    blamed = f.exists(LINES, lambda line: line["code"].isin(*ERRORS) & line["column"].isin(*_OWN_FAULT_OF))
    sound = rows.where("id_number is not null and household_id is not null").where(~f.coalesce(blamed, f.lit(False)))
    facts = sound.groupBy("id_number").agg(
        f.countDistinct("household_id").alias("#households"), f.countDistinct("village_id").alias("#villages"), f.count("*").alias("#rows")
    )
    several = sound.join(facts.where("`#rows` > 1 and `#households` > 1"), "id_number")
    code = f.when(f.col("#villages") > 1, "id_number_in_two_villages").otherwise("id_number_in_two_households")
    number = f.concat(f.substring("id_number", 1, 6), f.lit("********"), f.substring("id_number", -4, 4))
    return _lines(several, "households", "id_number", code, _Shown(number, 6))


def personal_loan_ids(loans: Any, households: Any) -> Any:
    """Lines of loans whose id is an ID number, new or old, of a household's head, or holds the name of their own household's head."""
    from pyspark.sql import functions as f

    number = f.col("id_number")
    forms = [households.select(form.alias("loan_id")) for form in (number, f.concat(f.substring(number, 1, 6), f.substring(number, 9, 9)))]
    long_ids = loans.where(f.length("loan_id").isin(15, 18))
    numbered = long_ids.join(reduce(lambda one, other: one.union(other), forms).dropna().distinct(), "loan_id", "left_semi")
    named = loans.where(f.octet_length("loan_id") > f.length("loan_id"))
    heads = households.where(f.length("head_name") > 1).select("household_id", f.col("head_name").alias("#head"))
    heads = heads.dropDuplicates(["household_id"])
    holding = named.join(heads, "household_id").where(f.contains("loan_id", "#head"))
    hidden = f.lit("****")
    found = [(numbered, "id_holds_id_number"), (holding, "id_holds_name")]
    first, second = (_lines(rows, "loans", "loan_id", f.lit(code), _Shown(hidden, 2, own_id=hidden)) for rows, code in found)
    return first.union(second)


def _lines(rows: Any, table: str, column: str, code: Any, shown: _Shown) -> Any:
    from pyspark.sql import functions as f

    own = f.col(KEYS[table]) if shown.own_id is None else shown.own_id
    return rows.select(
        *ROW,
        own.alias("id"),
        f.lit(column).alias("column"),
        shown.value.alias("value"),
        f.lit(shown.other).cast("string").alias("other"),
        code.alias("code"),
        f.lit(column_order(table, column) * 10 + shown.step).alias("order"),
    )
