"""The page on rule packs: its snippets are a pack that loads, and it names every key and every finding."""

import re
from datetime import date
from pathlib import Path

import pytest

from creditscore.core.terms import STATUSES, VERDICTS
from creditscore.packs.load import load_pack
from creditscore.packs.words.show import describe

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "rule-packs.md").read_text("utf-8")
SNIPPETS = re.findall(r"^```toml\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
PACKS = ROOT / "creditscore" / "packs"
FINDING_CODES = {
    code
    for name in ("lint/pack.py", "lint/example_cover.py", "words/wording.py")
    for code in re.findall(r'Mistake\(\s*"([a-z-]+)"', (PACKS / name).read_text("utf-8"))
}
MODEL = [path for path in (PACKS / "model").glob("*.py") if path.stem not in {"bounds", "nature", "natures"}]
KEYS = sorted(
    {key for path in MODEL for key in re.findall(r"^    ([a-z][a-z_]*)_?: ", path.read_text("utf-8"), re.MULTILINE)}
    - {"low", "high", "den", "tables", "levels", "measures", "criteria", "grades", "preconditions", "priority", "examples"}
)


def test_snippets_make_a_pack(tmp_path):
    path = tmp_path / "lakeside.toml"
    path.write_text("\n".join(SNIPPETS), "utf-8")
    pack = load_pack(path).pack
    assert pack.unit_levels == ["household", "village", "township", "county"]
    assert len(describe(pack, date(2012, 1, 1))) == 25


@pytest.mark.parametrize("key", [key.rstrip("_") for key in KEYS])
def test_every_key_is_on_the_page(key):
    assert re.search(rf"\b{key}\b", PAGE)


@pytest.mark.parametrize("code", sorted(FINDING_CODES))
def test_every_finding_is_on_the_page(code):
    assert f"`{code}`" in PAGE


@pytest.mark.parametrize("word", [*VERDICTS, *STATUSES])
def test_every_outcome_and_status_is_on_the_page(word):
    assert f"`{word}`" in PAGE


def test_finding_codes_were_found():
    assert len(FINDING_CODES) >= 10
