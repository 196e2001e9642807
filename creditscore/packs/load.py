"""Reading one rule file: in goes a path, out comes a checked pack with the SHA-256 of its bytes, or a PackError."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from creditscore.core.errors import PackError, one
from creditscore.core.text import Text, same
from creditscore.packs.model.pack import Pack
from creditscore.packs.source.toml_text import parsed
from creditscore.packs.validate import validated

LARGEST_FILE = 1_000_000
_KEPT = 16


class LoadedPack(Struct, frozen=True):
    """A checked rule pack, the file it came from, and the SHA-256 of that file's bytes."""

    pack: Pack
    path: Path
    sha256: str


def load_pack(path: Path) -> LoadedPack:
    """Read and check one rule file; every mistake in it is in the PackError that is raised."""
    content = _bytes(path)
    return LoadedPack(_checked(content, path.name), path, hashlib.sha256(content).hexdigest())


@lru_cache(maxsize=_KEPT)
def _checked(content: bytes, where: str) -> Pack:
    """The pack that some bytes say: who rates month after month reads the same rules every time."""
    source = _decoded(content, where)
    return validated(parsed(source, where), source, where)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        what = Text("规则文件打不开", "the rule file cannot be opened")
        raise one(PackError, str(path), what, same(error.strerror or type(error).__name__)) from None
    if len(content) > LARGEST_FILE:
        what = Text("规则文件过大", "the rule file is too large")
        raise one(PackError, path.name, what, Text("应不超过1 MB", "expected at most 1 MB"))
    return content


def _decoded(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise one(
            PackError,
            f"{where}:{line}",
            Text("规则文件不是UTF-8编码", "the rule file is not UTF-8"),
            cure=Text("请另存为UTF-8", "save it as UTF-8"),
        ) from None
