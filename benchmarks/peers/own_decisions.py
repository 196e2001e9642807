"""The household decisions alone as creditscore's engine takes them: the rule file's expressions on facts that stand ready.

In: FACTS OUT COUNT, see decision_files.py. Planning counts, reading the rule file does not; like every engine here it gets its facts in the
form that it likes best, a frame.
"""

from __future__ import annotations

import sys
from datetime import date
from time import perf_counter

import narwhals as nw
import polars as pl
from decision_files import DECIDED, finish, read_facts

from creditscore.engine.verdicts import result_columns, result_words, with_codes
from creditscore.packs.library import pack_in_force

AS_OF = date(2003, 6, 30)
READY = pl.Enum(["fail", "pending", "pass"])
MEASURES = {"age.num": "age", "arrears_record.num": "record_low", "arrears_record.low": "record_low", "arrears_record.high": "record_high"}


def main(count: int) -> None:
    """Decide and finish."""
    facts, pack = read_facts(count), pack_in_force("ninghe", AS_OF).pack
    ready = pl.col("precondition").cast(READY).to_physical().cast(pl.Int8).alias("~precondition")
    frame = facts.with_columns(ready, *(pl.col(source).alias(name) for name, source in MEASURES.items())).drop("precondition")
    start = perf_counter()
    columns = result_columns(pack, "household")
    rated = with_codes(nw.from_native(frame.lazy()), pack, "household", AS_OF).select(**{name: columns[name] for name in DECIDED})
    words = result_words(pack, "household")
    worded = rated.to_native().with_columns(pl.col(name).cast(pl.UInt8).cat.to(pl.Enum(words[name])) for name in DECIDED)
    decided = worded.collect(engine="streaming")
    seconds = perf_counter() - start
    finish(facts, "engine", seconds, {name: decided[name].cast(pl.String) for name in DECIDED})


if __name__ == "__main__":
    main(int(sys.argv[3]))
