"""How one column of cells becomes typed values: the result record, and the cleaning that all text cells share."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import polars as pl
from msgspec import Struct, field

from creditscore.core.columns import ColumnType

DTYPES: dict[ColumnType, type[pl.DataType]] = {
    "id": pl.String,
    "text": pl.String,
    "name": pl.String,
    "choice": pl.String,
    "id_number": pl.String,
    "bool": pl.Boolean,
    "date": pl.Date,
    "money": pl.Int64,
    "integer": pl.Int64,
}
"""The dtype of every column type inside; money is in fen."""
INVISIBLE = r"[\x00\x1a\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]"
_AS_TEXT = r"^(?:'|=\"([^\"]*)\"$)"
DASHES = ["", "-", "--", "—", "——", "–", "―"]

Steps = tuple[Mapping[str, pl.Expr], ...]


class Reading(Struct, frozen=True):
    """Typed values; the reason code of each cell that could not be read (else null); and conversions worth counting.

    All three may look at columns that `steps` work out beforehand, one after the other: what is named there is worked out once.
    """

    value: pl.Expr
    code: pl.Expr | None = None
    notes: Mapping[str, pl.Expr] = field(default_factory=dict)
    steps: Steps = ()

    def ready(self, cells: pl.DataFrame) -> pl.DataFrame:
        """The cells with the columns of the steps beside them."""
        return reduce(lambda frame, step: frame.with_columns(**step), self.steps, cells)


def tidied(cell: pl.Expr) -> pl.Expr:
    """A text cell without blanks around it; empty cells and lone dashes are missing. Letter forms stay as they are."""
    text = cell.str.replace_all(INVISIBLE, "").str.strip_chars()
    return pl.when(text.is_in(DASHES)).then(None).otherwise(text)


def half_width(cell: pl.Expr) -> pl.Expr:
    """A tidied cell with full-width digits, letters and signs made half-width (NFKC): for codes and numbers, not for names.

    What people write so that a spreadsheet leaves a number alone goes: an apostrophe before it, or ="…" around it.
    """
    return tidied(tidied(cell.str.normalize("NFKC")).str.replace(_AS_TEXT, "$1"))


def unread(text: pl.Expr, value: pl.Expr, code: pl.Expr | str) -> pl.Expr:
    """The reason code where a cell is given but has no value."""
    wanted = pl.lit(code) if isinstance(code, str) else code
    return pl.when(text.is_not_null() & value.is_null()).then(wanted).otherwise(None)


def beyond_ascii(text: pl.Expr) -> pl.Expr:
    """Whether a text has letters beyond those of ASCII: full-width ones, or those of a name."""
    return text.str.len_bytes() > text.str.len_chars()
