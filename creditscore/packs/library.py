"""Finding rule packs: shipped ones by name, others by folder or file; and the edition in force on a day."""

from __future__ import annotations

import importlib.resources
from datetime import date
from pathlib import Path

from creditscore.core.errors import PackError, nearest, one
from creditscore.core.text import Text
from creditscore.packs.load import LoadedPack, load_pack


def shipped_folder() -> Path:
    """The folder of the shipped rule packs: inside an installed package, else at the top of the checkout."""
    installed = Path(str(importlib.resources.files("creditscore"))) / "_data" / "rules"
    return installed if installed.is_dir() else Path(__file__).resolve().parents[2] / "rules"


def shipped_names() -> list[str]:
    """The names of the shipped rule packs, sorted."""
    folder = shipped_folder()
    return sorted(entry.name for entry in folder.iterdir() if any(entry.glob("*.toml"))) if folder.is_dir() else []


def edition_files(name_or_path: str) -> list[Path]:
    """The rule files of a shipped pack (`ninghe`), of a folder, or the one file itself, in name order."""
    shipped = shipped_folder() / name_or_path
    if name_or_path in shipped_names():
        return sorted(shipped.glob("*.toml"))
    path = Path(name_or_path)
    if path.is_file():
        return [path]
    files = sorted(path.glob("*.toml")) if path.is_dir() else []
    if not files:
        raise _unknown(name_or_path)
    return files


def editions(name_or_path: str) -> list[LoadedPack]:
    """Every edition of a pack, the earliest first; mistakes of all of them in one PackError."""
    loaded: list[LoadedPack] = []
    problems = []
    for path in edition_files(name_or_path):
        try:
            loaded.append(load_pack(path))
        except PackError as error:
            problems += error.problems
    if problems:
        raise PackError(problems)
    return sorted(loaded, key=lambda edition: (edition.pack.pack.effective.from_, edition.pack.pack.edition))


def pack_in_force(name_or_path: str, as_of: date) -> LoadedPack:
    """The one edition in force on the as-of date; a PackError where none or more than one is."""
    found = editions(name_or_path)
    covering = [edition for edition in found if covers(edition, as_of)]
    if len(covering) == 1:
        return covering[0]
    spans = "; ".join(f"{edition.path.name}: {span(edition)}" for edition in covering or found)
    what = (
        Text(f"{as_of}有不止一个版本同时有效", f"more than one edition is in force on {as_of}")
        if covering
        else Text(f"{as_of}没有有效的版本", f"no edition is in force on {as_of}")
    )
    raise one(PackError, name_or_path, what, Text(f"各版本的有效期:{spans}", f"the editions hold {spans}"))


def covers(edition: LoadedPack, as_of: date) -> bool:
    """Whether an edition is in force on a day (both ends of its dates included)."""
    effective = edition.pack.pack.effective
    return effective.from_ <= as_of and (effective.until is None or as_of <= effective.until)


def span(edition: LoadedPack) -> str:
    """The dates of an edition as one writes them: 2001-01-01/2010-12-31, or 2001-01-01/ while still in force."""
    effective = edition.pack.pack.effective
    return f"{effective.from_}/{effective.until or ''}"


def _unknown(name: str) -> Exception:
    known = shipped_names()
    near = nearest(name, known)
    cure = Text(f"是否指 {near}?", f"did you mean {near}?") if near else None
    expected = Text(
        f"应为规则包名称({'、'.join(known)})、文件夹或TOML文件",
        f"expected the name of a pack ({', '.join(known)}), a folder or a TOML file",
    )
    return one(PackError, name, Text("找不到这个规则包", "there is no such rule pack"), expected, cure)


def in_force_words(loaded: LoadedPack) -> Text:
    """The edition and the days on which it is in force: '2011, in force from 2011-05-01'."""
    header = loaded.pack.pack
    days = header.effective
    if days.until is None:
        return Text(f"{header.edition}（自{days.from_}起施行）", f"{header.edition}, in force from {days.from_}")
    return Text(f"{header.edition}（{days.from_}至{days.until}施行）", f"{header.edition}, in force from {days.from_} to {days.until}")
