"""The TOML text of a rule file as plain values, decimals exact; what would be slow or deceptive to read is refused first."""

from __future__ import annotations

import re
import tomllib
from decimal import Decimal
from typing import Any

from creditscore.core.errors import CreditscoreError, PackError, one
from creditscore.core.text import Text, same
from creditscore.packs.source.key_lines import without_strings

MOST_DOTS = 64
MOST_COMMAS = 100_000
MOST_LINES = 30_000
DEEPEST = 32
_HIDDEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
"""What TOML itself refuses unless it is written as an escape."""
_PLACE = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")
_SAID = {
    "Cannot overwrite a value": Text("同一个键写了两次", "the same key is written twice"),
    "Cannot declare": Text("同一个表头写了两次", "the same table header is written twice"),
    "Duplicate inline table key": Text("花括号里同一个键写了两次", "the same key is written twice inside { }"),
    "Cannot mutate immutable namespace": Text("花括号写成的表不能再添键", "a table written with { } cannot get further keys"),
    "Expected '=' after a key": Text("键后面缺少等号", "there is no = after the key"),
    "Invalid value": Text("值写得不对（文字要加引号）", "this is not a value (text stands in quotes)"),
    "Invalid statement": Text("这一行既不是键也不是表头", "this line is neither a key nor a table header"),
    "Unclosed array": Text("方括号没有合上", "a [ is not closed"),
    "Unclosed inline table": Text("花括号没有合上（须写在同一行）", "a { is not closed (it must end on the same line)"),
    "Unterminated string": Text("引号没有合上", "a quotation mark is not closed"),
    'Expected "': Text("引号没有合上", "a quotation mark is not closed"),
    "Expected newline or end of document": Text("值后面有多余的内容", "something stands after the value"),
    "Invalid initial character for a key part": Text("键的写法有误", "this is not a key"),
    "Illegal character": Text(
        "有不允许的字符（可能是引号没有合上）", "a character is not allowed here (perhaps a quotation mark is not closed)"
    ),
    "Exceeds the limit": Text("数字太长", "a number is too long"),
}


def parsed(source: str, where: str) -> dict[str, Any]:
    """The TOML text as a dictionary; a PackError names the line of a mistake in the writing."""
    _refuse_hidden(source, where)
    _refuse_huge(without_strings(source), where)
    try:
        found = tomllib.loads(source, parse_float=Decimal)
    except ValueError as error:  # TOMLDecodeError, or an endless number
        raise _syntax_error(str(error), source, where) from None
    except RecursionError:
        raise _too_much(where, Text("括号嵌套过深", "brackets are nested too deeply")) from None
    if "\\" in source:  # an escape may stand for what the text itself may not hold
        _refuse_escaped(found, where)
    return found


def _refuse_escaped(content: Any, where: str) -> None:
    waiting = [content]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            _refuse_hidden(part, where, in_text=True)
        elif isinstance(part, dict):
            waiting += [*part.keys(), *part.values()]
        elif isinstance(part, list):
            waiting += part


def _refuse_hidden(source: str, where: str, *, in_text: bool = False) -> None:
    found = _HIDDEN.search(source) or (_CONTROL.search(source) if in_text else None)
    if found:
        line = "" if in_text else f":{source.count(chr(10), 0, found.start()) + 1}"
        what = Text(f"有看不见的控制字符 U+{ord(found.group()):04X}", f"an invisible control character U+{ord(found.group()):04X}")
        raise one(PackError, f"{where}{line}", what, cure=Text("请删去", "delete it"))


def _refuse_huge(bare: str, where: str) -> None:
    """Refuse what a parser spends seconds on: endless dotted keys, lists and lines, bottomless brackets."""
    if bare.count(",") > MOST_COMMAS or bare.count("\n") > MOST_LINES:
        raise _too_much(where, Text("规则文件的条目过多", "the rule file has too many entries"))
    depth = 0
    for number, line in enumerate(bare.split("\n"), start=1):
        if line.count(".") > MOST_DOTS and line.count(".") > line.count(","):
            raise _too_much(f"{where}:{number}", Text("键的层次过多", "the key has too many parts"))
        depth += line.count("[") + line.count("{") - line.count("]") - line.count("}")
        if depth > DEEPEST or line.count("[") - line.count("]") > DEEPEST:
            raise _too_much(f"{where}:{number}", Text("括号嵌套过深", "brackets are nested too deeply"))


def _too_much(where: str, what: Text) -> CreditscoreError:
    return one(PackError, where, what)


def _syntax_error(message: str, source: str, where: str) -> CreditscoreError:
    place = _PLACE.search(message)
    line = place.group(1) if place and place.group(1) else None
    bare = _PLACE.sub("", message)
    said = next((text for start, text in _SAID.items() if bare.startswith(start)), same(bare))
    what = Text("TOML写法有误：{said}", "not valid TOML: {said}").fill(said=said)
    return one(PackError, f"{where}:{line or source.count(chr(10)) + 1}", what)
