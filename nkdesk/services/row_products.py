"""What any list says of an infusion's product, and of an infusion under way."""

from dataclasses import dataclass
from datetime import datetime

from nkdesk.model.infusion import Infusion
from nkdesk.model.patient import Weight
from nkdesk.model.product import CellOrder, Lot, ProductDose


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
