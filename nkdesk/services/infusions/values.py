"""Values typed at the bed: a rate, volumes, a reason with the note it asks for."""

import re
from collections.abc import Iterable
from decimal import Decimal

from nkdesk.services.change_forms import ChangeReason
from nkdesk.services.forms import FieldCode
from nkdesk.services.reading import Reader

_RATE = re.compile(r"\d{1,4}(?:[.,]\d)?", re.ASCII)
_FASTEST = 3000


def millilitres_an_hour(reader: Reader, typed: str) -> str:
    """Read a rate as it is kept: a plain number of mL/h with a point."""
    text = typed.strip().replace(",", ".")
    if not text:
        reader.refuse("detail", FieldCode.MISSING)
    elif _RATE.fullmatch(text) is None:
        reader.refuse("detail", FieldCode.NOT_A_NUMBER)
    elif not 0 < Decimal(text) <= _FASTEST:
        reader.refuse("detail", FieldCode.OUT_OF_RANGE, f"0.1-{_FASTEST} mL/h")
    return text


def reason_code(
    reader: Reader, field: str, typed: str, reasons: Iterable[ChangeReason], note: str
) -> str:
    """Read the code of a reason, and see that the note it asks for is there."""
    known = {one.code: one for one in reasons}
    code = reader.choice(field, typed, tuple(known))
    if code and known[code].needs_note and not note.strip():
        reader.refuse("note", FieldCode.NEEDS_TEXT)
    return code
