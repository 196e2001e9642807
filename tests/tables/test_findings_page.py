"""The page of findings says what the code says, with an example for every reason."""

import re
from pathlib import Path

import pytest

from creditscore.tables.findings.page import brought_up_to_date, main, reason_examples
from creditscore.tables.reasons import REASONS

PAGE = Path(__file__).parents[2] / "docs" / "findings.md"
COMMAND = "python -m creditscore.tables.findings.page docs/findings.md"


def test_the_page_is_up_to_date():
    page = PAGE.read_text("utf-8")
    assert brought_up_to_date(page) == page, f"bring it up to date: {COMMAND}"


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_an_example_for_its_places(code):
    reason = REASONS[code]
    places = set(re.findall(r"\{(\w+)\}", reason.what.zh + reason.what.en + reason.cure.zh + reason.cure.en))
    assert set(reason_examples().get(code, {})) == places, "mend creditscore/tables/reason_examples.toml"


def test_examples_are_of_known_reasons():
    assert set(reason_examples()) <= set(REASONS)


def test_the_command_writes_the_page(tmp_path):
    path = tmp_path / "findings.md"
    path.write_text("before\n<!-- reasons: start -->old<!-- reasons: end -->\nafter\n", "utf-8")
    main(path)
    told = path.read_text("utf-8")
    assert told.startswith("before\n<!-- reasons: start -->\n\n## 错误 error")
    assert told.endswith("<!-- reasons: end -->\nafter\n")
    assert "old<" not in told
