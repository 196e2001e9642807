"""Which household each loan of a portion belongs to: the place of the household among the portion's households.

In: the rows of both tables. Out: places, counted from 0. Most are looked up by 128 bits of the hashes of ids, as sure as by their texts,
in a table of places by the one half, or else by the other; the others are joined by their texts. That takes a quarter of the time of a
join of all.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from creditscore.tables.portions.portion import OWNER

_ID = "household_id"
Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]
Pair = tuple[Hashes, Hashes]
Places = np.ndarray[tuple[int], np.dtype[np.uint32]]
Rows = np.ndarray[tuple[int], np.dtype[np.intp]]


def with_owners(loans: pl.DataFrame, households: pl.DataFrame) -> pl.DataFrame:
    """Household loans with the place of their household in OWNER; null where it is not among these, whose ids all differ."""
    of_household = (loans["borrower_type"] == "household").fill_null(value=False)
    owners = places_of(loans[_ID], households[_ID])
    return loans.with_columns(owners.set(~of_household, None).alias(OWNER))


def all_at_home(loans: pl.DataFrame, households: pl.DataFrame) -> bool:
    """Whether every loan that names a household as its borrower has it in OWNER, and in its own village."""
    of_household = (loans["borrower_type"] == "household") & loans[_ID].is_not_null()
    if (of_household & loans[OWNER].is_null()).any():
        return False
    return not (households["village_id"].gather(loans[OWNER]) != loans["village_id"]).any()


def places_of(asked: pl.Series, listed: pl.Series) -> pl.Series:
    """The place of each id among the `listed` ones, which all differ; null where it is not among them."""
    if not listed.len():
        return pl.Series([None], dtype=pl.UInt32).new_from_index(0, asked.len())
    own, theirs = _hashes(asked), _hashes(listed)
    places, rest, hidden = _looked_up(own, theirs)
    if hidden.size:
        again, missed, beneath = _looked_up(_turned(own, rest), _turned(theirs, hidden))
        places[rest] = hidden.take(again)
        rest, hidden = rest.take(missed), hidden.take(beneath)
    return pl.Series(places).scatter(rest, _joined(asked.gather(rest), listed.gather(hidden), hidden))


def _looked_up(asked: Pair, listed: Pair) -> tuple[Places, Rows, Rows]:
    """A place for each id asked for, by the first hash; for which of them it is wrong; and which listed ids cannot be found so."""
    slots, table = _table_of(listed[0])
    places = table.take(_slots(asked[0], table))
    wrong = (listed[0].take(places) != asked[0]) | (listed[1].take(places) != asked[1])
    hidden = table.take(slots) != np.arange(slots.size, dtype=np.uint32)
    return places, np.flatnonzero(wrong), np.flatnonzero(hidden)


def _turned(hashes: Pair, rows: Rows) -> Pair:
    """The hashes of some rows, the second ones first."""
    return hashes[1].take(rows), hashes[0].take(rows)


def _hashes(ids: pl.Series) -> Pair:
    return ids.hash(1).to_numpy(), ids.hash(2).to_numpy()


def _table_of(hashes: Hashes) -> tuple[Places, Places]:
    """Where to look for each of some ids in a table, and the table: of several in one slot it has the place of the last one."""
    table = np.zeros(1 << (hashes.size.bit_length() + 1), dtype=np.uint32)
    slots = _slots(hashes, table)
    table[slots] = np.arange(hashes.size, dtype=np.uint32)
    return slots, table


def _slots(hashes: Hashes, table: Places) -> Places:
    """Where to look in a table whose length is a power of 2: the first bits."""
    slots: Places = (hashes >> np.uint64(65 - table.size.bit_length())).view(np.int64)
    return slots


def _joined(asked: pl.Series, listed: pl.Series, places: Rows) -> pl.Series:
    """The same for a few, by their texts."""
    known = pl.DataFrame({_ID: listed, OWNER: pl.Series(places, dtype=pl.UInt32)})
    return asked.to_frame(_ID).join(known, on=_ID, how="left", maintain_order="left")[OWNER]
