"""What every form over the record at the bed needs: the desk, the infusion, who is writing."""

from dataclasses import dataclass

from nkdesk.services.desk import Desk
from nkdesk.services.infusion_models import BedsidePage


@dataclass(frozen=True, slots=True)
class AtBed:
    """``person`` is who writes; ``sample`` marks forms of the sample ward."""

    desk: Desk
    page: BedsidePage
    person: str
    sample: bool

    @property
    def infusion_id(self) -> int:
        """The infusion that is written about, 0 while there is none."""
        return 0 if self.page.infusion is None else self.page.infusion.id
