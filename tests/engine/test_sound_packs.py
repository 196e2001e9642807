"""The sound test packs and the pack on the page about rule packs: every example of theirs is met by the engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from creditscore.engine.examples.run import run_examples
from creditscore.packs.load import load_pack

ROOT = Path(__file__).parents[2]
SOUND = sorted((ROOT / "tests" / "packs" / "sound").glob("*.toml"))
PAGE = ROOT / "docs" / "rule-packs.md"


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_every_example_is_met(path: Path) -> None:
    results = run_examples(load_pack(path).pack)
    assert results
    assert [(result.example.name, result.mismatches) for result in results if not result.passed] == []


def test_every_example_on_the_page_is_met(tmp_path: Path) -> None:
    snippets = re.findall(r"^```toml\n(.*?)^```$", PAGE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    path = tmp_path / "lakeside.toml"
    path.write_text("\n".join(snippets), "utf-8")
    results = run_examples(load_pack(path).pack)
    assert [(result.example.name, result.mismatches) for result in results if not result.passed] == []
