"""The bags of a dose, read as their labels say."""

from datetime import datetime

from nkdesk.model.product import Bag
from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode
from nkdesk.services.product.entries import ProductReader, minute_text
from nkdesk.services.product_forms import BagForm, ProductDoseForm
from nkdesk.store import product_doses


def read_bags(desk: Desk, reader: ProductReader, form: ProductDoseForm) -> tuple[Bag, ...]:
    """Read the bags of a dose; a field of the second bag is named ``number_2``.

    A product number is used once in the whole ward. A bag that has expired already asks.
    """
    if not form.bags:
        reader.refuse("bags", FieldCode.MISSING)
    found = [_read(reader, bag, nth, sure=form.sure) for nth, bag in enumerate(form.bags, 1)]
    seen: set[str] = set()
    for nth, bag in enumerate(found, 1):
        if bag is None or not bag.number:
            continue
        used = bag.number in seen or product_doses.bag_by_number(desk.store, bag.number) is not None
        if used:
            reader.refuse(f"number_{nth}", FieldCode.ALREADY_USED)
        seen.add(bag.number)
    return tuple(bag for bag in found if bag is not None)


def _read(reader: ProductReader, form: BagForm, nth: int, *, sure: bool) -> Bag | None:
    number = reader.identifier(f"number_{nth}", form.number)
    volume = reader.microlitres(f"volume_{nth}", form.volume)
    cells = reader.cells(f"cells_{nth}", form.cells)
    viability = reader.per_mille(f"viability_{nth}", form.viability)
    expires = _expires(reader, form, nth, sure=sure)
    thaw_from = None if expires is None else _thaw_from(reader, form, nth, expires)
    if volume is None or cells is None or expires is None:
        return None
    return Bag(0, 0, number, nth, volume, cells, expires, viability, thaw_from)


def _expires(reader: ProductReader, form: BagForm, nth: int, *, sure: bool) -> datetime | None:
    fields = f"expires_on_{nth}", f"expires_at_{nth}"
    expires = reader.moment(fields, form.expires_on, form.expires_at)
    if expires is not None and expires <= reader.now and not sure:
        reader.refuse(fields[0], FieldCode.EXPIRED, minute_text(expires))
    return expires


def _thaw_from(
    reader: ProductReader, form: BagForm, nth: int, expires: datetime
) -> datetime | None:
    """Read from when a frozen bag may be thawed; both fields empty: whenever it is needed."""
    if not form.thaw_on.strip() and not form.thaw_at.strip():
        return None
    fields = f"thaw_on_{nth}", f"thaw_at_{nth}"
    thaw_from = reader.moment(fields, form.thaw_on, form.thaw_at)
    if thaw_from is not None and thaw_from >= expires:
        reader.refuse(fields[1], FieldCode.OUT_OF_RANGE, f"< {minute_text(expires)}")
    return thaw_from
