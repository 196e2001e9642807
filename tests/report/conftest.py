"""One finished run of the small county for all tests of this folder; nobody may alter it."""

from __future__ import annotations

import pytest

from creditscore.archive.runs import Run
from creditscore.packs.model.pack import Pack
from tests.archive.made_runs import made_run
from tests.archive.made_runs import pack as default_pack


@pytest.fixture(scope="session")
def run(tmp_path_factory) -> Run:
    return made_run(tmp_path_factory.mktemp("reports"))


@pytest.fixture(scope="session")
def pack() -> Pack:
    return default_pack().pack
