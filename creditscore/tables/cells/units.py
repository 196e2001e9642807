"""Units of amounts: headers and notes above a table in, the unit of each amount column out; nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from creditscore.core.errors import Problem, TableError
from creditscore.core.text import Text
from creditscore.tables.aliases import Aliases, plain

SHIFTS = {"yuan": 0, "hundred_yuan": 2, "thousand_yuan": 3, "ten_thousand_yuan": 4, "million_yuan": 6, "hundred_million_yuan": 8}
"""How many places the decimal point moves from a unit to yuan."""
UNITS = {
    "yuan": Text("元", "yuan"),
    "hundred_yuan": Text("百元", "hundred yuan"),
    "thousand_yuan": Text("千元", "thousand yuan"),
    "ten_thousand_yuan": Text("万元", "ten thousand yuan (万元)"),
    "million_yuan": Text("百万元", "million yuan"),
    "hundred_million_yuan": Text("亿元", "hundred million yuan"),
}
_BRACKETS = re.compile(r"[(\[【]([^)\]】]*)[)\]】]")
_NOTE = re.compile(r"(?:单位|unit)\s*(?:[:：为是]|\bis\b)\s*([^)\]】\n。]*)|以\s*(\S{1,3}?)\s*为单位", re.IGNORECASE)
_PARTS = re.compile(r"[/、;；\s]+|,(?!\d)")
_MANY = tuple("十百千拾佰仟几数")
"""A number word before a unit makes it another one: 十万元."""
_PREFIX = re.compile(r"^(?:金额)?(?:单位)?(?:人民币)?")
_MONEY = re.compile(r"[元圆]$|yuan|dollar|usd|eur|hkd|rmb|cny")


def header_unit(aliases: Aliases, file: str, written: str) -> str | None:
    """The unit that an amount's header states, in brackets or at its end; a TableError where it is no known unit."""
    text = unicodedata.normalize("NFKC", written)
    found = [unit for remark in _BRACKETS.findall(text) for unit in _units_in(aliases, file, written, remark)]
    bare = plain(_BRACKETS.sub("", text))
    at_end = aliases.unit_at_end(bare)
    if at_end is not None and aliases.units[at_end] != "yuan":
        if bare.removesuffix(at_end).endswith(_MANY):
            raise _refused(file, Text("“{where}”中的金额单位看不清", "the unit of amounts in “{where}” cannot be told"), written)
        found.append(aliases.units[at_end])
    return _only(file, written, found)


def bare_remark(text: str) -> bool:
    """Whether a text is nothing but a remark in brackets."""
    return not plain(_BRACKETS.sub("", unicodedata.normalize("NFKC", text)))


def note_unit(aliases: Aliases, file: str, cells: Iterable[str]) -> str | None:
    """The unit that notes such as 单位：万元, or a title such as 贷款台账（万元）, state.

    A TableError where notes differ or name no known unit.
    """
    texts = [unicodedata.normalize("NFKC", cell) for cell in cells]
    told = {text: [unit for one in _NOTE.findall(text) for unit in _units_in(aliases, file, text, "".join(one))] for text in texts}
    for text in texts:
        remarks = (plain(remark) for remark in _BRACKETS.findall(text))
        told[text] += [aliases.units[remark] for remark in remarks if remark in aliases.units]
    return _only(file, "、".join(text for text, units in told.items() if units), [unit for units in told.values() for unit in units])


def units_below(
    aliases: Aliases, file: str, lines: Mapping[int, Sequence[str]], headers: Mapping[str, str], units: Mapping[str, str]
) -> None:
    """A TableError where a line below the table states another unit than its amounts were read in.

    `lines` are the texts of such lines by row, `headers` the headers of the amounts, `units` the units they were read in. A header's
    own unit goes before any note.
    """
    for row, texts in lines.items():
        noted = note_unit(aliases, file, texts)
        read = {units.get(name, "yuan") for name, written in headers.items() if header_unit(aliases, file, written) is None}
        if noted is not None and read - {noted}:
            what = Text(
                "第 {row} 行（表格下方）写明金额单位是{noted}，表头和表格上方却没有写明同样的单位",
                "row {row}, below the table, says that amounts are in {noted}; neither the headers nor a line above the table say the same",
            ).fill(row=row, noted=UNITS[noted])
            cure = Text(
                "请把“单位：…”移到表头上方，或写进金额列的列名", "move the unit above the header row, or into the headers of the amounts"
            )
            raise TableError([Problem(file, what, cure=cure)])


def _units_in(aliases: Aliases, file: str, where: str, told: str) -> Iterator[str]:
    for part in _PARTS.split(told):
        word = plain(part)
        known = aliases.units.get(word) or aliases.units.get(_PREFIX.sub("", word))
        if known is not None:
            yield known
        elif _MONEY.search(word):
            raise _refused(file, Text("“{where}”中的金额单位“{word}”不认识", "unknown unit of amounts “{word}” in “{where}”"), where, word)


def _only(file: str, where: str, found: list[str]) -> str | None:
    if len(set(found)) > 1:
        raise _refused(file, Text("“{where}”写了几种不同的金额单位", "different units of amounts in “{where}”"), where)
    return found[0] if found else None


def _refused(file: str, what: Text, where: str, word: str = "") -> TableError:
    expected = Text("可用：元、百元、千元、万元、百万元、亿元", "known: 元, 百元, 千元, 万元, 百万元, 亿元")
    return TableError(
        [Problem(file, what.fill(where=where, word=word), expected, Text("请在表头写明单位", "state the unit in the header"))]
    )
