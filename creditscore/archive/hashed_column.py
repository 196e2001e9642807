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
    least, most = (int(numbers.min()), int(numbers.max())) if numbers.size else (0, 0)
    kind = next(one for one in kinds if np.iinfo(one).min <= least and most <= np.iinfo(one).max)
    return kind.encode() + b"\0" + numbers.astype(kind, copy=False).tobytes()


def _numbered(cells: pl.Series, words: Sequence[str]) -> list[bytes]:
    """The same as of the words (see `_texts`) from cells that hold their numbers."""
    occurring = occurrences(cells, len(words))
    used = sorted((word for word, count in zip(words, occurring, strict=True) if count), key=str.encode)
    if len(used) == cells.len():  # all differ
        return _listed([words[number] for number in cells])
    places = np.zeros(len(words) + 1, dtype=np.uint32)
    places[[words.index(word) for word in used]] = np.arange(len(used))
    return [*_listed(used), _placed(_or_beyond(cells, len(words)), places)]


def _placed(numbers: Numbers, places: Numbers) -> bytes:
    """The place of each number, as from `_narrowest`."""
    if numbers.itemsize > 1:
        return _narrowest(places.take(numbers), _UNSIGNED)
    bytewise = places.astype(_UNSIGNED[0]).tobytes().ljust(_BYTES, b"\0")
    return _UNSIGNED[0].encode() + b"\0" + numbers.tobytes().translate(bytewise)


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
    places = texts.cast(pl.Enum(used)).to_physical().fill_null(0).to_numpy()
    return [*_values(used), _narrowest(np.repeat(places, lengths), _UNSIGNED)]


def _values(texts: pl.Series) -> list[bytes]:
    """How many texts, the length of each in bytes, and all of them in one piece."""
    if texts.len() < _BYTES:
        return _listed(texts.to_list())
    return [f"{texts.len()}\0".encode(), _narrowest(texts.str.len_bytes().to_numpy(), _UNSIGNED), _joined(texts)]


def _listed(texts: Sequence[str]) -> list[bytes]:
    """The same of a few texts."""
    cells = [text.encode() for text in texts]
    lengths = np.array([len(cell) for cell in cells], dtype=np.uint32)
    return [f"{len(cells)}\0".encode(), _narrowest(lengths, _UNSIGNED), b"".join(cells)]


def _joined(texts: pl.Series) -> bytes:
    return bytes(texts.str.join("").cast(pl.Binary).item())
