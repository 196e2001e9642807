"""A shipped pack copied to a folder for editing."""

import pytest

from creditscore.core.errors import PackError
from creditscore.packs.export import export
from creditscore.packs.json_schema import FILE, FIRST_LINE
from creditscore.packs.library import edition_files, shipped_names
from creditscore.packs.lint.pack import check_file


@pytest.mark.parametrize("name", shipped_names())
def test_copy_is_whole_and_clean(tmp_path, name):
    written = export(name, tmp_path)
    assert {path.name for path in written} >= {FILE, "source.md"}
    copies = sorted((tmp_path / name).glob("*.toml"))
    assert [path.read_bytes() for path in copies] == [path.read_bytes() for path in edition_files(name)]
    assert [problem for path in copies for problem in check_file(path)] == []


def test_schema_stands_where_the_file_says(tmp_path):
    export("ninghe", tmp_path)
    copy = next((tmp_path / "ninghe").glob("*.toml"))
    assert (copy.parent / FIRST_LINE.removeprefix("#:schema ")).is_file()


def test_nothing_is_overwritten(tmp_path):
    export("ninghe", tmp_path)
    with pytest.raises(PackError, match="not overwritten"):
        export("ninghe", tmp_path)


def test_unknown_pack_gets_the_nearest_name(tmp_path):
    with pytest.raises(PackError, match="did you mean ninghe"):
        export("ningho", tmp_path)
