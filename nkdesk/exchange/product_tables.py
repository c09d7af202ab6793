"""The tables of ``[product]``, each value by itself. Source: the protocol file format."""

from typing import Annotated, Any

from pydantic import Field

from nkdesk.exchange.tables import MAX_ROWS, Exact, Name, Table, Text, WordsTable
from nkdesk.model.product_rules import Limit, Vital

Percent = Annotated[int, Field(ge=1, le=100)]
Minutes = Annotated[int, Field(ge=0, le=2880)]
Plan = Annotated[list[Minutes], Field(max_length=MAX_ROWS)]
Months = Annotated[int, Field(ge=0, le=1440)]
Unit = Annotated[Text, Field(max_length=20)]


class ProductTable(Table):
    """``[product]``; its tests and limits are judged row by row, each by itself."""

    title: WordsTable
    dose_min: Exact
    dose_max: Exact
    weight_days: Annotated[int, Field(ge=0, le=999)]
    weight_change_percent: Percent
    label_percent: Percent
    steroids_barred: bool
    premedication_minutes: Minutes | None = None
    vitals: Annotated[Plan, Field(min_length=1)]
    after_end: Plan = Field(default=[])
    late_minutes: Minutes
    observe_minutes: Minutes
    thawed_minutes: Minutes | None = None
    example: bool = False
    test: Any = None
    limit: Any = None


class ReleaseTestTable(Table):
    """``[[product.test]]``."""

    id: Name
    title: WordsTable
    unit: Unit | None = None
    limit: Annotated[Limit, Field(strict=False)] | None = None
    bound: Exact | None = None
    per_kg: bool = False
    passes: Name | None = None
    answers: Annotated[list[Name], Field(min_length=2, max_length=20)] | None = None
    at_release: bool = True
    example: bool = False


class VitalLimitTable(Table):
    """``[[product.limit]]``."""

    vital: Annotated[Vital, Field(strict=False)]
    from_months: Months = 0
    below_months: Months | None = None
    low: Exact | None = None
    high: Exact | None = None
    example: bool = False
