"""What is known of a table before it is read: its columns, which of them a file must have, the key of its rows, and its parents.

In goes what a rule pack declares; the standard tables have their fixed columns beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from creditscore.core import terms
from creditscore.core.columns import TABLES, Column, ColumnType
from creditscore.core.dates import day_then
from creditscore.core.text import Text, same

KEYS = {"townships": "township_id", "villages": "village_id", "households": "household_id", "loans": "loan_id"}
"""The column that names a row of each standard table."""
PARENTS = {"villages": (("township_id", "townships"),), "households": (("village_id", "villages"),), "loans": (("village_id", "villages"),)}
"""The columns of a standard table that name a row of another table."""
Parents = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class TableShape(Mapping[str, str]):
    """One table; as a mapping the declared columns and their types.

    `kind` is the standard table whose columns and checks hold (its own name where it is a table of the pack's own); `key` the
    column that names a row, `unique` whether no two rows may share it; `ago` how long before the as-of date its rows stand.
    """

    name: str
    declared: Mapping[str, Column]
    may_lack: frozenset[str] = frozenset()
    title: Text = field(default_factory=lambda: Text("", ""))
    kind: str = ""
    key: str = ""
    unique: bool = True
    parents: Parents = ()
    ago: str | None = None

    def __getitem__(self, name: str) -> str:
        """The type of a declared column."""
        return self.declared[name].type

    def __iter__(self) -> Iterator[str]:
        """The names of the declared columns."""
        return iter(self.declared)

    def __len__(self) -> int:
        """How many columns are declared."""
        return len(self.declared)

    @property
    def columns(self) -> tuple[Column, ...]:
        """All its columns: the standard ones and those that are declared beside them."""
        standard = TABLES.get(self.kind, ())
        known = {column.name for column in standard}
        return (*standard, *(column for name, column in self.declared.items() if name not in known))

    @property
    def needed(self) -> list[str]:
        """The columns that a file has to have: those of every row, and the declared ones but for those that may be lacking."""
        every = [column.name for column in self.columns if column.required]
        return list(dict.fromkeys([*every, *(name for name in self.declared if name not in self.may_lack)]))

    def day(self, as_of: date | None) -> date | None:
        """The day at whose end its rows stand."""
        return as_of if as_of is None or self.ago is None else day_then(as_of, self.ago)


def shape_of(table: str, declared: Mapping[str, str]) -> TableShape:
    """A table's shape; of a standard one from the types of the declared columns alone."""
    if isinstance(declared, TableShape):
        return declared
    kinds: dict[str, ColumnType] = dict(declared)  # type: ignore[arg-type]
    columns = {name: own_column(name, kind) for name, kind in kinds.items()}
    return standard(table, columns)


def standard(table: str, columns: Mapping[str, Column], may_lack: frozenset[str] = frozenset(), more: Parents = ()) -> TableShape:
    """The shape of a standard table with what a pack declares; `more` parents where it has tables of levels above."""
    parents = (*PARENTS.get(table, ()), *more)
    return TableShape(table, columns, may_lack, terms.TABLES[table], table, KEYS[table], parents=parents)


def own_column(name: str, kind: ColumnType, title: Text | None = None) -> Column:
    """A column that a pack declares by its type alone."""
    return Column(name, kind, title or same(name), own=True)


def parents_first(shapes: Mapping[str, TableShape]) -> list[str]:
    """The names of the tables, each after those that its rows name."""
    order: list[str] = []
    while len(order) < len(shapes):
        left = [name for name in shapes if name not in order]
        ready = [name for name in left if all(parent in order or parent not in shapes for _, parent in shapes[name].parents)]
        order += ready or left
    return order


def shapes_of(declared: Mapping[str, Mapping[str, str]]) -> dict[str, TableShape]:
    """The shapes of the standard tables and of those that are declared, parents before children."""
    found = {table: shape_of(table, declared.get(table, {})) for table in [*TABLES, *(name for name in declared if name not in TABLES)]}
    return {name: found[name] for name in parents_first(found)}
