"""The field's words, one a thing, in Chinese and in English: the only word list of the project."""

from __future__ import annotations

from creditscore.core.text import Text

LEVELS: dict[str, Text] = {
    "household": Text("农户", "household"),
    "village": Text("行政村", "village"),
    "township": Text("乡镇", "township"),
    "county": Text("县", "county"),
}
PLURALS: dict[str, str] = {
    "household": "households",
    "village": "villages",
    "township": "townships",
    "county": "counties",
}
TABLES: dict[str, Text] = {
    "households": Text("农户", "households"),
    "loans": Text("贷款", "loans"),
    "villages": Text("行政村", "villages"),
    "townships": Text("乡镇", "townships"),
}
CREDIT_UNITS: dict[str, Text] = {
    "household": Text("信用户", "credit household"),
    "village": Text("信用村", "credit village"),
    "township": Text("信用乡镇", "credit township"),
}
VERDICTS: dict[str, Text] = {
    "pass": Text("达标", "pass"),
    "fail": Text("不达标", "fail"),
    "pending": Text("待定", "pending"),
    "not_applicable": Text("不适用", "not applicable"),
}
STATUSES: dict[str, Text] = {
    "rated": Text("已评定", "rated"),
    "pending": Text("待定", "pending"),
    "not_rated": Text("未评定", "not rated"),
    "not_organised": Text("未组织评定", "not organised"),
}
GRADES: dict[str, Text] = {
    "credit": Text("信用", "credit"),
    "excellent": Text("优秀", "excellent"),
    "good": Text("较好", "good"),
    "ordinary": Text("一般", "ordinary"),
}
BASES: dict[str, Text] = {
    "documented": Text("有出处", "documented"),
    "adopted": Text("自定", "adopted"),
}
CHOICES: dict[str, Text] = {
    "household": Text("农户", "household"),
    "village_enterprise": Text("村办企业", "village enterprise"),
    "village_committee": Text("村委会", "village committee"),
    "private_enterprise": Text("个体私营企业", "private enterprise"),
    "joint_enterprise": Text("联办企业", "joint enterprise"),
    "micro": Text("小额信用贷款", "micro"),
    "other": Text("其他", "other"),
    "four_class": Text("四级分类", "four-class"),
    "five_class": Text("五级分类", "five-class"),
    "normal": Text("正常", "normal"),
    "overdue": Text("逾期", "overdue"),
    "stagnant": Text("呆滞", "stagnant"),
    "bad": Text("呆账", "bad"),
    "special_mention": Text("关注", "special mention"),
    "substandard": Text("次级", "substandard"),
    "doubtful": Text("可疑", "doubtful"),
    "loss": Text("损失", "loss"),
}
"""The values of the tables' choice columns."""
DERIVED_COLUMNS: dict[str, Text] = {
    "outstanding": Text("贷款余额", "outstanding balance"),
    "effective_due_date": Text("有效到期日", "effective due date"),
    "overdue": Text("逾期", "overdue"),
}
"""The loan columns that the engine adds."""
OPERATORS: dict[str, Text] = {
    "is": Text("为", "is"),
    "is_in": Text("属于", "is in"),
    "at_least": Text("不低于", "at least"),
    "at_most": Text("不高于", "at most"),
    "above": Text("高于", "above"),
    "below": Text("低于", "below"),
    "on_or_before": Text("不晚于", "on or before"),
}
FIGURES: dict[str, Text] = {
    "credit_households": Text("信用户", "credit households"),
    "organised_households": Text("已组织评定的农户", "households organised for rating"),
    "certificates": Text("发放贷款证", "loan certificates issued"),
    "micro_loan_households": Text("获得小额信用贷款的农户", "households lent micro-loans"),
    "micro_loan_amount": Text("累计发放小额信用贷款", "micro-loans granted in all"),
    "micro_loan_outstanding": Text("小额信用贷款余额", "micro-loans outstanding"),
    "micro_loan_share_of_year": Text("占当年农户贷款总投量", "share of this year's household lending"),
    "credit_villages": Text("信用村", "credit villages"),
    "townships_with_credit_village": Text("有信用村的乡镇", "townships with a credit village"),
    "credit_townships": Text("信用乡镇", "credit townships"),
}
SEVERITIES: dict[str, Text] = {
    "error": Text("错误", "error"),
    "warning": Text("警告", "warning"),
    "note": Text("提示", "note"),
}
WORDS: dict[str, Text] = {
    "as_of": Text("截止日", "as-of date"),
    "clause": Text("条款", "clause"),
    "criterion": Text("评定标准", "criterion"),
    "bound": Text("标准值", "bound"),
    "measure": Text("指标", "measure"),
    "verdict": Text("评定结论", "verdict"),
    "grade": Text("等级", "grade"),
    "possible_grade": Text("可能等级", "possible grade"),
    "rating": Text("评定结果", "rating"),
    "status": Text("状态", "status"),
    "evidence": Text("评定依据", "evidence"),
    "precondition": Text("前提条件", "precondition"),
    "priority": Text("优先", "priority"),
    "rule_pack": Text("规则包", "rule pack"),
    "edition": Text("版本", "edition"),
    "run": Text("评定批次", "run"),
    "manifest": Text("清单", "manifest"),
    "rejected": Text("剔除记录", "rejected rows"),
    "shortfall": Text("差距", "shortfall"),
    "measured": Text("实际", "measured"),
    "required": Text("要求", "required"),
    "basis": Text("依据类别", "basis"),
    "source": Text("出处", "source"),
    "reading": Text("读法", "reading"),
    "definitions": Text("口径说明", "definitions"),
    "findings": Text("数据问题", "findings"),
    "loan": Text("贷款", "loan"),
    "numerator": Text("分子", "numerator"),
    "denominator": Text("分母", "denominator"),
    "share": Text("占比", "share"),
    "scorecard": Text("评分表", "scorecard"),
    "points": Text("得分", "points"),
    "limit": Text("授信额度", "credit limit"),
    "overview": Text("概况", "overview"),
    "id": Text("编号", "id"),
    "name": Text("名称", "name"),
    "yes": Text("是", "yes"),
    "no": Text("否", "no"),
    "blank": Text("空白", "blank"),
}


def plural(level: str) -> str:
    """The name of a level's table: household -> households, city -> cities, branch -> branches."""
    if level in PLURALS:
        return PLURALS[level]
    if level.endswith(("s", "x", "ch", "sh")):
        return f"{level}es"
    return f"{level[:-1]}ies" if level.endswith("y") and level[-2:-1] not in "aeiou" else f"{level}s"


def level_name(level: str) -> Text:
    """What a level is called; a pack's own level keeps its own name."""
    return LEVELS.get(level, Text(level, level))


def grade_name(grade: str) -> Text:
    """What a grade is called; a pack's own grade keeps its own name."""
    return GRADES.get(grade, Text(grade, grade))


def choice_name(value: str) -> Text:
    """What a value of a choice column is called; any other value keeps its own wording."""
    return CHOICES.get(value, Text(value, value))
