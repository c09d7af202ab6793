"""What any list says of an infusion's product, and of an infusion under way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from nkdesk.model.infusion import Infusion
from nkdesk.model.patient import Weight
from nkdesk.model.product import CellOrder, Lot, ProductDose
from nkdesk.model.readiness import Readiness


@dataclass(frozen=True, slots=True)
class ProductLine:
    """What a list says of the product of one infusion; no dose reserved: ``dose`` None.

    ``weight`` is what cells per kg are counted by: the order's, else the newest.
    """

    dose: ProductDose | None
    lot: Lot | None
    order: CellOrder | None
    weight: Weight | None


@dataclass(frozen=True, slots=True)
class RunningLine:
    """What a list says of an infusion under way: since when, its state, who began it."""

    infusion: Infusion
    since: datetime | None
    person: str
    next_vitals: datetime | None = None


@dataclass(frozen=True, slots=True)
class RowMarks:
    """What stands beside the rows of a list, by item; no entry where nothing does."""

    products: Mapping[int, ProductLine] = field(default_factory=dict)
    readiness: Mapping[int, Readiness] = field(default_factory=dict)
    running: Mapping[int, RunningLine] = field(default_factory=dict)
