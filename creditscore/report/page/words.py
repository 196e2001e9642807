"""The words of the page's controls and of what its script shows; the script itself knows no language."""

from __future__ import annotations

from creditscore.core.terms import WORDS
from creditscore.core.text import Lang, Text
from creditscore.report.wording import WORDS_OF_SOURCE

PAGE_WORDS: dict[str, Text] = {
    "level": Text("级别", "Level"),
    "search": Text("查找名称或编号", "Find a name or id"),
    "status": WORDS["status"],
    "any_status": Text("全部状态", "any status"),
    "obstacle": Text("未通过的标准", "Fails or pending"),
    "any_criterion": Text("不限", "any or none"),
    "under": Text("所属", "In"),
    "everywhere": Text("全县", "the whole county"),
    "clear": Text("清除筛选", "Clear filters"),
    "found": Text("{n} / {all} 个", "{n} of {all}"),
    "more": Text("再显示 {n} 个", "Show {n} more"),
    "none": Text("没有符合条件的单位。", "Nothing matches these filters."),
    "sort": Text("按“{column}”排序", "Sort by {column}"),
    "households": Text("信用户/农户", "credit/all households"),
    "shortfall": WORDS["shortfall"],
    "criterion": WORDS["criterion"],
    "source": WORDS_OF_SOURCE,
    "measured": WORDS["measured"],
    "required": WORDS["required"],
    "verdict": WORDS["verdict"],
    "facts": Text("得分和授信额度", "Points and credit limit"),
    "close": Text("关闭", "Close"),
    "top": Text("全县", "County"),
    "children": Text("所辖{level}", "{level} level below"),
    "household_status": Text("农户评定状态", "Households by status"),
    "household_stuck": Text("农户未通过的标准（户）", "Criteria that households fail (households)"),
    "fails": Text("不达标", "fail"),
    "pending": Text("待定", "pending"),
    "nothing_missing": Text("各项标准均已达标。", "Every criterion is met."),
    "how": Text("逐户依据：creditscore explain {id} --run 本文件夹", "Evidence in full: creditscore explain {id} --run THIS_FOLDER"),
    "colon": Text("：", ": "),
    "comma": Text("、", ", "),
    "semicolon": Text("；", "; "),
}


def said(lang: Lang) -> dict[str, str]:
    """The words in one language, by name."""
    return {name: words.say(lang) for name, words in PAGE_WORDS.items()}
