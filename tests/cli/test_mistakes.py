"""A user's mistake: exit code 2, one message in the user's language that says what to do, never a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Call

SAMPLE = "sample_data/2003-06-30"
MISTAKES = [
    (["rates"], "rate"),
    (["rate", SAMPLE], "--as-of"),
    (["rate", SAMPLE, "--as-of", "30.6.03"], "2003-06-30"),
    (["rate", SAMPLE, "--as-of", "2003-06-31"], "2003-06-30"),
    (["rate", "no-such-folder", "--as-of", "2003-06-30"], "no-such-folder"),
    (["rate", "--as-of", "2003-06-30"], "DATA"),
    (["rate", SAMPLE, "--as-of", "2003-06-30", "--rules", "ningho"], "ninghe"),
    (["rate", SAMPLE, "--as-of", "1999-12-31"], "1999-12-31"),
    (["rate", SAMPLE, "--as-of", "2003-06-30", "--replac"], "--replace"),
    (["check", "rules"], "households"),
    (["explain", "T01V001", "--run", "no-such-folder"], "no-such-folder"),
    (["rules", "show", "no-such-pack"], "no-such-pack"),
    (["rules", "tests"], "test"),
    (["sample", "x"], "--as-of"),
    (["sample", "sample_data", "--as-of", "2003-06-30"], "sample_data"),
]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(("words", "said"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
def test_a_mistake_is_told(call: Call, tmp_path: Path, words: list[str], said: str, lang: str) -> None:
    out = ["--out", str(tmp_path / "out")] if words[0] == "rate" else []
    called = call(*words, *out, "--lang", lang)
    assert called.code == 2
    assert said in called.err
    assert called.err.startswith("错误" if lang == "zh" else "Error")
    assert "Traceback" not in called.err
    assert not (tmp_path / "out").exists()


def test_an_unknown_unit_is_answered_with_the_nearest(call: Call, rated: Path) -> None:
    called = call("explain", "T01V00", "--run", rated, "--lang", "en")
    assert called.code == 2
    assert "T01V009" in called.err


def test_an_existing_run_is_not_overwritten(call: Call, rated: Path) -> None:
    before = {path: path.read_bytes() for path in (rated / "2003-06-30").iterdir()}
    called = call("rate", SAMPLE, "--as-of", "2003-06-30", "--out", rated, "--lang", "en")
    assert called.code == 2
    assert "--replace" in called.err
    assert {path: path.read_bytes() for path in (rated / "2003-06-30").iterdir()} == before
