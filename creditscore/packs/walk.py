"""Everything inside a checked pack with its key path."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from creditscore.packs.mistakes import Path


def parts(content: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """A part of a pack and every part inside it, outer ones first."""
    yield path, content
    if isinstance(content, BaseModel):
        for name, field in type(content).model_fields.items():
            yield from parts(getattr(content, name), (*path, field.alias or name))
    elif isinstance(content, dict):
        for key, inner in content.items():
            yield from parts(inner, (*path, key))
    elif isinstance(content, list):
        for place, inner in enumerate(content):
            yield from parts(inner, (*path, place))
