"""What the model finds wrong with a rule file, in the words of the reader instead of the validator's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from creditscore.core.text import Text, same
from creditscore.packs.checks.examples import GIVEN_SHAPES
from creditscore.packs.mistakes import Mistake, Path, meant, one_of
from creditscore.packs.model.bounds import ExpectedError
from creditscore.packs.schema_keys import homes_of, keys_at

_KINDS: dict[str, Text] = {
    "string_type": Text("加引号的文字", "text in quotes"),
    "bool_type": Text("true 或 false", "true or false"),
    "int_type": Text("整数", "a whole number"),
    "date_type": Text("不加引号的日期，如 2001-01-01", "a date without quotes, such as 2001-01-01"),
    "list_type": Text("方括号列表 [ … ]", "a list [ ... ]"),
    "dict_type": Text("表（花括号或表头）", "a table ({ ... } or a header)"),
    "model_type": Text("表（花括号或表头）", "a table ({ ... } or a header)"),
    "string_too_short": Text("非空的文字", "text that is not empty"),
    "too_short": Text("至少一项", "at least one entry"),
}
_PATTERNS: dict[str, Text] = {
    "id": Text("小写字母、数字和连字符，以字母开头", "lower-case letters, digits and hyphens, a letter first"),
    "review_every": Text("1 year、6 months 这样的期限", "a period such as 1 year or 6 months"),
    "ago": Text("1 year、6 months 这样的期限，或 last_year_end（上年末）", "a period such as 1 year or 6 months, or last_year_end"),
    "within_last": Text("2 years、6 months、30 days 这样的期限", "a period such as 2 years, 6 months or 30 days"),
    "within_next": Text("2 years、6 months、30 days 这样的期限", "a period such as 2 years, 6 months or 30 days"),
    "file": Text("同一文件夹内的文件名", "the name of a file in the same folder"),
    "sha256": Text("64位小写十六进制数", "64 lower-case hexadecimal digits"),
}


def mistakes_of(error: ValidationError, raw: Mapping[str, Any]) -> Iterator[Mistake]:
    """The model's findings as mistakes; what it says about one value in several ways is joined into one."""
    joined: dict[Path, list[ErrorDetails]] = {}
    for detail in error.errors(include_url=False):
        joined.setdefault(_place(detail, raw), []).append(detail)
    return (_mistake(path, details) for path, details in joined.items())


def _place(detail: ErrorDetails, raw: Mapping[str, Any]) -> Path:
    """The path as far as the file itself goes: the validator adds the names of alternatives that it tried."""
    value: Any = raw
    path: Path = ()
    for part in detail["loc"]:
        known = part in value if isinstance(value, dict) else isinstance(value, list) and isinstance(part, int) and part < len(value)
        if not known:
            return (*path, part) if detail["type"] == "missing" and part == detail["loc"][-1] else path
        value = value[part]
        path = (*path, part)
    return path


def _mistake(path: Path, details: list[ErrorDetails]) -> Mistake:
    kind = details[0]["type"]
    if kind == "extra_forbidden":
        return _unknown_key(path)
    if kind == "missing":
        word = same(str(path[-1]))
        return Mistake("missing-key", path, Text("缺少 {word}", "{word} is missing").fill(word=word))
    if kind == "literal_error":
        return _not_one_of(path, details[0])
    given = len(path) == 4 and (path[0], path[2]) == ("examples", "given")
    expected = GIVEN_SHAPES if given else _joined([_expected(path, detail) for detail in details])
    found = same(_shown(details[0]["input"]))
    return Mistake("wrong-value", path, Text("不能是 {found}", "cannot be {found}").fill(found=found), expected)


def _unknown_key(path: Path) -> Mistake:
    word = str(path[-1])
    known = keys_at(path[:-1])
    what = Text("没有 {word} 这个键", "there is no key {word} here").fill(word=same(word))
    homes = homes_of(word)
    if homes:
        cure = Text("它属于 {homes}", "it belongs in {homes}").fill(homes=Text("、".join(homes), ", ".join(homes)))
        return Mistake("misplaced-key", path, what, cure=cure)
    near = meant(word, known)
    return Mistake("unknown-key", path, what, one_of(known) if known and near is None else None, near)


def _not_one_of(path: Path, detail: ErrorDetails) -> Mistake:
    known = [word.strip("'") for word in detail["ctx"]["expected"].replace(" or ", ", ").split(", ")]
    what = Text("不能是 {found}", "cannot be {found}").fill(found=same(_shown(detail["input"])))
    return Mistake("wrong-value", path, what, one_of(known), meant(str(detail["input"]), known))


def _expected(path: Path, detail: ErrorDetails) -> Text:
    reason = detail.get("ctx", {}).get("error")
    if isinstance(reason, ExpectedError):
        return reason.text
    if detail["type"] == "string_pattern_mismatch" and path and path[-1] in _PATTERNS:
        return _PATTERNS[str(path[-1])]
    return _KINDS.get(detail["type"], same(detail["msg"]))


def _joined(parts: list[Text]) -> Text:
    different = list(dict.fromkeys(parts))
    zh = "，或".join(part.zh for part in different)
    en = ", or ".join(part.en for part in different)
    return Text(f"应为：{zh}", f"expected {en}")


def _shown(value: object) -> str:
    """A value as the file writes it, cut short; what is inside a table or list is left out."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict | list):
        return "{ … }" if isinstance(value, dict) else "[ … ]"
    if isinstance(value, int) and value.bit_length() > 100:
        return "…"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 40 else f"{text[:37]}…"
