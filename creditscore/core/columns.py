"""The canonical tables and their columns: names, types, which may be blank, and what they are called in Chinese."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from creditscore.core.text import Text

ColumnType = Literal["id", "text", "bool", "date", "money", "integer", "choice", "id_number", "name"]

BORROWER_TYPES = ("household", "village_enterprise", "village_committee", "private_enterprise", "joint_enterprise")
PRODUCTS = ("micro", "other")
SCHEMES = ("four_class", "five_class")
CLASSES = {
    "four_class": ("normal", "overdue", "stagnant", "bad"),
    "five_class": ("normal", "special_mention", "substandard", "doubtful", "loss"),
}
LOAN_CLASSES = tuple(dict.fromkeys(CLASSES["four_class"] + CLASSES["five_class"]))


class Column(Struct, frozen=True):
    """One column: canonical name, type, wording, whether every row must have it, its allowed values; `own` where a pack declares it."""

    name: str
    type: ColumnType
    title: Text
    required: bool = False
    choices: tuple[str, ...] = ()
    own: bool = False
    may_be_negative: bool = False


def _column(name: str, kind: ColumnType, zh: str, required: bool = False, choices: tuple[str, ...] = ()) -> Column:
    return Column(name, kind, Text(zh, name.replace("_", " ")), required, choices)


HOUSEHOLDS = (
    _column("household_id", "id", "农户编号", required=True),
    _column("village_id", "id", "行政村编号", required=True),
    _column("head_name", "name", "户主姓名"),
    _column("id_number", "id_number", "身份证号码"),
    _column("birth_date", "date", "出生日期"),
    _column("members", "integer", "家庭人口"),
    _column("agricultural_registration", "bool", "常住农业户口"),
    _column("fixed_residence", "bool", "固定住所"),
    _column("civil_capacity", "bool", "完全民事行为能力"),
    _column("good_health", "bool", "身体健康"),
    _column("independent_household", "bool", "独立门户"),
    _column("good_repute", "bool", "信誉良好"),
    _column("economic_dispute", "bool", "与信用社有经济纠纷"),
    _column("production_skill", "bool", "生产技能和经营管理经验"),
    _column("reliable_income", "bool", "可靠合法的经济收入"),
    _column("market_awareness", "bool", "市场竞争意识"),
    _column("fixed_premises_or_contract", "bool", "固定场地或协议合同订单"),
    _column("fits_structure_policy", "bool", "符合农业结构调整政策"),
    _column("supports_cooperative", "bool", "支持帮助信用社"),
    _column("shareholding_member", "bool", "入股社员"),
    _column("has_deposit_account", "bool", "开立存款账户"),
    _column("law_abiding", "bool", "遵纪守法"),
    _column("past_offence", "bool", "有违法行为"),
    _column("bad_habits", "bool", "有不良嗜好"),
    _column("certificate_no", "text", "贷款证号"),
    _column("certificate_date", "date", "发证日期"),
    _column("income_per_head", "money", "人均纯收入"),
    _column("own_funds", "money", "自有资金"),
    _column("production_funds_needed", "money", "生产所需资金"),
    _column("has_labour", "bool", "有劳动力"),
)
LOANS = (
    _column("loan_id", "id", "贷款编号", required=True),
    _column("borrower_type", "choice", "借款人类型", required=True, choices=BORROWER_TYPES),
    _column("household_id", "id", "农户编号"),
    _column("village_id", "id", "行政村编号", required=True),
    _column("product", "choice", "贷款品种", choices=PRODUCTS),
    _column("issue_date", "date", "发放日期", required=True),
    _column("due_date", "date", "到期日", required=True),
    _column("extended_due_date", "date", "展期到期日"),
    _column("principal", "money", "贷款本金", required=True),
    _column("repaid_principal", "money", "已还本金", required=True),
    _column("overdue_interest", "money", "欠息"),
    _column("ever_overdue", "bool", "曾经逾期"),
    _column("loan_class", "choice", "贷款形态", choices=LOAN_CLASSES),
    _column("classification_scheme", "choice", "分类办法", choices=SCHEMES),
)
VILLAGES = (
    _column("village_id", "id", "行政村编号", required=True),
    _column("village_name", "text", "行政村名称"),
    _column("township_id", "id", "乡镇编号", required=True),
    _column("registered_households", "integer", "在册户数"),
    _column("committee_attitude", "bool", "村委会态度正确"),
    _column("committee_cooperates", "bool", "村委会支持配合"),
    _column("committee_united", "bool", "思想认识统一"),
    _column("villagers_want_it", "bool", "干部群众要求迫切"),
    _column("no_debt_evasion", "bool", "无逃废债行为"),
    _column("bad_debts_acknowledged", "bool", "已落实不良债务"),
    _column("repayment_plan", "bool", "有可行的归还计划"),
    _column("able_to_repay", "bool", "有实际清偿能力"),
    _column("leadership_stable", "bool", "领导班子稳定团结"),
    _column("values_project", "bool", "高度重视信用工程"),
    _column("officer_assigned", "bool", "有专人负责"),
    _column("helps_collection", "bool", "协助清收"),
    _column("helps_deposits", "bool", "支持组织存款"),
    _column("no_debt_dispute", "bool", "与信用社无债务纠纷"),
    _column("committees_take_part", "bool", "两委参与评定"),
)
TOWNSHIPS = (
    _column("township_id", "id", "乡镇编号", required=True),
    _column("township_name", "text", "乡镇名称"),
    _column("county_id", "id", "县编号"),
)
TABLES: dict[str, tuple[Column, ...]] = {
    "townships": TOWNSHIPS,
    "villages": VILLAGES,
    "households": HOUSEHOLDS,
    "loans": LOANS,
}
"""Every canonical table, parents before children."""

MAY_BE_NEGATIVE = frozenset({"income_per_head"})
"""A net income may be a loss; no other amount or number of the canonical tables may be negative."""
DERIVED_LOAN_COLUMNS: dict[str, ColumnType] = {
    "outstanding": "money",
    "effective_due_date": "date",
    "overdue": "bool",
}
"""Columns that the engine adds to the loans, after the fixed definitions (see docs/definitions.md)."""


def column_named(table: str, name: str) -> Column | None:
    """The canonical column of that name, or None."""
    return next((column for column in TABLES.get(table, ()) if column.name == name), None)
