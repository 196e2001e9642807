"""Broken packs: each file of `broken/` says on top which mistakes must be reported, and no others may be."""

from pathlib import Path

import pytest

from creditscore.core.errors import PackError
from creditscore.packs.load import load_pack

HERE = Path(__file__).parent
BROKEN = sorted((HERE / "broken").glob("*.toml"))
SOUND = sorted((HERE / "sound").glob("*.toml"))
MARK = "# expect: "


def expected(path):
    """The messages that a broken file announces."""
    return [line.removeprefix(MARK) for line in path.read_text("utf-8").splitlines() if line.startswith(MARK)]


def test_there_are_broken_packs():
    assert len(BROKEN) > 100


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_pack_is_refused_with_exactly_these_messages(path):
    assert expected(path), "a broken pack says what is expected"
    with pytest.raises(PackError) as caught:
        load_pack(path)
    assert str(caught.value).splitlines() == expected(path)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_pack_is_explained_in_chinese(path):
    with pytest.raises(PackError) as caught:
        load_pack(path)
    for problem in caught.value.problems:
        assert any("\u4e00" <= letter <= "\u9fff" for letter in problem.what.zh)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_broken_pack_differs_from_the_small_one(path):
    small = (HERE / "sound" / "small.toml").read_text("utf-8").splitlines()
    lines = [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]
    assert lines != [line for line in small if not line.startswith("#")]


@pytest.mark.parametrize("path", SOUND, ids=lambda path: path.stem)
def test_sound_pack_loads(path):
    assert load_pack(path).pack.format == 1
