"""Values as a rule file writes them: in go plain values, out comes TOML text on one line."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

_BARE = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


def inline(value: Any) -> str:
    """One value: `80`, `"80%"`, `true`, `2011-05-01`, `[ … ]`, `{ … }`."""
    match value:
        case bool():
            return str(value).lower()
        case int() | Decimal() | date():
            return f"{value}"
        case Mapping():
            return "{ " + ", ".join(f"{key(name)} = {inline(inner)}" for name, inner in value.items()) + " }" if value else "{}"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case Sequence():
            return "[" + ", ".join(inline(inner) for inner in value) + "]"
    message = f"{type(value).__name__} has no place in a rule file"
    raise TypeError(message)


def key(name: str) -> str:
    """A key, in quotes where it is not a plain word."""
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)
