"""From the checked tables of ``[product]`` to what the model says of a product."""

from nkdesk.exchange.product_tables import ReleaseTestTable, VitalLimitTable
from nkdesk.exchange.sections import Sections
from nkdesk.model.product_rules import ProductRules, ReleaseTest, VitalLimit


def product_rules(found: Sections) -> ProductRules | None:
    """Return the product of tables in which no fault was found, None where the file has none."""
    table = found.product
    if table is None:
        return None
    return ProductRules(
        title=table.title.words(),
        dose_min=table.dose_min,
        dose_max=table.dose_max,
        weight_days=table.weight_days,
        weight_change_percent=table.weight_change_percent,
        label_percent=table.label_percent,
        steroids_barred=table.steroids_barred,
        premedication_minutes=table.premedication_minutes,
        vitals=tuple(table.vitals),
        after_end=tuple(table.after_end),
        late_minutes=table.late_minutes,
        observe_minutes=table.observe_minutes,
        thawed_minutes=table.thawed_minutes,
        tests=tuple(_test(row) for row in found.release_tests.values()),
        limits=tuple(_limit(row) for row in found.vital_limits.values()),
        example=table.example,
    )


def _test(table: ReleaseTestTable) -> ReleaseTest:
    return ReleaseTest(
        id=table.id,
        title=table.title.words(),
        unit=table.unit or "",
        limit=table.limit,
        bound=table.bound,
        per_kg=table.per_kg,
        passes=table.passes or "",
        answers=tuple(table.answers or ()),
        at_release=table.at_release,
        example=table.example,
    )


def _limit(table: VitalLimitTable) -> VitalLimit:
    return VitalLimit(
        vital=table.vital,
        from_months=table.from_months,
        below_months=table.below_months,
        low=table.low,
        high=table.high,
        example=table.example,
    )
