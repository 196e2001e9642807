"""Sentences in two languages: every message is a `Text` until the moment it is printed."""

from __future__ import annotations

import locale
import os
from typing import Literal, NamedTuple

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = ("zh", "en")


class Text(NamedTuple):
    """One sentence or word in Chinese and in English."""

    zh: str
    en: str

    def say(self, lang: Lang) -> str:
        """The wording in one language."""
        return self.zh if lang == "zh" else self.en

    def fill(self, **values: object) -> Text:
        """Both wordings with `{name}` places filled; a value that is a `Text` is put in its own language."""
        zh = {key: value.zh if isinstance(value, Text) else value for key, value in values.items()}
        en = {key: value.en if isinstance(value, Text) else value for key, value in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))


def same(words: str) -> Text:
    """A wording that needs no translation, such as a column name."""
    return Text(words, words)


def lang_from_environment() -> Lang:
    """The user's language by locale; Chinese where the locale does not say (design: zh where unsure)."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    named = named or (locale.getlocale()[0] or "")
    return "en" if named.lower().startswith(("en", "english")) else "zh"
