"""The canonical form: one hash for one meaning, and a correction told from an amendment."""

import hashlib
import json
from dataclasses import dataclass, replace
from decimal import Decimal

import pytest

from nkdesk.model import canonical
from nkdesk.model.canonical import Change, ChangeKind
from nkdesk.model.criterion import (
    AgeTest,
    Comparison,
    ConsentTest,
    Criterion,
    CriterionKind,
    CriterionSource,
    FieldTest,
    Join,
    JudgementTest,
    ObservationTest,
    Recheck,
    ScopedTest,
    Who,
)
from nkdesk.model.product_rules import Limit, ProductRules, ReleaseTest, Vital, VitalLimit
from nkdesk.model.protocol import (
    Anchor,
    Arm,
    CalendarRules,
    DoseBasis,
    DoseCondition,
    DoseRule,
    Gap,
    Item,
    ItemKind,
    Protocol,
    ProtocolStatus,
    Window,
)
from nkdesk.model.protocol_tree import plain
from nkdesk.model.words import Words


def item(code: str, **changes: object) -> Item:
    plain_item = Item(
        code=code,
        title=Words(code, "по-русски"),
        kind=ItemKind.CHEMO,
        arms=("a", "b"),
        cycles=(1, 2),
        anchor="chemo",
        days=(1, 3),
    )
    return replace(plain_item, **changes)


def criterion(name: str, *tests: ScopedTest) -> Criterion:
    return Criterion(
        id=name,
        who=Who.PATIENT,
        kind=CriterionKind.EXCLUSION,
        text=Words(name),
        source=CriterionSource.REGISTRY,
        recheck=Recheck.REPEAT,
        join=Join.ANY_OF,
        tests=tests,
        valid_days=14,
    )


DOSES = (
    DoseRule(
        DoseBasis.MG_KG, Decimal("1.0"), DoseCondition(weight_below_kg=Decimal("10")), example=True
    ),
    DoseRule(DoseBasis.MG_M2, Decimal("30")),
)
LIVER = (
    ScopedTest(ObservationTest("ast", Comparison.ULN_AT_LEAST, Decimal("5"))),
    ScopedTest(ObservationTest("alt", Comparison.ULN_AT_LEAST, Decimal("5"))),
)
OTHERS = (
    ScopedTest(ObservationTest("hiv", Comparison.EQUALS, "positive"), sex="f", from_age_years=10),
    ScopedTest(FieldTest("disease_group", ("relapsed",))),
    ScopedTest(AgeTest(6, 31)),
    ScopedTest(ConsentTest()),
    ScopedTest(JudgementTest("uncontrolled_infection", "yes")),
)
STERILITY = ReleaseTest(
    "sterility",
    Words("sterility"),
    passes="negative",
    answers=("positive", "negative"),
    at_release=False,
)
CD3 = ReleaseTest("cd3", Words("CD3"), "10^6 cells", Limit.BELOW, Decimal("0.20"), per_kg=True)
PULSE = VitalLimit(Vital.HEART_RATE, 12, None, Decimal(60), Decimal(100))
INFANT = VitalLimit(Vital.HEART_RATE, 0, 12, Decimal(80), None)
PRODUCT = ProductRules(
    title=Words("cells"),
    dose_min=Decimal("30"),
    dose_max=Decimal("100.0"),
    weight_days=14,
    weight_change_percent=10,
    label_percent=20,
    steroids_barred=True,
    premedication_minutes=None,
    vitals=(15, 0),
    after_end=(240, 60),
    late_minutes=10,
    observe_minutes=240,
    thawed_minutes=None,
    tests=(STERILITY, CD3),
    limits=(PULSE, INFANT),
)
PROTOCOL = canonical.normalised(
    Protocol(
        id="T",
        version="1",
        status=ProtocolStatus.SITE,
        planned_patients=15,
        cycles=2,
        title=Words("test", "проба", "спроба"),
        sources=("b", "a"),
        infant_scale=None,
        anchors=(
            Anchor("nk", Words("first infusion"), 0, day_zero=True, item="NK1"),
            Anchor("chemo", Words("day 1"), 1, day_zero=False),
        ),
        calendars=(
            CalendarRules("ward"),
            CalendarRules("lab", frozenset({7, 6}), "BY", 2, example=True),
        ),
        arms=(
            Arm("b", Words("b"), ("relapsed", "primary_refractory")),
            Arm("a", Words("a"), ("primary_high_risk",)),
        ),
        items=(
            item("FLU", doses=DOSES, route="IV", over_minutes=30),
            item("NK1", kind=ItemKind.INFUSION, days=(8,), window=Window(1, 3), calendar="lab"),
            item("NK2", kind=ItemKind.INFUSION, days=(7,), anchor="nk", times=("20:00", "08:00")),
        ),
        gaps=(Gap("NK1", "NK2", 5, None), Gap("chemo.last", "NK1", 2), Gap("NK1", "NK2", None, 9)),
        criteria=(criterion("P-E2", *LIVER), criterion("P-E1", *OTHERS)),
        product=PRODUCT,
    )
)


def with_item(code: str, **changes: object) -> Protocol:
    items = [replace(row, **changes) if row.code == code else row for row in PROTOCOL.items]
    return replace(PROTOCOL, items=tuple(items))


def with_product(**changes: object) -> Protocol:
    return replace(PROTOCOL, product=replace(PRODUCT, **changes))


def test_canonical_content_comes_back_as_the_same_protocol() -> None:
    assert canonical.protocol_from_json(canonical.canonical_json(PROTOCOL)) == PROTOCOL


def test_canonical_content_is_sorted_utf8_without_floats_or_blanks() -> None:
    content = canonical.canonical_json(PROTOCOL)

    assert content == json.dumps(
        json.loads(content, parse_float=pytest.fail),
        sort_keys=True,
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode("utf-8")
    assert "проба".encode() in content
    assert b'"infant_scale":null' in content


def test_the_hash_is_the_sha_256_of_the_canonical_content() -> None:
    content = canonical.canonical_json(PROTOCOL)

    assert canonical.protocol_hash(PROTOCOL) == hashlib.sha256(content).hexdigest()


def test_a_known_protocol_keeps_its_hash_for_ever() -> None:
    """A golden vector: were it to change, every patient would lose the pinned protocol."""
    smallest = Protocol(
        id="T",
        version="1",
        status=ProtocolStatus.SITE,
        planned_patients=1,
        cycles=1,
        title=Words("t"),
        sources=("s",),
        infant_scale=None,
        anchors=(),
        calendars=(),
        arms=(Arm("a", Words("a"), ("relapsed",)),),
        items=(),
        gaps=(),
        criteria=(),
    )

    assert canonical.protocol_hash(smallest) == GOLDEN_HASH


GOLDEN_HASH = "2ac93d5aa6fbada90a9d9ad0d6767ccd6ab60b6c2a4368123412fdbe8057e7e5"


@pytest.mark.parametrize(
    "other",
    [
        replace(PROTOCOL, anchors=PROTOCOL.anchors[::-1]),
        replace(PROTOCOL, calendars=PROTOCOL.calendars[::-1]),
        replace(PROTOCOL, arms=PROTOCOL.arms[::-1]),
        replace(PROTOCOL, gaps=PROTOCOL.gaps[::-1]),
        replace(PROTOCOL, criteria=PROTOCOL.criteria[::-1]),
        with_item("FLU", days=(3, 1), arms=("b", "a"), cycles=(2, 1)),
        with_item("FLU", doses=(replace(DOSES[0], amount=Decimal("1")), DOSES[1])),
        replace(PROTOCOL, criteria=(criterion("P-E2", *LIVER[::-1]), PROTOCOL.criteria[0])),
        with_product(tests=(CD3, STERILITY)),
        with_product(tests=(CD3, replace(STERILITY, answers=("negative", "positive")))),
        with_product(limits=(INFANT, PULSE)),
        with_product(vitals=(0, 15), after_end=(60, 240)),
        with_product(dose_max=Decimal(100)),
    ],
)
def test_order_without_meaning_leaves_the_hash(other: Protocol) -> None:
    assert canonical.protocol_hash(other) == canonical.protocol_hash(PROTOCOL)


def test_two_spellings_of_one_letter_have_one_hash() -> None:
    composed = replace(PROTOCOL, title=Words("\u0439"))
    decomposed = replace(PROTOCOL, title=Words("\u0438\u0306"))

    assert canonical.protocol_hash(composed) == canonical.protocol_hash(decomposed)


@pytest.mark.parametrize(
    "other",
    [
        replace(PROTOCOL, items=PROTOCOL.items[::-1]),
        with_item("FLU", doses=DOSES[::-1]),
        with_item("NK2", times=("08:00", "20:00")),
        replace(PROTOCOL, sources=("a", "b")),
        with_item("NK1", window=None),
        with_product(steroids_barred=False),
        with_product(tests=(replace(CD3, per_kg=False), STERILITY)),
        replace(PROTOCOL, product=None),
    ],
)
def test_order_with_meaning_and_every_value_change_the_hash(other: Protocol) -> None:
    assert canonical.protocol_hash(other) != canonical.protocol_hash(PROTOCOL)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b"3",
        b"\xff",
        canonical.canonical_json(PROTOCOL) + b" ",
        canonical.canonical_json(PROTOCOL).replace(b'"30"', b'"30.0"'),
        canonical.canonical_json(PROTOCOL).replace(b'"30"', b'"thirty"'),
        canonical.canonical_json(PROTOCOL).replace(b'"mg/m2"', b'"g/m2"'),
        canonical.canonical_json(PROTOCOL).replace(b'"route":"IV",', b""),
        canonical.canonical_json(PROTOCOL).replace(b'"route"', b'"road"'),
        canonical.canonical_json(PROTOCOL).replace(b'"shape":"age"', b'"shape":"height"'),
        canonical.canonical_json(PROTOCOL).replace(b'"limit":"below"', b'"limit":"under"'),
        canonical.canonical_json(PROTOCOL).replace(b'"dose_max":"100"', b'"dose_max":"100.0"'),
        canonical.canonical_json(PROTOCOL).replace(b'"vital":"heart_rate"', b'"vital":"pulse"'),
    ],
)
def test_anything_but_canonical_content_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        canonical.protocol_from_json(content)


def test_a_value_no_protocol_holds_is_a_bug_and_says_so() -> None:
    with pytest.raises(TypeError, match="float"):
        canonical.canonical_json(replace(PROTOCOL, cycles=1.5))


@dataclass(frozen=True)
class Edit:
    after: Protocol
    kind: ChangeKind
    keys: tuple[str, ...]


EDITS = {
    "nothing": Edit(PROTOCOL, ChangeKind.SAME, ()),
    "a title": Edit(
        replace(PROTOCOL, title=Words("better", "проба", "спроба")),
        ChangeKind.CORRECTION,
        ("protocol.title.en",),
    ),
    "version and sources": Edit(
        replace(PROTOCOL, version="2", sources=("c",)),
        ChangeKind.CORRECTION,
        ("protocol.sources", "protocol.version"),
    ),
    "an item's title": Edit(
        with_item("NK1", title=Words("first")),
        ChangeKind.CORRECTION,
        ("item.NK1.title.en", "item.NK1.title.ru"),
    ),
    "a criterion's text": Edit(
        replace(
            PROTOCOL,
            criteria=(
                PROTOCOL.criteria[0],
                replace(PROTOCOL.criteria[1], text=Words("liver")),
            ),
        ),
        ChangeKind.CORRECTION,
        ("criterion.P-E2.text.en",),
    ),
    "a window": Edit(
        with_item("NK1", window=Window(1, 4)), ChangeKind.AMENDMENT, ("item.NK1.window.after",)
    ),
    "a day and a title": Edit(
        with_item("FLU", days=(1, 2), title=Words("FLU")),
        ChangeKind.AMENDMENT,
        ("item.FLU.days", "item.FLU.title.ru"),
    ),
    "a dose": Edit(
        with_item("FLU", doses=(DOSES[0], replace(DOSES[1], amount=Decimal("25")))),
        ChangeKind.AMENDMENT,
        ("item.FLU.dose.2.amount",),
    ),
    "a test": Edit(
        replace(
            PROTOCOL,
            criteria=(
                PROTOCOL.criteria[0],
                replace(PROTOCOL.criteria[1], kind=CriterionKind.INCLUSION),
            ),
        ),
        ChangeKind.AMENDMENT,
        ("criterion.P-E2.kind",),
    ),
    "the status": Edit(
        replace(PROTOCOL, status=ProtocolStatus.EXAMPLE),
        ChangeKind.AMENDMENT,
        ("protocol.status",),
    ),
    "the items' order": Edit(
        replace(PROTOCOL, items=PROTOCOL.items[::-1]), ChangeKind.AMENDMENT, ("item",)
    ),
    "the bound of a test of the product": Edit(
        with_product(tests=(STERILITY, replace(CD3, bound=Decimal("0.3")))),
        ChangeKind.AMENDMENT,
        ("product.tests.cd3.bound",),
    ),
    "a title of a test of the product": Edit(
        with_product(tests=(replace(STERILITY, title=Words("sterile")), CD3)),
        ChangeKind.CORRECTION,
        ("product.tests.sterility.title.en",),
    ),
    "a limit of a vital sign": Edit(
        with_product(limits=(replace(PULSE, low=Decimal(50)), INFANT)),
        ChangeKind.AMENDMENT,
        ("product.limits.heart_rate from 12 months.low",),
    ),
    "the plan at the bed": Edit(
        with_product(vitals=(0, 15, 30)), ChangeKind.AMENDMENT, ("product.vitals",)
    ),
    "one of two gaps between the same ends": Edit(
        replace(PROTOCOL, gaps=(PROTOCOL.gaps[0], Gap("NK1", "NK2", 6), PROTOCOL.gaps[2])),
        ChangeKind.AMENDMENT,
        ("gap.NK1 to NK2+.min",),
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_a_correction_is_told_from_an_amendment(name: str) -> None:
    edit = EDITS[name]

    found = canonical.difference(PROTOCOL, edit.after)

    assert (found.kind, found.keys) == (edit.kind, edit.keys)


def test_a_difference_shows_both_values() -> None:
    found = canonical.difference(PROTOCOL, with_item("NK1", window=Window(1, 4)))

    assert found.changes == (Change("item.NK1.window.after", "3", "4"),)


def test_a_new_item_is_an_amendment_with_nothing_before() -> None:
    found = canonical.difference(PROTOCOL, replace(PROTOCOL, items=(item("NEW"), *PROTOCOL.items)))

    assert found.kind is ChangeKind.AMENDMENT
    assert Change("item.NEW.days", None, "[1,3]") in found.changes
    assert all(key.startswith("item.NEW.") for key in found.keys)


def test_a_new_test_of_the_product_is_an_amendment_named_by_its_id() -> None:
    gram = ReleaseTest("gram", Words("Gram"), passes="none", answers=("none", "seen"))
    found = canonical.difference(PROTOCOL, with_product(tests=(CD3, gram, STERILITY)))

    assert found.kind is ChangeKind.AMENDMENT
    assert all(key.startswith("product.tests.gram.") for key in found.keys)


def test_a_first_product_is_an_amendment() -> None:
    found = canonical.difference(replace(PROTOCOL, product=None), PROTOCOL)

    assert found.kind is ChangeKind.AMENDMENT
    assert Change("product.dose_max", None, '"100"') in found.changes
    assert all(key.startswith("product.") for key in found.keys)


def test_a_removed_criterion_is_an_amendment_with_nothing_after() -> None:
    found = canonical.difference(PROTOCOL, replace(PROTOCOL, criteria=PROTOCOL.criteria[:1]))

    assert found.kind is ChangeKind.AMENDMENT
    assert all(key.startswith("criterion.P-E2") for key in found.keys)
    assert all(change.after is None for change in found.changes)


@pytest.mark.parametrize(
    ("number", "text"),
    [("1.0", "1"), ("1E+2", "100"), ("0.50", "0.5"), ("100", "100"), ("0.001", "0.001")],
)
def test_a_number_is_written_without_trailing_zeros(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text
