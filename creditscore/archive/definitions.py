"""What the figures of a summary count, and the fixed definitions behind the verdicts, in both languages."""

from __future__ import annotations

from creditscore.core.text import Text

DEFINITIONS: dict[str, Text] = {
    "as_of": Text(
        "截止日：所有数字均为该日终了时的数字，与电脑的当前日期无关。",
        "As-of date: every figure stands at the end of that day, whatever day the computer shows.",
    ),
    "credit_households": Text(
        "信用户占比 = 状态为“已评定”的农户 ÷ 列出的农户（农户表中可用的记录）。",
        "Credit households: households with the status 'rated' ÷ households listed (usable rows of the household table).",
    ),
    "certificates": Text(
        "贷款证 = 有贷款证号的农户（发证日期不晚于截止日，或未填） ÷ 列出的农户。",
        "Loan certificates: households with a certificate number (issued by the as-of date, or undated) ÷ households listed.",
    ),
    "micro_loan_households": Text(
        "获贷农户 = 截止日及以前获得过农户小额信用贷款的农户 ÷ 列出的农户。",
        "Households lent to: households granted a micro-loan by the as-of date ÷ households listed.",
    ),
    "micro_loan_amount": Text(
        "累计发放小额信用贷款 = 截止日及以前发放的全部农户小额信用贷款本金之和。",
        "Micro-loans granted: the principal of all household micro-loans issued by the as-of date.",
    ),
    "micro_loan_outstanding": Text(
        "小额信用贷款余额 = 农户小额信用贷款的本金减去已还本金。",
        "Micro-loans outstanding: the principal of household micro-loans less the principal repaid.",
    ),
    "micro_loan_share_of_year": Text(
        "占当年农户贷款总投量 = 本年1月1日至截止日发放的农户小额信用贷款本金 ÷ 同期发放的全部农户贷款本金。",
        "Share of the year's household lending: micro-loan principal issued from 1 January to the as-of date"
        " ÷ the principal of all household loans issued in the same days.",
    ),
    "credit_villages": Text(
        "信用村占比 = 状态为“已评定”的行政村 ÷ 列出的行政村。",
        "Credit villages: villages with the status 'rated' ÷ villages listed.",
    ),
    "townships_with_credit_village": Text(
        "有信用村的乡镇 = 至少有一个信用村的乡镇 ÷ 列出的乡镇。",
        "Townships with a credit village: townships with at least one credit village ÷ townships listed.",
    ),
    "credit_townships": Text(
        "信用乡镇占比 = 状态为“已评定”的乡镇 ÷ 列出的乡镇。",
        "Credit townships: townships with the status 'rated' ÷ townships listed.",
    ),
    "overdue": Text(
        "逾期：到期日（到期前已批准展期的，为展期到期日）早于截止日而本金未还清，或有欠息。",
        "Overdue: the due date (the extended one, where an extension was granted) is before the as-of date and principal"
        " is outstanding; or interest is overdue.",
    ),
    "recovery_rate": Text(
        "到期贷款收回率 = 截止日及以前到期的贷款中已还的本金（每笔不超过应还本金） ÷ 这些贷款的本金，不计利息。",
        "Recovery rate: principal repaid (no more than was due on each loan) on loans due on or before the as-of date"
        " ÷ the principal of those loans; interest excluded.",
    ),
    "bad_loan_share": Text(
        "不良贷款占比 = 不良贷款的全部余额 ÷ 同一批借款人的全部贷款余额。四级分类：逾期、呆滞、呆账；五级分类：次级、可疑、损失。",
        "Bad-loan share: the whole balance of bad loans ÷ the whole balance of the same borrowers. Four-class scheme: overdue,"
        " stagnant, bad; five-class scheme: substandard, doubtful, loss.",
    ),
    "pending": Text(
        "待定：缺少资料，现在既不能认定达标，也不能认定不达标。占比有情况不明的成员时按区间判断，两端结论一致才下结论。",
        "Pending: evidence is missing, so neither pass nor fail can be confirmed. A share with unknown members is an interval,"
        " decided only where both of its ends agree.",
    ),
    "only_failure": Text(
        "仅此一项不达标：除这一项外没有其他不达标项的单位数；未组织评定的农户也计算在内。",
        "Fails only this: units that fail this criterion and no other; households not organised for rating are counted too.",
    ),
    "boundary_units": Text(
        "恰在标准值上的单位：指标正好等于“低于”或“高于”的标准值，其结论取决于该条按严格还是按包括本数来读。",
        "Units exactly on a bound: the measure equals the bound of a 'below' or 'above', so the verdict depends on reading"
        " that word as excluding or including the number.",
    ),
}
