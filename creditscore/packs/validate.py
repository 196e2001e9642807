"""From parsed TOML to a checked pack: the model first, then what its keys refer to; all mistakes of a stage at once."""

from __future__ import annotations

from itertools import islice
from typing import Any

from pydantic import ValidationError

from creditscore.packs.mistakes import MOST_SOUGHT, as_error
from creditscore.packs.model.pack import Pack
from creditscore.packs.model_mistakes import mistakes_of
from creditscore.packs.references import references


def validated(raw: dict[str, Any], source: str, where: str) -> Pack:
    """The checked pack, or a PackError with every mistake, each with its line in `source`."""
    try:
        pack = Pack.model_validate(raw)
    except ValidationError as error:
        raise as_error(mistakes_of(error, raw), source, where) from None
    found = list(islice(references(pack), MOST_SOUGHT))
    if found:
        raise as_error(found, source, where)
    return pack
