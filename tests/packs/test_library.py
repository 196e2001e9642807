"""Finding packs and the edition in force on a day."""

from datetime import date

import pytest

from creditscore.core.errors import PackError
from creditscore.packs.library import edition_files, editions, pack_in_force, shipped_names, span

FIRST = "effective = { from = 2011-05-01 }"


@pytest.fixture
def folder(workshop, tmp_path):
    """Two editions, one until the end of 2013, the next from 2014 on."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    workshop.folder = shelf
    workshop.write(workshop.small, (FIRST, "effective = { from = 2011-05-01, until = 2013-12-31 }"), name="a.toml")
    later = ("reviewed_on = 2011-06-30", "reviewed_on = 2014-06-30"), ('edition = "2011"', 'edition = "2014"')
    stays = ("as_of = 2012-06-30", "as_of = 2014-06-30"), ("2012-06-29", "2014-06-29")
    workshop.write(workshop.small, (FIRST, "effective = { from = 2014-01-01 }"), *later, *stays, name="b.toml")
    return shelf


@pytest.mark.parametrize(
    ("day", "edition"),
    [
        (date(2011, 5, 1), "2011"),
        (date(2013, 12, 31), "2011"),
        (date(2014, 1, 1), "2014"),
        (date(2099, 1, 1), "2014"),
    ],
)
def test_edition_in_force_is_picked_by_date(folder, day, edition):
    assert pack_in_force(str(folder), day).pack.pack.edition == edition


def test_day_before_the_first_edition_is_refused(folder):
    with pytest.raises(PackError, match="no edition is in force on 2011-04-30"):
        pack_in_force(str(folder), date(2011, 4, 30))


def test_gap_between_editions_is_refused(workshop, folder):
    workshop.write((folder / "b.toml").read_text("utf-8"), ("from = 2014-01-01", "from = 2014-01-02"), name="b.toml")
    with pytest.raises(PackError, match="no edition is in force on 2014-01-01"):
        pack_in_force(str(folder), date(2014, 1, 1))


def test_overlap_of_editions_is_refused(workshop, folder):
    workshop.write((folder / "b.toml").read_text("utf-8"), ("from = 2014-01-01", "from = 2013-12-31"), name="b.toml")
    with pytest.raises(PackError, match=r"more than one edition is in force on 2013-12-31.*a\.toml.*b\.toml"):
        pack_in_force(str(folder), date(2013, 12, 31))
    assert pack_in_force(str(folder), date(2013, 12, 30)).pack.pack.edition == "2011"


def test_single_file_is_held_to_its_dates_too(workshop):
    path = workshop.write(workshop.small)
    assert pack_in_force(str(path), date(2011, 5, 1)).path == path
    with pytest.raises(PackError, match="no edition is in force"):
        pack_in_force(str(path), date(2011, 4, 30))


def test_editions_come_earliest_first(folder):
    (folder / "a.toml").rename(folder / "z.toml")
    assert [span(edition) for edition in editions(str(folder))] == ["2011-05-01/2013-12-31", "2014-01-01/"]


def test_mistakes_of_all_editions_come_together(workshop, folder):
    for name in ("a.toml", "b.toml"):
        workshop.write((folder / name).read_text("utf-8"), ("at_most = 60", "at_mots = 60"), name=name)
    with pytest.raises(PackError) as caught:
        editions(str(folder))
    assert [problem.where.split(":")[0] for problem in caught.value.problems] == ["a.toml", "b.toml"]


def test_shipped_pack_is_found_by_name():
    assert "ninghe" in shipped_names()
    assert pack_in_force("ninghe", date(2001, 1, 1)).pack.pack.id == "ninghe"


def test_shipped_pack_is_not_in_force_before_its_day():
    with pytest.raises(PackError, match="no edition is in force on 2000-12-31"):
        pack_in_force("ninghe", date(2000, 12, 31))


@pytest.mark.parametrize(("name", "cure"), [("ningha", "did you mean ninghe?"), ("qqq", "expected the name of a pack")])
def test_unknown_pack_is_refused_with_what_there_is(name, cure):
    with pytest.raises(PackError) as caught:
        edition_files(name)
    assert cure in str(caught.value)


def test_folder_without_rule_files_is_refused(tmp_path):
    with pytest.raises(PackError, match="there is no such rule pack"):
        edition_files(str(tmp_path))
