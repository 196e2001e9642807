"""The digest of one column of a chunk of a level table, by its logical values alone.

In: a column of at most a chunk's rows, as a library holds it. Out: a SHA-256 over its name and type, its nulls, and its values: numbers
in the narrowest width that holds them all, texts as the numbers of the chunk's different texts.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal

import numpy as np
import polars as pl

Kind = Literal["text", "bool", "date", "integer"]
_SIGNED = ("<i1", "<i2", "<i4", "<i8")
_UNSIGNED = ("<u1", "<u2", "<u4")
_FEW = 8
_BYTES = 256
Numbers = np.ndarray[tuple[int], np.dtype[np.integer]]


def kind_of(dtype: pl.DataType) -> Kind | None:
    """The logical type of a column; None where level tables have no such type."""
    if dtype == pl.String or isinstance(dtype, (pl.Categorical, pl.Enum)):
        return "text"
    if dtype == pl.Boolean:
        return "bool"
    if dtype == pl.Date:
        return "date"
    return "integer" if dtype.is_integer() and dtype != pl.Int128 else None


def column_digest(cells: pl.Series, kind: Kind, words: Sequence[str] | None = None, *, distinct: bool = False) -> bytes:
    """The digest of a column's cells in a chunk; `words` where numbers stand for words, `distinct` where no two cells are equal."""
    digest = hashlib.sha256(f"{cells.name}\0{kind}\0{cells.len()}\0".encode())
    if cells.null_count():
        digest.update(b"nulls\0" + np.packbits(cells.is_null().to_numpy(), bitorder="little").tobytes())
    if words is not None:
        parts = _numbered(cells, words)
    elif kind == "text":
        parts = _texts(cells.cast(pl.String), distinct=distinct)
    else:
        parts = [_narrowest(_filled(cells.cast(pl.Int64) if kind == "date" else cells), _SIGNED)]
    for part in parts:
        digest.update(part)
    return digest.digest()


def _filled(cells: pl.Series) -> Numbers:
    whole = cells.cast(pl.Int8) if cells.dtype == pl.Boolean else cells
    return (whole.fill_null(0) if whole.null_count() else whole).to_numpy()


def _narrowest(numbers: Numbers, kinds: Sequence[str]) -> bytes:
    """Numbers in the first of some widths that holds them all, after the name of that width."""
    kind, narrowed = _narrowed(numbers, kinds)
    return kind + narrowed.tobytes()


def _narrowed(numbers: Numbers, kinds: Sequence[str]) -> tuple[bytes, Numbers]:
    """The name of the first of some widths that holds all numbers, and the numbers in it."""
    least, most = (int(numbers.min()), int(numbers.max())) if numbers.size else (0, 0)
    kind = next(one for one in kinds if np.iinfo(one).min <= least and most <= np.iinfo(one).max)
    return kind.encode() + b"\0", numbers.astype(kind, copy=False)


def _numbered(cells: pl.Series, words: Sequence[str]) -> list[bytes]:
    """The same as of the words (see `_texts`) from cells that hold their numbers."""
    occurring = occurrences(cells, len(words))
    used = sorted((word for word, count in zip(words, occurring, strict=True) if count), key=str.encode)
    if len(used) == cells.len():  # all differ
        return _values(pl.Series([words[number] for number in cells], dtype=pl.String))
    places = np.zeros(max(len(words) + 1, _BYTES), dtype=_UNSIGNED[0] if len(used) < _BYTES else _UNSIGNED[-1])
    for place, word in enumerate(used):
        places[words.index(word)] = place
    codes = _or_beyond(cells, len(words))
    if codes.dtype.itemsize == places.dtype.itemsize == 1:  # byte for byte, which takes half the time
        stream = _UNSIGNED[0].encode() + b"\0" + codes.tobytes().translate(places.tobytes()[:_BYTES])
    else:
        stream = _narrowest(places.take(codes), _UNSIGNED)
    return [*_words(used), stream]


def occurrences(cells: pl.Series, numbers: int) -> list[int]:
    """How often each of so many numbers stands in a column; nulls count for none."""
    codes = _or_beyond(cells, numbers)
    if numbers > _FEW:
        return [int(count) for count in np.bincount(codes, minlength=numbers + 1)[:numbers]]
    return [int(np.count_nonzero(codes == number)) for number in range(numbers)]  # a byte at a time: faster than counting wide


def _or_beyond(cells: pl.Series, numbers: int) -> Numbers:
    """The numbers of a column, nulls as the first number that is none of them."""
    return (cells.fill_null(numbers) if cells.null_count() else cells).to_numpy()


def _texts(cells: pl.Series, *, distinct: bool) -> list[bytes]:
    """Where all differ, the texts in row order; else the different texts, sorted, and the place of each cell's text among them.

    Equal texts mostly stand together, so only one of each run is looked at.
    """
    if distinct:
        return _values(cells)
    runs = cells.rle().struct.unnest()
    texts, lengths = runs["value"], runs["len"].to_numpy()
    used = texts.drop_nulls().unique().sort()
    if used.len() == cells.len():
        return _values(cells)
    kind, places = _narrowed(texts.cast(pl.Enum(used)).to_physical().fill_null(0).to_numpy(), _UNSIGNED)
    return [*_values(used), kind, np.repeat(places, lengths).tobytes()]


def _words(texts: Sequence[str]) -> list[bytes]:
    """The same as `_values` of a few texts."""
    spelt = [text.encode() for text in texts]
    return [f"{len(spelt)}\0".encode(), _narrowest(np.array([len(text) for text in spelt], dtype=np.int64), _UNSIGNED), b"".join(spelt)]


def _values(texts: pl.Series) -> list[bytes]:
    """How many texts, the length of each in bytes, and all of them in one piece."""
    lengths = _narrowest(texts.str.len_bytes().to_numpy(), _UNSIGNED)
    return [f"{texts.len()}\0".encode(), lengths, "".join(texts.to_list()).encode() if texts.len() < 256 else _joined(texts)]


def _joined(texts: pl.Series) -> bytes:
    return bytes(texts.str.join("").cast(pl.Binary).item())
