"""List, show and check rule packs."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from msgspec import Struct

from creditscore.core.errors import Problem
from creditscore.core.text import Lang, same
from creditscore.packs.identity import meaning_sha256
from creditscore.packs.library import edition_files, editions, pack_in_force, shipped_names, span
from creditscore.packs.lint.pack import check_file
from creditscore.packs.load import LoadedPack
from creditscore.packs.words.markdown import markdown
from creditscore.packs.words.page import page
from creditscore.packs.words.show import as_text, describe


class EditionLine(Struct, frozen=True):
    """One shipped edition, for a list."""

    edition: LoadedPack

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        header = self.edition.pack.pack
        return {
            "pack": header.id,
            "edition": header.edition,
            "in_force": span(self.edition),
            "title": header.title.model_dump(),
            "file": self.edition.path.as_posix(),
            "sha256": self.edition.sha256,
            "meaning_sha256": meaning_sha256(self.edition.pack),
        }

    def line(self, lang: Lang) -> str:
        """For people."""
        header = self.edition.pack.pack
        return f"{header.id}  {header.edition}  {span(self.edition)}  {as_text(header.title).say(lang)}"


def shipped_editions() -> list[EditionLine]:
    """Every edition of every shipped pack."""
    return [EditionLine(edition) for name in shipped_names() for edition in editions(name)]


def rendered(pack: str, as_of: date | None, output_format: str, lang: Lang) -> str:
    """A pack for reading, as it stands on a day; without a day, the newest edition as it stood when reviewed."""
    loaded = editions(pack)[-1] if as_of is None else pack_in_force(pack, as_of)
    day = as_of or loaded.pack.pack.reviewed_on
    if output_format == "json":
        records = [record.as_dict() for record in describe(loaded.pack, day)]
        return json.dumps({"pack": EditionLine(loaded).as_dict(), "criteria": records}, ensure_ascii=False, indent=2) + "\n"
    return page(loaded, day, lang) if output_format == "html" else markdown(loaded, day, lang)


def found_in(pack: str, as_of: date | None) -> list[Problem]:
    """What `rules check` finds in every edition of a pack."""
    return [problem for path in edition_files(pack) for problem in check_file(path, as_of)]


def problem_as_dict(problem: Problem) -> dict[str, Any]:
    """A finding, for programs."""
    words = {"what": problem.what, "expected": problem.expected or same(""), "cure": problem.cure or same("")}
    return {"code": problem.code, "where": problem.where} | {name: text._asdict() for name, text in words.items()}
