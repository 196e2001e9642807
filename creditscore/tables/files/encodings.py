"""Encodings of text files: BOM, then UTF-16 by its zero bytes, then strict UTF-8, then strict GB18030; never a guess."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from io import IncrementalNewlineDecoder
from pathlib import Path

import polars as pl
from msgspec import Struct
from polars.exceptions import PolarsError

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.workspace import fresh_file

SMALL_BLOCK = 1 << 19
UTF8, UTF8_BOM, GB18030 = "utf-8", "utf-8-sig", "gb18030"
_ASCII_ENDS, _LETTER_STARTS, _LONGEST_LETTER = 0x80, 0xC0, 4
"""In UTF-8: the first byte that is no ASCII, the first one that may begin a longer letter, and the length of the longest."""
_BOMS = {codecs.BOM_UTF8: UTF8_BOM, codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}

_WORKBOOKS = {b"PK\x03\x04": ".xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ".xls"}


def in_utf8(path: Path, file: str, given: str | None = None, *, proved_beside: bool = False) -> tuple[str, Path]:
    """The encoding of a text file and the file in UTF-8: itself, or a copy; a TableError where it is none of those tried.

    Lines that end with a carriage return alone, as on old Macs, get usual ends in the copy. With `proved_beside` only the start of a
    file in UTF-8 is looked at: the caller holds the rest against a Utf8Proof, and asks again where that fails.
    """
    _refuse_other_kinds(path, file)
    tried = [given] if given else _ladder(path)
    old = _has_old_line_ends(path)
    for encoding in tried:
        plain = encoding in {UTF8, UTF8_BOM}
        if plain and not old and _is_utf8(path, start_only=proved_beside):
            return encoding, path
        copy = _copy(path, encoding, old_line_ends=old) if old or not plain else None
        if copy is not None:
            return encoding, copy
    raise TableError([not_decoded(path, file, tried)])


def not_decoded(path: Path, file: str, tried: Sequence[str]) -> Problem:
    """What no encoding fits, with the line up to which the best one does."""
    names = ", ".join(tried)
    ends = {encoding: line for encoding in tried if (line := _first_bad_line(path, encoding))}
    what = Text(f"不能按 {names} 解码", f"cannot be decoded as {names}")
    cure = Text("请用 --encoding 指明编码，或另存为 UTF-8", "name the encoding with --encoding, or save the file as UTF-8")
    if not ends:
        return Problem(file, what, cure=cure)
    best = max(ends, key=lambda encoding: ends[encoding])
    place = Text(
        f"按 {best} 读到第 {ends[best]} 行，那里有读不出的字",
        f"as {best} it can be read up to line {ends[best]}, where a character is broken",
    )
    return Problem(file, Text(f"{what.zh}；{place.zh}", f"{what.en}; {place.en}"), cure=cure)


def _first_bad_line(path: Path, encoding: str) -> int | None:
    """The line of the first byte that does not fit an encoding; None where there is none, or no such encoding."""
    line = 1
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        with path.open("rb") as stream:
            while block := stream.read(SMALL_BLOCK):
                line += decoder.decode(block).count("\n")
        decoder.decode(b"", final=True)
    except LookupError:
        return None
    except UnicodeDecodeError as error:
        return line + bytes(error.object[: error.start]).decode(encoding, "ignore").count("\n")
    return None


def _refuse_other_kinds(path: Path, file: str) -> None:
    """A TableError where a file that is called text is a workbook, or holds nothing but zero bytes."""
    with path.open("rb") as stream:
        start = stream.read(SMALL_BLOCK)
    kind = next((suffix for mark, suffix in _WORKBOOKS.items() if start.startswith(mark)), None)
    if kind is not None:
        what = Text("这是工作簿，不是文本文件", "this is a workbook, not a text file")
        cure = Text(
            f"请把扩展名改为 {kind}，或在 Excel/WPS 中另存为 CSV", f"name it {kind}, or save it as CSV from the spreadsheet program"
        )
        raise TableError([Problem(file, what, cure=cure)])
    if is_web_page(start):
        what = Text("这是网页格式的文件，不是 CSV", "this is a web page, not CSV")
        cure = Text("请用 Excel 或 WPS 打开，另存为 .xlsx 或 CSV", "open it in Excel or WPS and save it as .xlsx or CSV")
        raise TableError([Problem(file, what, cure=cure)])
    if start and not start.strip(b"\0"):
        what = Text("文件已损坏，内容全是空字节", "the file is damaged: it holds nothing but zero bytes")
        raise TableError([Problem(file, what, cure=Text("请重新导出或复制", "export or copy it again"))])


def is_web_page(start: bytes) -> bool:
    """Whether a file begins as HTML or XML does, in which some programs write their tables whatever the file is called."""
    return start.removeprefix(codecs.BOM_UTF8).lstrip()[:20].lower().startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta"))


def _is_utf8(path: Path, *, start_only: bool) -> bool:
    """Whether every byte is UTF-8, or every byte of the start."""
    proof = Utf8Proof()
    with path.open("rb") as stream:
        while block := stream.read(SMALL_BLOCK):
            proof.take(block)
            if start_only or not proof.so_far:
                break
    return proof.so_far if start_only else proof.holds()


def start_of(path: Path) -> str:
    """The start of a text in UTF-8, as far as it has been looked at; a letter that is broken off at its end is left out."""
    with path.open("rb") as stream:
        return stream.read(SMALL_BLOCK).decode(UTF8_BOM, "ignore")


class Utf8Proof(Struct):
    """Whether bytes are UTF-8, told block by block at the speed of native code.

    `so_far` is true until a block does not fit; what may go on in the next block is held back.
    """

    so_far: bool = True
    _rest: bytes = b""

    def take(self, block: bytes) -> None:
        """The next bytes."""
        if self.so_far:
            block = self._rest + block if self._rest else block
            cut = _last_letter(block)
            self.so_far, self._rest = _all_utf8(block[:cut]), block[cut:]

    def holds(self) -> bool:
        """Whether all bytes are UTF-8, once the last ones have come."""
        return self.so_far and _all_utf8(self._rest)


def _last_letter(block: bytes) -> int:
    """Where the last letter begins that may be broken off; the end where none is."""
    last = block[-_LONGEST_LETTER:]
    starts = [at for at, byte in enumerate(last) if byte >= _LETTER_STARTS]
    return len(block) - len(last) + starts[-1] if starts and last[-1] >= _ASCII_ENDS else len(block)


def _all_utf8(content: bytes) -> bool:
    try:
        pl.Series([content], dtype=pl.Binary).cast(pl.String)
    except PolarsError:
        return False
    return True


def _has_old_line_ends(path: Path) -> bool:
    """Whether more lines end with a carriage return alone than with the usual ends, as in files put together from several."""
    with path.open("rb") as stream:
        start = stream.read(SMALL_BLOCK)
    return start.count(b"\r") - start.count(b"\r\n") > start.count(b"\n")


def _copy(path: Path, encoding: str, *, old_line_ends: bool) -> Path | None:
    """A copy of the file in UTF-8, written block by block; None where a byte does not fit the encoding."""
    target = fresh_file(".csv")
    try:
        letters = codecs.getincrementaldecoder(encoding)("strict")
        decoder = IncrementalNewlineDecoder(letters, translate=True) if old_line_ends else letters
        with path.open("rb") as stream, target.open("wb") as out:
            while block := stream.read(SMALL_BLOCK):
                out.write(decoder.decode(block).encode())
            out.write(decoder.decode(b"", final=True).encode())
    except (UnicodeError, LookupError):
        target.unlink(missing_ok=True)
        return None
    return target


def _ladder(path: Path) -> list[str]:
    with path.open("rb") as stream:
        start = stream.read(SMALL_BLOCK)
    marked = next((encoding for mark, encoding in _BOMS.items() if start.startswith(mark)), None)
    return [marked] if marked else _unmarked_utf16(start) or [UTF8, GB18030]


def _unmarked_utf16(start: bytes) -> list[str]:
    """UTF-16 without a mark shows by its line ends; no other text has zero bytes there."""
    return [name for name in ("utf-16-le", "utf-16-be") if b"\0" in start and start.decode(name, "ignore").count("\n") > 1]
