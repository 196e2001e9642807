"""Encodings of text files: BOM, then strict UTF-8, then strict GB18030; never a guess."""

from __future__ import annotations

import codecs
from pathlib import Path

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text

BLOCK = 1 << 24
UTF8, UTF8_BOM, GB18030 = "utf-8", "utf-8-sig", "gb18030"
_BOMS = {codecs.BOM_UTF8: UTF8_BOM, codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def encoding_of(path: Path, file: str, given: str | None = None) -> str:
    """The encoding of a text file; a TableError where it is none of those tried."""
    tried = [given] if given else _ladder(path)
    for encoding in tried:
        if decodes(path, encoding):
            return encoding
    names = ", ".join(tried)
    raise TableError(
        [
            Problem(
                file,
                Text(f"不能按 {names} 解码", f"cannot be decoded as {names}"),
                cure=Text("请用 --encoding 指明编码，或另存为 UTF-8", "name the encoding with --encoding, or save the file as UTF-8"),
            )
        ]
    )


def decodes(path: Path, encoding: str) -> bool:
    """Whether every byte of the file fits the encoding."""
    try:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        with path.open("rb") as stream:
            while block := stream.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except (UnicodeError, LookupError):
        return False
    return True


def recoded(path: Path, encoding: str, target: Path) -> Path:
    """A copy of the file in UTF-8, written block by block."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    with path.open("rb") as stream, target.open("wb") as out:
        while block := stream.read(BLOCK):
            out.write(decoder.decode(block).encode())
        out.write(decoder.decode(b"", final=True).encode())
    return target


def _ladder(path: Path) -> list[str]:
    with path.open("rb") as stream:
        start = stream.read(4)
    marked = next((encoding for mark, encoding in _BOMS.items() if start.startswith(mark)), None)
    return [marked] if marked else [UTF8, GB18030]
