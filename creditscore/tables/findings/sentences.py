"""Problem lines in words: the reason's sentence in Chinese and in English, filled column-wise for any number of lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from creditscore.core import terms
from creditscore.core.columns import TABLES, column_named
from creditscore.core.text import LANGS, Lang, Text
from creditscore.tables.aliases import shipped
from creditscore.tables.reasons import REASONS

_PLACE = re.compile(r"\{(\w+)\}")
_OTHER_IS_TABLE = ("unknown_parent", "parent_set_aside")


def with_sentences(lines: pl.LazyFrame, table: str, names: Mapping[str, str], codes: Iterable[str] = REASONS) -> pl.LazyFrame:
    """The lines with `sentence_zh` and `sentence_en`; `names` are the headers as the file has them, `codes` the reasons that occur."""
    known = list(codes)
    return lines.with_columns(_sentence(table, names, lang, known).alias(f"sentence_{lang}") for lang in LANGS)


def column_title(table: str, column: str, names: Mapping[str, str]) -> Text:
    """What a message calls a column: the file's own header; the Chinese title beside it where that is the canonical name."""
    known = column_named(table, column)
    written = names.get(column, column)
    if known is None or written != column:
        return Text(written, written)
    return Text(f"{known.title.zh}（{column}）", column)


def _sentence(table: str, names: Mapping[str, str], lang: Lang, codes: Iterable[str]) -> pl.Expr:
    titles = {column: column_title(table, column, names).say(lang) for column in [*names, *(known.name for known in TABLES.get(table, ()))]}
    parts = {
        "column": pl.col("column").replace_strict(titles, default=pl.col("column"), return_dtype=pl.String),
        "value": _value(lang),
        "other": _other(lang),
    }
    told = [_where(code, _filled(REASONS[code].sentence.say(lang), parts)) for code in codes]
    return pl.coalesce(*told, pl.col("code"))


def _filled(template: str, parts: Mapping[str, pl.Expr]) -> pl.Expr:
    places = [parts[name].fill_null("") for name in _PLACE.findall(template)]
    return pl.format(_PLACE.sub("{}", template), *places) if places else pl.lit(template)


def _where(code: str, text: pl.Expr) -> pl.Expr:
    return pl.when(pl.col("code") == code).then(text)


def _value(lang: Lang) -> pl.Expr:
    value = pl.col("value")
    return pl.coalesce(_where("class_not_of_scheme", value.replace(shipped().wording["loan_class"])), value) if lang == "zh" else value


def _other(lang: Lang) -> pl.Expr:
    other, words = pl.col("other"), shipped().wording
    tables = other.replace({name: title.say(lang) for name, title in terms.TABLES.items()})
    gap = "、" if lang == "zh" else ", "
    choices = {column: gap.join(named.values() if lang == "zh" else named) for column, named in words.items()}
    told = [_where(code, tables) for code in _OTHER_IS_TABLE]
    told.append(_where("choice_unknown", pl.col("column").replace_strict(choices, default=other, return_dtype=pl.String)))
    if lang == "zh":
        told.append(_where("class_not_of_scheme", other.replace(words["classification_scheme"])))
    return pl.coalesce(*told, other)
