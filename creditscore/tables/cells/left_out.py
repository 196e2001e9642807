"""Lines that are no rows: totals, footers, repeated headers and blank lines are told from rows; each line left out is kept as it is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import polars as pl
from msgspec import Struct

from creditscore.tables.aliases import Aliases, plain
from creditscore.tables.cells.reading import DASHES, tidied
from creditscore.tables.raw import ROW, UNNAMED

Kind = Literal["total", "subtotal", "footer", "header", "blank"]
_SUBTOTALS = ("小计", "subtotal")
LONGEST_LABEL = 20
"""A longer text is no label of a total."""
_LETTERS = 2
USUAL_KEY = rf"^[A-Za-z]{{0,{_LETTERS}}}[0-9](?:[!-*,-~]*[0-9])?$"
"""A key of this shape needs no tidying and holds no word for a total or a footer: those are longer and have no digits."""
_SPACES = re.compile(r"\s")
_MOST_REMARKS = 3
_REMARK = re.compile(
    r"^(?:[\u4e00-\u9fff()]{2,10}:.*|第\d+页.*|共\d+页.*|(?:以上|本表|合计)?共?计?\d+[笔户条人行].{0,4}|(?:\d{4})?年(?:\d{1,2})?月(?:\d{1,2})?日)$"
)
"""A signature or label with a colon, the number of the page or of the rows, a day: what stands below a table, and in no row by itself."""
_COLON = re.compile(r"[:：]")


class Line(Struct, frozen=True):
    """One line left out: its row number, what it is, its cells by canonical column, and all texts in it."""

    row: int
    kind: Kind
    cells: Mapping[str, str | None]
    texts: tuple[str, ...] = ()


class LineSorter(Struct, frozen=True):
    """Tells rows from other lines by the key column, the word lists and the header as it is written."""

    aliases: Aliases
    key: str
    names: Mapping[str, str]

    def doubtful(self) -> pl.Expr:
        """Whether a line may be no row, by one cheap look at its key: true for every line that is none."""
        key = pl.col(self.key)
        words = (*self.aliases.total_words, *self.aliases.footer_words)
        if any(len(word) <= _LETTERS or any(letter.isdigit() for letter in word) for word in words if word.isascii()):
            return pl.lit(value=True)
        usual = key.str.contains(USUAL_KEY) & (key != self.names.get(self.key, ""))
        return ~usual.fill_null(value=False)

    def parted(self, batch: pl.DataFrame) -> tuple[pl.DataFrame, list[Line]]:
        """The rows of a batch of text cells, and the lines that are none."""
        suspects = batch.filter(self._suspect())
        if suspects.is_empty():
            return batch, []
        cells = [name for name in batch.columns if name in self.names or name.startswith(UNNAMED)]
        suspects = suspects.with_columns(pl.col(cells).cast(pl.String))
        given = suspects.filter(pl.any_horizontal(tidied(pl.col(name)).is_not_null() for name in cells))
        blank = suspects.join(given.select(ROW), on=ROW, how="anti").get_column(ROW)
        lines = [Line(row, "blank", {}) for row in blank]
        for record in given.select(ROW, *cells).iter_rows(named=True):
            kind = self._kind(record, cells)
            if kind is not None:
                texts = tuple(str(record[name]) for name in cells if record[name] is not None)
                lines.append(Line(record[ROW], kind, {name: record[name] for name in self.names}, texts))
        numbers = [line.row for line in lines]
        return (batch.filter(~pl.col(ROW).is_in(numbers)) if numbers else batch), lines

    def _suspect(self) -> pl.Expr:
        """Cheap and never too narrow: the key is blank, or it may be a total, a footer or a header."""
        key = pl.col(self.key)
        listed = (*self.aliases.total_words, *self.aliases.footer_words)
        words = "|".join(r"\s*".join(re.escape(letter) for letter in word) for word in listed)
        text = tidied(key)
        header = pl.lit(_SPACES.sub("", self.names.get(self.key, "")))
        told = key.str.contains(rf"(?i){words}") | (text.str.replace_all(r"\s", "") == header)
        filled = pl.sum_horizontal(pl.col(name).is_not_null() for name in self.names)
        return text.is_null() | told | (text.str.contains(r"\p{Han}") & (filled <= _MOST_REMARKS))

    def _kind(self, record: Mapping[str, Any], cells: Sequence[str]) -> Kind | None:
        given = [(name, str(record[name])) for name in cells if record[name] is not None and plain(str(record[name])) not in DASHES]
        key = next((text for name, text in given if name == self.key), None)
        totals = [kind for _, text in given if (kind := self._total(text))]
        if totals and (key is None or self._total(key)):
            return totals[0]
        if given and (key is None or key == given[0][1]) and (self._footer(given[0][1]) or self._remark(given)):
            return "footer"
        if key is not None and self._header_again(given):
            return "header"
        return "blank" if all(name.startswith(UNNAMED) for name, _ in given) else None

    def _total(self, text: str) -> Kind | None:
        words = plain(text)
        if len(words) > LONGEST_LABEL or not (words.endswith(self.aliases.total_words) or words.startswith(self.aliases.total_words)):
            return None
        return "subtotal" if any(word in words for word in _SUBTOTALS) else "total"

    def _footer(self, text: str) -> bool:
        label = _COLON.split(text.strip(), maxsplit=1)
        return (len(label) == 2 and plain(label[0]).startswith(self.aliases.footer_words)) or plain(text) in self.aliases.footer_words

    def _remark(self, given: Sequence[tuple[str, str]]) -> bool:
        """Whether a line is a remark by its whole: signatures to be filled in, the page, the number of rows, the day, nothing else."""
        if len(given) > _MOST_REMARKS or any(name.endswith("_date") for name, _ in given):
            return False
        texts = [_SPACES.sub("", unicodedata.normalize("NFKC", text)) for _, text in given]
        return all(_REMARK.match(text) for text in texts) or (len(texts) == 1 and plain(texts[0]).startswith(self._long_words))

    @property
    def _long_words(self) -> tuple[str, ...]:
        return tuple(word for word in self.aliases.footer_words if len(word) > 1)

    def _header_again(self, given: Sequence[tuple[str, str]]) -> bool:
        return all(plain(text) == plain(self.names.get(name, text)) for name, text in given)
