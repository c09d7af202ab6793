"""What people type about products, as typed: days as on every form, times as ``HH:MM``."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DonorFactsForm:
    """The report on the donor's haploidentical typing, and the day of collection."""

    patient_id: int
    typing: str = ""
    collected: str = ""


@dataclass(frozen=True, slots=True)
class LotForm:
    """A new lot of the patient's donor; ``number`` is the laboratory's own."""

    patient_id: int
    number: str
    cycle: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True)
class LotMoveForm:
    """A lot moved on; ``to`` is a LotState. ``person`` did it; release names who releases."""

    lot_id: int
    to: str
    on: str
    time: str
    person: str
    reason: str = ""
    note: str = ""
    second: str = ""


@dataclass(frozen=True, slots=True)
class TestForm:
    """A result of a lot's test; ``corrects`` a result, then ``why`` is needed."""

    __test__ = False

    lot_id: int
    test: str
    value: str
    on: str
    time: str
    person: str
    corrects: int | None = None
    why: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OrderForm:
    """An order of cells, said twice: millions per kg and millions in total.

    ``sure`` repeats an amount that was asked about, with the physician's reason in ``note``.
    """

    item_id: int
    per_kg: str
    total: str
    physician: str
    note: str = ""
    sure: bool = False


@dataclass(frozen=True, slots=True)
class BagForm:
    """A bag as its label says; ``cells`` in millions, ``volume`` mL, ``viability`` per cent."""

    number: str
    volume: str
    cells: str
    expires_on: str
    expires_at: str
    viability: str = ""
    thaw_on: str = ""
    thaw_at: str = ""


@dataclass(frozen=True, slots=True)
class ProductDoseForm:
    """A dose of a lot: fresh or frozen, its bags, for which infusion (None: for none yet)."""

    lot_id: int
    form: str
    bags: tuple[BagForm, ...]
    item_id: int | None = None
    sure: bool = False


@dataclass(frozen=True, slots=True)
class ReserveForm:
    """A dose for an infusion; both product number and trial number are typed again."""

    dose_id: int
    item_id: int | None
    trial_number: str = ""
    bag_number: str = ""


@dataclass(frozen=True, slots=True)
class DoseMoveForm:
    """A dose issued, returned or discarded; ``to`` is a DoseState."""

    dose_id: int
    to: str
    on: str
    time: str
    person: str
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HoldForm:
    """Something that holds infusions back; empty ``until_on``: until somebody lifts it."""

    patient_id: int
    kind: str
    why: str
    who: str
    value: str = ""
    until_on: str = ""
    until_at: str = ""
    lot_id: int | None = None


@dataclass(frozen=True, slots=True)
class LiftForm:
    """A hold lifted, by whom and why."""

    hold_id: int
    who: str
    why: str


@dataclass(frozen=True, slots=True)
class WeightForm:
    """A weight in kilograms on its day; ``sure`` repeats one that was asked about."""

    patient_id: int
    weight: str
    on: str
    sure: bool = False
