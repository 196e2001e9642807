"""Files where a cluster keeps them: any URI that Spark knows, through Spark's own file systems."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


def _system(session: Any, uri: str) -> tuple[Any, Any]:
    """The file system of a URI, and the URI as a path of it."""
    path = session._jvm.org.apache.hadoop.fs.Path(uri)  # noqa: SLF001 (pyspark offers no other way to files)
    return path.getFileSystem(session._jsc.hadoopConfiguration()), path  # noqa: SLF001


def entries(session: Any, uri: str) -> list[str]:
    """The names of what lies in a folder, in their order; none where there is no such folder."""
    system, path = _system(session, uri)
    if not system.exists(path):
        return []
    return sorted(str(status.getPath().getName()) for status in system.listStatus(path))


def exists(session: Any, uri: str) -> bool:
    """Whether something lies there."""
    system, path = _system(session, uri)
    return bool(system.exists(path))


def remove(session: Any, uri: str) -> None:
    """Remove a file or a folder with all that is in it."""
    system, path = _system(session, uri)
    system.delete(path, True)


def rename(session: Any, uri: str, new: str) -> bool:
    """Give a file or folder another name; whether that was done."""
    system, path = _system(session, uri)
    return bool(system.rename(path, session._jvm.org.apache.hadoop.fs.Path(new)))  # noqa: SLF001


def bring(session: Any, files: Sequence[Path], uri: str) -> None:
    """Copy files of this machine into a folder there."""
    system, folder = _system(session, uri)
    system.mkdirs(folder)
    for file in files:
        system.copyFromLocalFile(session._jvm.org.apache.hadoop.fs.Path(file.absolute().as_uri()), folder)  # noqa: SLF001


def digests(session: Any, uri: str) -> dict[str, str]:
    """The SHA-256 of each file below a folder by its name in there, worked out where the files lie."""
    from pyspark.sql import functions as f

    system, path = _system(session, uri)
    root = str(system.makeQualified(path).toString()).rstrip("/") + "/"
    files = session.read.format("binaryFile").option("recursiveFileLookup", "true").load(uri)
    found = files.select("path", f.sha2("content", 256).alias("digest")).collect()
    return {_below(row["path"], root): row["digest"] for row in found}


def _below(path: str, root: str) -> str:
    """The part of a path below a folder, nothing for a file itself; local paths are written with one slash or three."""
    plain, start = path.replace(":///", ":/"), root.replace(":///", ":/")
    return "" if plain == start.rstrip("/") else plain.removeprefix(start)


def without_marks(uri: str) -> None:
    """Remove the checksum files that Spark leaves beside every file of a local folder: other readers stumble over them."""
    if uri.startswith("file:"):
        for mark in Path(unquote(urlsplit(uri).path)).rglob(".*.crc"):
            mark.unlink()


def digest_of_all(parts: dict[str, str]) -> str:
    """One SHA-256 for a file or folder, as `core.digests.sha256_of` gives it on this machine."""
    if set(parts) == {""}:
        return parts[""]
    digest = hashlib.sha256()
    for name, sha256 in sorted(parts.items()):
        digest.update(f"{name}\0{sha256}\n".encode())
    return digest.hexdigest()
