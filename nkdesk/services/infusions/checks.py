"""Two checks of every bag: each person's own, the second judged without showing the first's.

A match is stored. A stop stores that it was one and at which points, never what was scanned: it
may be another patient's.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from nkdesk.bedside.checking import Entry, Expected, bag_meant, check
from nkdesk.bedside.scanning import as_latin
from nkdesk.model.infusion import BagCheck, CheckPoint, InfusionAct, Match
from nkdesk.model.product import Bag
from nkdesk.services.desk import Desk
from nkdesk.services.evidence import current_donor
from nkdesk.services.forms import FieldCode, Unsaved
from nkdesk.services.infusion_models import CheckAnswer, CheckForm
from nkdesk.services.infusions.bed import STOPPED, Bed, bed_of
from nkdesk.services.infusions.judging import bag_readiness, readiness_at
from nkdesk.services.infusions.moments import minute
from nkdesk.services.infusions.writing import NO_INFUSION, NotSavedError, Writing, save_at_bed
from nkdesk.services.steps import StepKind
from nkdesk.store import infusions, lots
from nkdesk.store.store import StoreConflictError

_POSITIONS = (1, 2)


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a check came to, and the bag it is of; None: of none of this dose."""

    points: tuple[CheckPoint, ...]
    bag: Bag | None

    @property
    def stops(self) -> bool:
        """Whether any point does not match."""
        return any(point.match is not Match.MATCH for point in self.points)


def check_bag(desk: Desk, form: CheckForm) -> CheckAnswer | Unsaved:
    """Judge one person's check of one bag and save it as one step.

    The check that completes those needed before the start makes the infusion checked. Refused: a
    state in which nothing is checked, a check of a bag that was made already. StoreConflictError
    when somebody changed what it is judged by while it was saved.
    """
    bed = bed_of(desk, form.infusion_id)
    if bed is None:
        return NO_INFUSION
    try:
        judged = _judged(desk, bed, form)
    except NotSavedError as refused:
        return refused.unsaved
    what = StepKind.CHECK_STOPPED if judged.stops else StepKind.CHECK_BAG
    saved = save_at_bed(desk, form.infusion_id, what, lambda w: _check(w, form, judged))
    if isinstance(saved, Unsaved):
        return saved
    corrected = any(_corrected(scan) for scan in (form.patient_scan, form.bag_scan))
    return CheckAnswer(judged.points, judged.bag, corrected, saved=not judged.stops)


def _judged(desk: Desk, bed: Bed, form: CheckForm) -> _Judged:
    """Judge a check by what is stored now; NotSavedError when the item is closed meanwhile."""
    at = desk.clock.now()
    bag = bag_meant(form.bag_scan, bed.bags)
    begun = bed.infusion.started is not None and bag is not None
    ready = bag_readiness(desk, bed, bag, at) if begun and bag else readiness_at(desk, bed, at)
    lot = lots.lot(desk.store, bed.dose.lot_id)
    donor = current_donor(desk, bed.infusion.patient_id)
    if lot is None:  # pragma: no cover -- a dose is of a lot
        raise NotSavedError(NO_INFUSION)
    expected = Expected(
        patient_id=bed.infusion.patient_id,
        trial_number=bed.entry.patient.trial_number,
        donor_id=None if donor is None else donor.id,
        dose=bed.dose,
        lot=lot,
        readiness=ready,
        checks=bed.checks,
    )
    visual = form.visual.strip()
    entry = Entry(form.person, form.position, form.patient_scan, form.bag_scan, visual, at)
    return _Judged(check(entry, expected), bag)


def _check(w: Writing, form: CheckForm, seen: _Judged) -> None:
    w.allow(InfusionAct.CHECK)
    person = w.person(form.person)
    visual = w.reader.name("visual", form.visual, needed=True)
    if form.position not in _POSITIONS:
        w.reader.refuse("position", FieldCode.NOT_A_CHOICE)
    w.finish_reading()
    judged = _judged(w.desk, w.bed, form)
    if judged != seen:
        raise StoreConflictError("infusion", None)
    at = minute(w.now)
    if judged.stops or judged.bag is None:
        _stop(w, judged, at, person)
    else:
        new = BagCheck(
            w.bed.infusion.id, judged.bag.id, form.position, person, "", "", visual, at, w.now
        )
        scans = replace(new, patient_scan=_kept(form.patient_scan), bag_scan=_kept(form.bag_scan))
        _store(w, judged.bag, scans)


def _stop(w: Writing, judged: _Judged, at: datetime, person: str) -> None:
    told = " ".join(
        f"{point.what}:{point.match}" for point in judged.points if point.match is not Match.MATCH
    )
    w.note(replace(w.event(InfusionAct.CHECK, at, person), detail=STOPPED, note=told))


def _store(w: Writing, bag: Bag, new: BagCheck) -> None:
    made = {(one.bag_id, one.position) for one in w.bed.checks}
    if (bag.id, new.position) in made:
        w.refuse("position", FieldCode.ALREADY_USED)
    infusions.add_check(w.step, new)
    w.bed = replace(w.bed, checks=(*w.bed.checks, new))
    w.turn(InfusionAct.CHECK, all_checked=not w.bed.unchecked())
    w.note(replace(w.event(InfusionAct.CHECK, new.at, new.person), detail=str(new.position)))


def _kept(scanned: str) -> str:
    """Return a scan as it is kept: in US keys where a scanner typed it."""
    scan = as_latin(scanned.strip())
    return scanned.strip() if scan is None else scan.text


def _corrected(scanned: str) -> bool:
    scan = as_latin(scanned.strip())
    return scan is not None and scan.corrected
