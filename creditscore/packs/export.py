"""A shipped rule pack copied to a folder for editing: the rule files, their sources, and the schema that they name."""

from __future__ import annotations

import shutil
from pathlib import Path

from creditscore.core.errors import PackError, nearest, one
from creditscore.core.text import Text
from creditscore.packs.json_schema import FILE, as_text, json_schema
from creditscore.packs.library import shipped_folder, shipped_names


def export(name: str, out: Path) -> list[Path]:
    """Copy a shipped pack to `out/<name>` and the schema beside it; the files written. Nothing that exists is overwritten."""
    names = shipped_names()
    if name not in names:
        near = nearest(name, names)
        cure = Text(f"是否指 {near}？", f"did you mean {near}?") if near else None
        expected = Text(f"应为：{'、'.join(names)}", f"expected one of: {', '.join(names)}")
        raise one(PackError, name, Text("没有这个自带的规则包", "there is no such shipped rule pack"), expected, cure)
    target = out / name
    if target.exists():
        what = Text("该文件夹已存在，不覆盖", "this folder exists and is not overwritten")
        raise one(PackError, str(target), what, cure=Text("请另选文件夹", "choose another folder"))
    shutil.copytree(shipped_folder() / name, target)
    place = out / FILE
    if not place.exists():
        place.write_text(as_text(json_schema()), "utf-8")
    return [*sorted(path for path in target.rglob("*") if path.is_file()), place]
