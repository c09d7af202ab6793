"""Reading what is typed about products: moments, amounts of cells, volumes, product numbers.

Cells are typed in millions and kept in whole thousands, volumes in millilitres and kept in
microlitres, viability in per cent and kept in per mille. Source: safety hazards H16, H17.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from nkdesk.services.desk import Desk
from nkdesk.services.forms import FieldCode
from nkdesk.services.reading import Reader

# What English writes as thousands and Russian as decimals: nobody but the writer knows.
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,6}(?:[.,]\d{1,3})?", re.ASCII)
_PER_CENT = re.compile(r"\d{1,3}(?:[.,]\d)?", re.ASCII)
_MEASURED = re.compile(r"\d{1,9}(?:[.,]\d{1,6})?", re.ASCII)
_THOUSANDTHS = 1000
_TENTHS = 10
_WHOLE_PER_CENT = 1000
_MOST_MILLIONS, _MOST_MILLILITRES = 100_000, 5_000
ON, AT = "on", "time"


class ProductReader(Reader):
    """Reads one form about products; ``now`` is the moment it was sent."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk.clock.today())
        self.now = desk.clock.now()

    def moment(self, fields: tuple[str, str], on: str, at: str) -> datetime | None:
        """Read a day and a clock time, both needed, in the ward's time; of years of plans only."""
        day = self.plan_day(fields[0], on)
        clock = self.clock_time(fields[1], at)
        if not at.strip():
            self.refuse(fields[1], FieldCode.MISSING)
        if day is None or clock is None:
            return None
        return datetime.combine(day, clock, self.now.tzinfo)

    def past_moment(self, on: str, at: str, since: datetime | None = None) -> datetime | None:
        """Read when something happened, fields ``on`` and ``time``: not later than now.

        Not before ``since`` either, what is recorded already.
        """
        moment = self.moment((ON, AT), on, at)
        if moment is None:
            return None
        if moment > self.now:
            self.refuse(AT if moment.date() == self.today else ON, FieldCode.IN_FUTURE)
            return None
        # A form knows minutes, what the program recorded itself has seconds.
        if since is not None and moment < since.replace(second=0, microsecond=0):
            self.refuse(AT, FieldCode.BEFORE_EARLIER, minute_text(since))
            return None
        return moment

    def later_moment(
        self, fields: tuple[str, str], on: str, at: str, than: datetime
    ) -> datetime | None:
        """Read a moment after another one."""
        moment = self.moment(fields, on, at)
        if moment is not None and moment <= than:
            self.refuse(fields[1], FieldCode.NOT_LATER, minute_text(than))
            return None
        return moment

    def cells(self, field: str, typed: str) -> int | None:
        """Read millions of cells as whole thousands."""
        return self._scaled(field, typed, _THOUSANDTHS, _MOST_MILLIONS)

    def microlitres(self, field: str, typed: str) -> int | None:
        """Read millilitres as whole microlitres."""
        return self._scaled(field, typed, _THOUSANDTHS, _MOST_MILLILITRES)

    def _scaled(self, field: str, typed: str, factor: int, most: int) -> int | None:
        text = typed.strip()
        if not text:
            self.refuse(field, FieldCode.MISSING)
            return None
        if _AMOUNT.fullmatch(text) is None:
            self.refuse(field, FieldCode.NOT_A_NUMBER)
            return None
        if _THOUSANDS.fullmatch(text) is not None:
            self.refuse(field, FieldCode.THOUSANDS)
            return None
        value = Decimal(text.replace(",", "."))
        if not 0 < value <= most:
            self.refuse(field, FieldCode.OUT_OF_RANGE, f"0.001-{most}")
            return None
        return int(value * factor)

    def per_mille(self, field: str, typed: str) -> int | None:
        """Read a per cent with at most one decimal as per mille; an empty field is none."""
        text = typed.strip()
        if not text:
            return None
        if _PER_CENT.fullmatch(text) is None:
            self.refuse(field, FieldCode.NOT_A_NUMBER)
            return None
        value = int(Decimal(text.replace(",", ".")) * _TENTHS)
        if value > _WHOLE_PER_CENT:
            self.refuse(field, FieldCode.OUT_OF_RANGE, "0-100")
            return None
        return value

    def measured(self, field: str, typed: str) -> Decimal | None:
        """Read a measured result, not negative."""
        text = typed.strip()
        if _MEASURED.fullmatch(text) is None:
            self.refuse(field, FieldCode.NOT_A_NUMBER if text else FieldCode.MISSING)
            return None
        return Decimal(text.replace(",", "."))

    def words(self, field: str, typed: str) -> str:
        """Read a reason in words or as a code; it cannot be empty."""
        text = self.note(field, typed)
        if not typed.strip():
            self.refuse(field, FieldCode.NEEDS_TEXT)
        return text


def minute_text(moment: datetime) -> str:
    """Return a moment as a problem names it, to the minute."""
    return moment.strftime("%Y-%m-%d %H:%M")


def codes(found: Iterable[str]) -> str:
    """Return several codes as a problem names them."""
    return ", ".join(found)
