"""Everything on the daily list around its rows: headings, counts, stamps, the end of the list."""

from dataclasses import dataclass

from nkdesk.services.read_models import DayList
from nkdesk.services.sheet_models import SHIFT
from nkdesk.sheets.list_options import ListOptions, Names, PrintStamp
from nkdesk.sheets.list_rows import identity, printed_identity
from nkdesk.sheets.wording.calendars import closure_text
from nkdesk.sheets.wording.dates import day_text, moment_text
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.translation import translate

_HASH_LETTERS = 8


@dataclass(frozen=True, slots=True)
class SheetWords:
    """The words of one printed list. ``notices`` stand in the header of every page, as all does."""

    title: str
    day: str
    trial: str
    counts: str
    notices: tuple[str, ...]
    alarms: tuple[str, ...]
    stamp: str
    discard: str
    watermark: str
    empty: tuple[str, ...]
    left_off: str
    accounted: str
    end: str


def sheet_words(day_list: DayList, stamp: PrintStamp, options: ListOptions) -> SheetWords:
    """Return the words around the rows of a day's list."""
    rows = len(day_list.rows)
    return SheetWords(
        title=_title(day_list),
        day=day_text(day_list.day),
        trial=_trial(day_list),
        counts=_counts(day_list),
        notices=_notices(day_list, options),
        alarms=_alarms(day_list),
        stamp=_stamp(day_list, stamp),
        discard=_discard(stamp),
        watermark=sample_mark() if day_list.sample else "",
        empty=() if day_list.rows else _empty(day_list, options),
        left_off=_left_off(day_list),
        accounted=_accounted(day_list),
        end=translate("DailyList", "END OF LIST {n} of {n}").format(n=rows),
    )


def page_text(number: int, of: int) -> str:
    """Return the page's own count: ``Page 1 of 3``."""
    return translate("DailyList", "Page {n} of {of}").format(n=number, of=of)


def sample_mark() -> str:
    """Return what stands across every page of a sample ward."""
    return translate("DailyList", "SAMPLE \u2013 not real patients")


def _title(day_list: DayList) -> str:
    return translate("DailyList", "Daily infusion list — {}").format(day_list.ward)


def _trial(day_list: DayList) -> str:
    if not day_list.trial:
        return translate("DailyList", "Trial: no patient of a trial listed")
    named = (entry.rpartition(" v") for entry in day_list.trial.split("; "))
    protocols = "; ".join(
        translate("DailyList", "{trial} protocol v{version}").format(trial=trial, version=version)
        if trial
        else version
        for trial, _, version in named
    )
    return translate("DailyList", "Trial {}").format(protocols)


def _counts(day_list: DayList) -> str:
    sentence = translate(
        "DailyList",
        "Rows {rows}: overdue {overdue}, due {due}, given {given}, not given {not_given}",
    )
    return sentence.format(
        rows=len(day_list.rows),
        overdue=day_list.overdue,
        due=day_list.due,
        given=day_list.given,
        not_given=day_list.not_given,
    )


def _notices(day_list: DayList, options: ListOptions) -> tuple[str, ...]:
    notices = [closure_text(one.calendar, one.closure) for one in day_list.closures]
    if day_list.day != day_list.today:
        today = day_text(day_list.today)
        notices.append(translate("DailyList", "Not today's list: today is {}").format(today))
    if options.names is Names.CODES_ONLY:
        notices.append(
            translate("DailyList", "Codes only: names, birth dates, case numbers, notes left out")
        )
    return tuple(notices)


def _alarms(day_list: DayList) -> tuple[str, ...]:
    alarms = []
    if any(row.example for row in day_list.rows):
        alarms.append(
            translate("DailyList", "EXAMPLE protocol: days and doses are examples, not orders.")
        )
    if day_list.sample:
        alarms.append(translate("DailyList", "SAMPLE ward: invented patients."))
    return tuple(alarms)


def _stamp(day_list: DayList, stamp: PrintStamp) -> str:
    sentence = translate(
        "DailyList", "Printed {printed} by {by}. Data as of {as_of}, step {step} ({head})"
    )
    said = sentence.format(
        printed=moment_text(stamp.printed_at),
        by=stamp.printed_by,
        as_of=moment_text(day_list.as_of, seconds=True),
        step=day_list.revision,
        head=day_list.head[:_HASH_LETTERS],
    )
    return f"{said}. {numbered}" if (numbered := sheet_number_text(stamp)) else said


def sheet_number_text(stamp: PrintStamp) -> str:
    """Return the number a sheet goes by while it is in somebody's hand, "" before it has one."""
    if not stamp.number:
        return ""
    return translate("DailyList", "Sheet {}").format(stamp.number)


def _discard(stamp: PrintStamp) -> str:
    last = moment_text(stamp.printed_at + SHIFT)
    return translate("DailyList", "Discard after shift, at the latest {}.").format(last)


def _empty(day_list: DayList, options: ListOptions) -> tuple[str, ...]:
    nobody = translate("DailyList", "0 of {n} active patients have anything on {day}.").format(
        n=day_list.active_patients, day=day_text(day_list.day)
    )
    following = day_list.next_due
    if following is None:
        return (nobody, translate("DailyList", "Nothing further is planned."))
    who = identity(following.line)
    fields = printed_identity(who, options.names)
    named = ", ".join(text for field, text in fields.items() if field != "case number")
    sentence = translate("DailyList", "Next: {day}, {who}, {title}, {label}.")
    return (
        nobody,
        sentence.format(
            day=day_text(following.on),
            who=named,
            title=spoken(following.title),
            label=following.label,
        ),
    )


def _left_off(day_list: DayList) -> str:
    return translate("DailyList", "Active patients without a row on this list: {n} of {of}").format(
        n=len(day_list.left_off), of=day_list.active_patients
    )


def _accounted(day_list: DayList) -> str:
    listed = len({row.line.patient.id for row in day_list.rows})
    sentence = translate(
        "DailyList", "Patients: {listed} listed + {left_off} without a row = {active} active"
    )
    return sentence.format(
        listed=listed, left_off=len(day_list.left_off), active=day_list.active_patients
    )
