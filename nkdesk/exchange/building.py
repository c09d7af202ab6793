"""From the checked tables of a protocol file to the protocol, every default spelled out."""

from nkdesk.exchange.building_product import product_rules
from nkdesk.exchange.check_criteria import tests_of
from nkdesk.exchange.item_facts import arms_of, cycles_of, days_of
from nkdesk.exchange.sections import DEFAULT_CALENDAR, Sections
from nkdesk.exchange.tables import (
    AnchorTable,
    ArmTable,
    CalendarTable,
    CriterionTable,
    DoseTable,
    GapTable,
    ItemTable,
    ProtocolTable,
    TestTable,
)
from nkdesk.model.canonical import normalised
from nkdesk.model.criterion import (
    AgeTest,
    Comparison,
    ConsentTest,
    Criterion,
    FieldTest,
    Join,
    JudgementTest,
    ObservationTest,
    ScopedTest,
    Test,
)
from nkdesk.model.protocol import (
    Anchor,
    Arm,
    CalendarRules,
    DoseCondition,
    DoseRule,
    Gap,
    Item,
    Protocol,
    Window,
)

_WEEKDAYS = {"mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7}


def build(head: ProtocolTable, found: Sections) -> Protocol:
    """Return the protocol of tables in which no fault was found.

    ``planned_patients`` 0 means that no number is published. The calendar of the ward is always
    there, open every day unless the file says otherwise.
    """
    calendars = {DEFAULT_CALENDAR: CalendarTable()} | found.calendars
    return normalised(
        Protocol(
            id=head.id,
            version=head.version,
            status=head.status,
            planned_patients=head.planned_patients or 0,
            cycles=head.cycles,
            title=head.title.words(),
            sources=tuple(head.sources),
            infant_scale=head.infant_scale,
            anchors=tuple(_anchor(name, table) for name, table in found.anchors.items()),
            calendars=tuple(_calendar(name, table) for name, table in calendars.items()),
            arms=tuple(_arm(table) for table in found.arms.values()),
            items=tuple(_item(table, found) for table in found.items.values()),
            gaps=tuple(_gap(table) for table in found.gaps.values()),
            criteria=tuple(_criterion(table) for table in found.criteria.values()),
            product=product_rules(found),
        )
    )


def _anchor(name: str, table: AnchorTable) -> Anchor:
    return Anchor(name, table.title.words(), table.number, day_zero=table.day_zero, item=table.item)


def _calendar(name: str, table: CalendarTable) -> CalendarRules:
    closed = frozenset(_WEEKDAYS[day] for day in table.closed_weekdays)
    return CalendarRules(name, closed, table.holidays, table.capacity, example=table.example)


def _arm(table: ArmTable) -> Arm:
    return Arm(table.id, table.title.words(), tuple(group.value for group in table.disease_groups))


def _item(table: ItemTable, found: Sections) -> Item:
    return Item(
        code=table.code,
        title=table.title.words(),
        kind=table.kind,
        arms=arms_of(table, found),
        cycles=cycles_of(table, found),
        anchor=table.anchor,
        days=days_of(table, found),
        times=tuple(table.times),
        route=table.route or "",
        over_minutes=table.over_minutes,
        window=None if table.window is None else Window(table.window.before, table.window.after),
        calendar=table.calendar,
        needs_product=table.needs_product,
        doses=tuple(_dose(rule) for rule in table.dose),
        example=table.example,
    )


def _dose(table: DoseTable) -> DoseRule:
    when = None if table.when is None else DoseCondition(**table.when.model_dump())
    return DoseRule(table.basis, table.amount, when, example=table.example)


def _gap(table: GapTable) -> Gap:
    return Gap(table.start, table.end, table.min, table.max, example=table.example)


def _criterion(table: CriterionTable) -> Criterion:
    return Criterion(
        id=table.id,
        who=table.who,
        kind=table.kind,
        text=table.text.words(),
        source=table.source,
        recheck=table.recheck,
        join=Join.ALL_OF if table.any_of is None else Join.ANY_OF,
        tests=tuple(_scoped(test) for _, test in tests_of(table)),
        valid_days=table.valid_days,
        example=table.example,
    )


def _scoped(table: TestTable) -> ScopedTest:
    return ScopedTest(_test(table), table.sex, table.from_age_years)


def _test(table: TestTable) -> Test:
    if table.observation is not None:
        return _observation(table, table.observation)
    if table.field is not None:
        groups = sorted(group.value for group in table.one_of or [])
        return FieldTest(table.field, tuple(groups))
    if table.age is not None:
        return AgeTest(table.age.from_months, table.age.below_years)
    if table.judgement is not None:
        return JudgementTest(table.judgement, table.equals or "")
    return ConsentTest()


def _observation(table: TestTable, observation: str) -> ObservationTest:
    if table.at_least is not None:
        return ObservationTest(observation, Comparison.AT_LEAST, table.at_least)
    if table.uln_at_least is not None:
        return ObservationTest(observation, Comparison.ULN_AT_LEAST, table.uln_at_least)
    return ObservationTest(observation, Comparison.EQUALS, table.equals or "")
