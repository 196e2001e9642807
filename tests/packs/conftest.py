"""What the tests of rule packs share: the small pack as text, the shipped pack beside its source, loading of changed copies."""

import shutil
from pathlib import Path

import pytest

from creditscore.packs.library import shipped_folder
from creditscore.packs.load import LoadedPack, load_pack

HERE = Path(__file__).parent


def changed(text: str, *edits: tuple[str, str]) -> str:
    """A text with the first place of each old wording replaced; one that is not there is a mistake of the test."""
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


class Workshop:
    """Changed copies of packs in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.small = (HERE / "sound" / "small.toml").read_text("utf-8")
        self.ninghe = (shipped_folder() / "ninghe" / "2001.toml").read_text("utf-8")
        shutil.copy(shipped_folder() / "ninghe" / "source.md", folder)

    def write(self, text: str, *edits: tuple[str, str], name: str = "pack.toml") -> Path:
        """A pack file with edits."""
        path = self.folder / name
        path.write_text(changed(text, *edits), "utf-8")
        return path

    def load(self, text: str, *edits: tuple[str, str]) -> LoadedPack:
        """A loaded pack with edits."""
        return load_pack(self.write(text, *edits))


@pytest.fixture
def workshop(tmp_path):
    return Workshop(tmp_path)
