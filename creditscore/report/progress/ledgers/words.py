"""The words of the rectification ledger: its columns in both languages, by which a filled-in ledger is read again too."""

from __future__ import annotations

from creditscore.core.terms import WORDS
from creditscore.core.text import Text
from creditscore.report import wording

TITLE = Text("整改台账", "rectification ledger")
COLUMNS: dict[str, Text] = {
    "level": wording.LEVEL,
    "id": WORDS["id"],
    "name": WORDS["name"],
    "within": wording.WITHIN,
    "criterion": WORDS["criterion"],
    "clause": WORDS["clause"],
    "verdict": WORDS["verdict"],
    "measured": WORDS["measured"],
    "required": WORDS["required"],
    "shortfall": WORDS["shortfall"],
    "state": Text("整改状态", "state"),
    "measure": Text("整改措施（填写）", "measure to take (fill in)"),
    "who": Text("责任人（填写）", "responsible (fill in)"),
    "due": Text("完成期限（填写）", "due date (fill in)"),
}
STATES: dict[str, Text] = {
    "to_solve": Text("待解决", "to solve"),
    "still_open": Text("仍未解决", "still open"),
    "solved": Text("已解决", "solved"),
    "gone": Text("本期数据中没有此单位", "no longer in the data"),
}
SURVEY_FAILS = Text("须经考察达标", "has to be met in the survey")
MISSING_EVIDENCE = Text("须补齐资料", "evidence is missing")
NOTHING_OPEN = Text("没有需要整改的事项。", "Nothing is left to rectify.")
HOW_TO = Text("填写说明", "how to fill it in")
INSTRUCTIONS = (
    Text(
        "请只填写浅黄色的三列：整改措施、责任人、完成期限（日期写成 2003-07-31 的样式）。",
        "Fill in the three yellow columns only: measure to take, responsible, due date (dates like 2003-07-31).",
    ),
    Text(
        "下次生成进展材料时，这三列会按级别、编号和评定标准带到新的台账；其余各列由数据重新算出，改了也不会保留。",
        "The next progress run carries these columns over by level, id and criterion; all other columns are worked out anew.",
    ),
    Text(
        "整改状态：待解决是本期新出现的；仍未解决是上期已有、本期还在的；已解决是上期已有、本期已达标的，只保留一期。",
        "State: 'to solve' is new; 'still open' was there the period before; 'solved' is met by now and is kept for one period.",
    ),
    Text("可以增加列和调整列的顺序，但请不要改动表头文字。", "Columns may be added and moved, but leave the headings as they are."),
)
