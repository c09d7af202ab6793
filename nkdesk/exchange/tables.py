"""The tables of a protocol file, each value by itself: types, shapes, bounds.

What several tables must hold together is checked elsewhere. The bounds are far outside
anything a ward does; they keep a file from asking for more dates than can be laid out.
Source: the protocol file format and the eligibility format.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from nkdesk.exchange.values import MAX_DAY, clock_time, day_span, exact_number, legible
from nkdesk.model.criterion import CriterionKind, CriterionSource, Recheck, Who
from nkdesk.model.disease import DiseaseGroup
from nkdesk.model.protocol import DoseBasis, ItemKind, ProtocolStatus
from nkdesk.model.words import Words

MAX_ROWS = 200
MAX_TABLES = {
    "anchor": 50,
    "calendar": 50,
    "arm": 12,
    "item": 200,
    "gap": 100,
    "criterion": 200,
    "product.test": 50,
    "product.limit": 200,
}
"""How many tables of a kind a file may hold."""

MAX_KEYS = 100
"""How many keys a table may hold before it is refused unread."""

MAX_TEXT = 500

Text = Annotated[str, Field(min_length=1, max_length=MAX_TEXT), AfterValidator(legible)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]{0,39}$")]
Code = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{0,19}$")]
Exact = Annotated[Decimal, BeforeValidator(exact_number)]
Span = Annotated[tuple[int, int], BeforeValidator(day_span)]
Time = Annotated[str, BeforeValidator(clock_time)]
Day = Annotated[int, Field(ge=-MAX_DAY, le=MAX_DAY)]
Days = Annotated[int, Field(ge=0, le=MAX_DAY)]
Group = Annotated[DiseaseGroup, Field(strict=False)]
Groups = Annotated[list[Group], Field(min_length=1, max_length=MAX_ROWS)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Table(BaseModel):
    """One table of the file: no unknown key, no value of another type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WordsTable(Table):
    """A text in English and, where written, Russian and Belarusian."""

    en: Text
    ru: Text | None = None
    be: Text | None = None

    def words(self) -> Words:
        """Return the text as the model holds it."""
        return Words(self.en, self.ru or "", self.be or "")


class ProtocolTable(Table):
    """``[protocol]``. ``planned_patients`` absent: no number is published."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
    version: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,19}$")]
    status: Annotated[ProtocolStatus, Field(strict=False)]
    planned_patients: Annotated[int, Field(ge=1, le=100_000)] | None = None
    cycles: Annotated[int, Field(ge=1, le=12)]
    title: WordsTable
    sources: Annotated[list[Text], Field(min_length=1, max_length=MAX_ROWS)]
    infant_scale: Literal["lansky", "none"] | None = None


class AnchorTable(Table):
    """``[anchor.…]``."""

    title: WordsTable
    number: Day
    day_zero: bool
    item: Code | None = None


class CalendarTable(Table):
    """``[calendar.…]``."""

    closed_weekdays: Annotated[list[Weekday], Field(max_length=7)] = []
    holidays: str | None = None
    capacity: Annotated[int, Field(ge=1, le=999)] | None = None
    example: bool = False


class ArmTable(Table):
    """``[[arm]]``."""

    id: Name
    title: WordsTable
    disease_groups: Groups


class ConditionTable(Table):
    """``when`` of a dose rule: every limit stated must hold."""

    age_below_months: Annotated[int, Field(ge=1, le=1200)] | None = None
    age_from_months: Annotated[int, Field(ge=0, le=1200)] | None = None
    weight_below_kg: Exact | None = None
    weight_from_kg: Exact | None = None
    bsa_below_m2: Exact | None = None


class DoseTable(Table):
    """``[[item.dose]]``."""

    when: ConditionTable | None = None
    basis: Annotated[DoseBasis, Field(strict=False)]
    amount: Exact
    example: bool = False


class WindowTable(Table):
    """``window``: days either side; an absent side is 0."""

    before: Annotated[int, Field(ge=0, le=99)] = 0
    after: Annotated[int, Field(ge=0, le=99)] = 0


class ItemTable(Table):
    """``[[item]]``."""

    code: Code
    title: WordsTable
    kind: Annotated[ItemKind, Field(strict=False)]
    arms: Annotated[list[str], Field(min_length=1, max_length=MAX_ROWS)] | None = None
    cycles: Annotated[list[int], Field(min_length=1, max_length=MAX_ROWS)] | None = None
    anchor: str
    days: Annotated[list[Span], Field(min_length=1, max_length=MAX_ROWS)]
    times: Annotated[list[Time], Field(min_length=1, max_length=24)] = [""]
    route: Annotated[Text, Field(max_length=40)] | None = None
    over_minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    window: WindowTable | None = None
    calendar: str = "ward"
    needs_product: bool = False
    dose: Annotated[list[DoseTable], Field(max_length=20)] = []
    example: bool = False


class GapTable(Table):
    """``[[gap]]``."""

    start: str = Field(alias="from")
    end: str = Field(alias="to")
    min: Days | None = None
    max: Days | None = None
    example: bool = False


class AgeTable(Table):
    """``age`` of a test."""

    from_months: Annotated[int, Field(ge=0, le=1200)] | None = None
    below_years: Annotated[int, Field(ge=1, le=120)] | None = None


class TestTable(Table):
    """One test of a criterion, before its shape is checked."""

    observation: Name | None = None
    at_least: Exact | None = None
    uln_at_least: Exact | None = None
    equals: Name | None = None
    field: str | None = None
    one_of: Groups | None = None
    age: AgeTable | None = None
    consent: bool | None = None
    judgement: Name | None = None
    sex: Literal["f", "m"] | None = None
    from_age_years: Annotated[int, Field(ge=0, le=120)] | None = None


Tests = Annotated[list[TestTable], Field(min_length=1, max_length=20)]


class CriterionTable(Table):
    """``[[criterion]]``."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Za-z0-9-]{0,19}$")]
    who: Annotated[Who, Field(strict=False)]
    kind: Annotated[CriterionKind, Field(strict=False)]
    text: WordsTable
    source: Annotated[CriterionSource, Field(strict=False)]
    recheck: Annotated[Recheck, Field(strict=False)]
    valid_days: Annotated[int, Field(ge=0, le=3650)] | None = None
    example: bool = False
    test: TestTable | None = None
    any_of: Tests | None = None
    all_of: Tests | None = None


NESTED: dict[str, type[Table]] = {
    "title": WordsTable,
    "text": WordsTable,
    "window": WindowTable,
    "dose": DoseTable,
    "when": ConditionTable,
    "age": AgeTable,
    "test": TestTable,
    "any_of": TestTable,
    "all_of": TestTable,
}
"""The tables that stand inside others, by the key they stand at."""
