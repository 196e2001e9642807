"""`rules diff`: two editions in, the changes of meaning out, as text, Markdown or JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from msgspec import Struct

from creditscore.core.terms import level_name
from creditscore.core.text import Lang, Text
from creditscore.jobs.rules_data import edition_named
from creditscore.packs.changes.diff import Change, changes
from creditscore.packs.identity import meaning_sha256
from creditscore.packs.load import LoadedPack
from creditscore.packs.words.key_words import key_title


class Difference(Struct, frozen=True):
    """Two editions and what differs."""

    before: LoadedPack
    after: LoadedPack
    changes: list[Change]

    @property
    def same_rules(self) -> bool:
        """Whether both files say the same rules (examples and review days aside)."""
        return meaning_sha256(self.before.pack) == meaning_sha256(self.after.pack)

    def as_dict(self) -> dict[str, Any]:
        """For programs."""
        return {
            "before": _edition(self.before),
            "after": _edition(self.after),
            "same_rules": self.same_rules,
            "changes": [change.as_dict() for change in self.changes],
        }

    def lines(self, lang: Lang) -> list[str]:
        """For people, grouped by what they change."""
        found = [line for heading, group in self._groups(lang) for line in (heading, *(f"  {change.said.say(lang)}" for change in group))]
        return [*found, self._verdict().say(lang)]

    def markdown(self, lang: Lang) -> str:
        """A page for a file or a mail."""
        lines = [f"# {_name(self.before)} → {_name(self.after)}", "", self._verdict().say(lang), ""]
        for heading, group in self._groups(lang):
            lines += [f"## {heading}", "", *(f"- {change.said.say(lang)}" for change in group), ""]
        return "\n".join(lines)

    def _groups(self, lang: Lang) -> Iterator[tuple[str, Iterable[Change]]]:
        for place, group in groupby(self.changes, key=_place):
            yield _heading(place).say(lang), group

    def _verdict(self) -> Text:
        if self.same_rules:
            return Text("规则相同（文字、顺序、例子可以不同）", "the same rules (formatting, order and examples apart)")
        return Text("规则不同：{n} 处", "different rules: {n} changes").fill(n=len(self.changes))


def _place(change: Change) -> tuple[str | int, ...]:
    """What changes are grouped by: the header, a measure, a criterion, a level's grades."""
    return change.path[: {"pack": 1, "criteria": 3}.get(str(change.path[0]), 2)]


def _edition(loaded: LoadedPack) -> dict[str, str]:
    header = loaded.pack.pack
    return {"pack": header.id, "edition": header.edition, "sha256": loaded.sha256, "meaning_sha256": meaning_sha256(loaded.pack)}


def _name(loaded: LoadedPack) -> str:
    return f"{loaded.pack.pack.id} {loaded.pack.pack.edition}"


def _heading(place: tuple[str | int, ...]) -> Text:
    """What a group of changes is about: the section, then the level or name."""
    section = key_title(str(place[0]))
    rest = [level_name(str(part)) for part in place[1:]]
    return Text(" ".join([section.zh, *(part.zh for part in rest)]), " ".join([section.en, *(part.en for part in rest)]))


def difference(before: str, after: str) -> Difference:
    """Compare two editions by meaning; each is a rule file, the name of a pack (its newest edition), or PACK/EDITION."""
    left, right = edition_named(before), edition_named(after)
    return Difference(left, right, changes(left.pack, right.pack))
