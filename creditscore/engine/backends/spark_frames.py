"""Spark DataFrames for the engine's expressions: a pyspark DataFrame in, a Narwhals frame out.

Narwhals leaves three gaps on Spark, which are closed here and nowhere else: a column such as `arrears.num` is a name and not a
field of a structure; 128-bit whole numbers are decimals of 38 digits; and a whole division stays whole, where Spark would go
through floating point.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import narwhals as nw
from narwhals._spark_like.dataframe import SparkLikeLazyFrame
from narwhals._spark_like.expr import SparkLikeExpr
from narwhals._spark_like.namespace import SparkLikeNamespace
from narwhals._utils import Implementation, Version

from creditscore.engine.codes import Frame

WIDE = nw.Decimal(38, 0)
_DOT = "\x1f"  # stands for the dot where a name must be plain; no column has it


def spark_frame(native: Any) -> Frame:
    """A pyspark DataFrame as a frame for the engine."""
    frame: Frame = nw.from_native(_Frame(native, version=Version.MAIN, implementation=Implementation.PYSPARK))
    return frame


def quoted(name: str) -> str:
    """A column's name as Spark reads it without taking dots for fields."""
    return f"`{name.replace('`', '``')}`"


class _Functions:
    """Spark's functions, with columns by their whole name."""

    def __getattr__(self, name: str) -> Any:
        from pyspark.sql import functions

        return getattr(functions, name)

    @staticmethod
    def col(name: str) -> Any:
        from pyspark.sql import functions

        return functions.col(quoted(name))


class _Expr(SparkLikeExpr):
    """Expressions with 128-bit casts and exact whole division."""

    def cast(self, dtype: Any) -> Any:
        """A cast; 128-bit whole numbers become decimals without a fraction."""
        return super().cast(WIDE if dtype in {nw.Int128, nw.Int128()} else dtype)

    def __floordiv__(self, other: Any) -> Any:
        return self._with_binary(_whole_division, other)


def _whole_division(number: Any, other: Any) -> Any:
    """The quotient rounded down, in whole numbers throughout; dividing by nought gives null."""
    from pyspark.sql import functions

    rest = functions.pmod(number, other)
    return functions.when(other != functions.lit(0), functions.call_function("div", number - rest, other))


class _Namespace(SparkLikeNamespace):
    @property
    def _expr(self) -> type[_Expr]:
        return _Expr

    @property
    def _lazyframe(self) -> type[_Frame]:
        return _Frame


class _Frame(SparkLikeLazyFrame):
    """A lazy frame whose columns may have dots in their names."""

    @property
    def _F(self) -> Any:  # noqa: N802 (Narwhals calls it so)
        return _Functions()

    def __narwhals_namespace__(self) -> _Namespace:
        return _Namespace(version=self._version, implementation=self._implementation)

    def simple_select(self, *column_names: str) -> Any:
        """The columns of these names."""
        native: Any = self.native
        return self._with_native(native.select(*(quoted(name) for name in column_names)))

    def join(self, other: Any, **how: Any) -> Any:
        """A join, with plain names while it is made."""
        plain = {name: name.replace(".", _DOT) for name in dict.fromkeys([*self.columns, *other.columns]) if "." in name}
        joined = super(_Frame, _renamed(self, plain)).join(_renamed(other, plain), **how)
        return _renamed(joined, {new: old for old, new in plain.items()})


def _renamed(frame: _Frame, names: dict[str, str]) -> _Frame:
    present: Sequence[str] = frame.columns
    return frame.rename({old: new for old, new in names.items() if old in present})
