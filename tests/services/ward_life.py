"""A ward's life at random, through its services on a real file: what must hold whatever is done.

A machine of acts by two people. After each act the journal says exactly what differs in the file,
facts of care stand, nobody has a second cycle, and what was refused has changed nothing. What was
taken back is as it was before. At the end the whole store verifies.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.change import ChangeKind
from nkdesk.model.day_item import DayItem
from nkdesk.model.protocol import Protocol
from nkdesk.services.calendar_models import LabDayForm
from nkdesk.services.change_forms import (
    CauseForm,
    CeaseForm,
    ChangePreview,
    CorrectionForm,
    MoveForm,
    OffStudyForm,
    SettleForm,
)
from nkdesk.services.changes import (
    cease_item,
    change_reasons,
    correct_fact,
    move_item,
    preview_cease,
    preview_correction,
    preview_move,
    preview_off_study,
    preview_settle,
    settle_cycle,
    take_off_study,
)
from nkdesk.services.enrol import enrol
from nkdesk.services.forms import Enrolled, EnrolmentForm, GivenForm, NotGivenForm, Saved, Unsaved
from nkdesk.services.lab_days import clear_lab_day, lab_days, set_lab_day
from nkdesk.services.plan import plan_cycle
from nkdesk.services.reasons import clinical_factors, not_given_reasons
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.steps import StepKind, revision
from nkdesk.services.undo import NoUndo, UndoOffer, undo, undo_offer
from nkdesk.services.ward import NewWard, ProtocolSource, create_ward, open_ward
from nkdesk.services.ward_replacing import accept_replacement, replacement_question, solve
from nkdesk.store.cycles import cycles, patient_items
from nkdesk.store.journal import journal_rows
from nkdesk.store.patients import all_patients
from nkdesk.store.rows import TABLES
from nkdesk.store.store import StoreConflictError
from nkdesk.store.verify import verify

ZONE = ZoneInfo("Europe/Minsk")
START = datetime(2026, 4, 27, 9, 30, tzinfo=ZONE)  # holidays and moved working days lie ahead
FACTS = ("given", "omitted")

Name = tuple[str, str]
Row = dict[str, object]
Rows = dict[Name, Row]
Result = Saved | Unsaved | Enrolled | UndoOffer | NoUndo


@dataclass
class TurnedClock:
    """A clock that stands still until the story turns it."""

    moment: datetime = START

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


def enrolment(number: int, protocol_hash: str, start: str) -> EnrolmentForm:
    """An invented patient; half of them on either arm."""
    return EnrolmentForm(
        family=f"Проба{'абвгдежзик'[number % 10] * (1 + number // 10)}",
        given="Вера",
        born="01.06.2016",
        sex="f",
        trial_number=f"NK-{number:03d}",
        case_number=f"S-{number:04d}",
        disease_group=("relapsed", "primary_high_risk")[number % 2],
        allergy_state="none_known",
        weight="24,5",
        weight_on=START.date().isoformat(),
        protocol_hash=protocol_hash,
        start=start,
        look_alike_seen=True,
    )


@cache
def beginning() -> tuple[bytes, str, dict[str, Protocol]]:
    """The file of a ward with two patients planned, their protocol's hash and the protocols."""
    sources = [ProtocolSource(protocol, text) for _, protocol, text in shipped_protocols()]
    with tempfile.TemporaryDirectory() as folder:
        new = NewWard("Invented ward", UUID(int=7), tuple(sources), START.date())
        desk = create_ward(Path(folder) / "ward", new, TurnedClock(), "Founder")
        with desk.store:
            found = desk.store.read("SELECT hash FROM protocol WHERE id = 'NCT05272293'")
            protocol_hash = str(found[0][0])
            for number in (1, 2):
                start = START.date() + timedelta(days=number)
                saved = enrol(desk, enrolment(number, protocol_hash, start.isoformat()))
                assert isinstance(saved, Enrolled), saved
        return desk.store.path.read_bytes(), protocol_hash, desk.shelf


def differing(before: Rows, after: Rows) -> dict[Name, tuple[Row | None, Row | None]]:
    """The rows that differ between two looks at a file, before and after."""
    names = before.keys() | after.keys()
    return {
        name: (before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    }


def unnumbered(row: Row | None) -> Row | None:
    """A row without how often it was changed."""
    return None if row is None else {**row, "rev": 0}


PEOPLE = st.sampled_from(["Anna", "Boris"])
PICK = st.integers(0, 999)
DAYS = st.integers(-6, 15)
SCOPES = st.sampled_from(["only", "needed", "rest_of_cycle", "everything_after"])


class WardLife(RuleBasedStateMachine):
    """Two people at work in one ward, each undoing now and then."""

    def __init__(self) -> None:
        super().__init__()
        content, self.hash, shelf = beginning()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "ward.nkdesk").write_bytes(content)
        self.clock = TurnedClock()
        self.desk = open_ward(self.folder, lambda _zone, _day: self.clock, "Anna")
        self.desk.shelf = shelf
        self.numbers = iter(range(3, 1000))
        self.rows = self.look()

    def look(self) -> Rows:
        """Every row of every clinical table by table and key."""
        found: Rows = {}
        for table in TABLES.values():
            for values in self.desk.store.read(table.select_all):
                row = dict(zip(table.columns, values, strict=True))
                key = json.dumps(table.key_of(row), separators=(",", ":"), ensure_ascii=False)
                found[table.name, key] = row
        return found

    def act(self, actor: str, doing: Callable[[], Result]) -> Result:
        """Do something as somebody and check what must hold after anything."""
        self.desk.actor = actor
        before, stood = self.rows, revision(self.desk)
        result = doing()
        self.rows = self.look()
        if isinstance(result, Unsaved | NoUndo):
            assert revision(self.desk) == stood
            assert self.rows == before
            return result
        assert revision(self.desk) == stood + 1
        self.journal_says_what_differs(before, stood + 1)
        self.facts_stand(before, stood + 1)
        self.who_left_has_nothing_open()
        assert all(row["number"] == 1 for (table, _), row in self.rows.items() if table == "cycle")
        return result

    def written(self, seq: int) -> dict[Name, tuple[Row | None, Row | None]]:
        """What a step did to each row from first to last, as the journal has it."""
        found: dict[Name, tuple[Row | None, Row | None]] = {}
        for row in journal_rows(self.desk.store, seq):
            name = row.table, row.key
            before, after = (
                None if text is None else TABLES[row.table].row(text)
                for text in (row.before, row.after)
            )
            found[name] = (found[name][0] if name in found else before, after)
        return {name: images for name, images in found.items() if images[0] != images[1]}

    def journal_says_what_differs(self, before: Rows, seq: int) -> None:
        assert self.written(seq) == differing(before, self.rows)

    def facts_stand(self, before: Rows, seq: int) -> None:
        """What was given or not given changes by a correction alone; nothing closed moves."""
        (what,) = self.desk.store.read("SELECT what FROM step WHERE seq = ?", (seq,))[0]
        for name, row in before.items():
            now = self.rows.get(name)
            if name[0] != "item" or row == now or row["state"] == "planned":
                continue
            assert now is not None
            if row["state"] in FACTS and what != StepKind.CORRECT_GIVEN:
                assert (now["state"], now["actual"]) == (row["state"], row["actual"])
            if (
                what not in (StepKind.CORRECT_GIVEN, StepKind.UNDO)
                and row["state"] != "partly_given"
            ):
                assert (now["state"], now["planned"]) == (row["state"], row["planned"])

    def who_left_has_nothing_open(self) -> None:
        left = {
            row["patient_id"]: row["day"]
            for (table, _), row in self.rows.items()
            if table == "off_study"
        }
        for (table, _), row in self.rows.items():
            if table == "item" and row["patient_id"] in left and row["state"] == "planned":
                assert str(row["planned"]) < str(left[row["patient_id"]])

    def patient_ids(self) -> list[int]:
        return sorted(one.id for one in all_patients(self.desk.store))

    def entries(self, pick: int) -> tuple[DayItem, ...]:
        """Every item of some patient."""
        people = self.patient_ids()
        return patient_items(self.desk.store, people[pick % len(people)]) if people else ()

    def item(self, pick: int) -> DayItem | None:
        """Some item of some patient; an open one while the patient has any."""
        entries = self.entries(pick)
        wanted = [one for one in entries if one.item.is_open] or entries
        return wanted[pick // 7 % len(wanted)] if wanted else None

    def fact(self, pick: int) -> DayItem | None:
        """Some item of some patient of which something was given, or that was not given."""
        told = [one for one in self.entries(pick) if one.item.state in (*FACTS, "partly_given")]
        return told[pick // 7 % len(told)] if told else None

    def cause(self, kind: ChangeKind, pick: int) -> CauseForm:
        reasons = change_reasons(kind, self.desk)
        factors = clinical_factors(self.desk)
        reason = reasons[pick % len(reasons)]
        return CauseForm(
            reason.code,
            factors[pick % len(factors)].code if reason.asks_factor else "",
            str(1 + pick % 5) if reason.asks_grade else "",
            "why" if reason.needs_note or pick % 2 else "",
        )

    def as_previewed(self, preview: ChangePreview, saved: Result) -> None:
        """What was seen before is what was saved; what had problems was not."""
        if not isinstance(saved, Saved):
            return
        assert not preview.problems
        assert preview.refused is None
        stored = {row.item_id: row.after for row in preview.rows}
        for patient_id in self.patient_ids():
            for entry in patient_items(self.desk.store, patient_id):
                if entry.item_id in stored:
                    assert entry.item == stored.pop(entry.item_id)
        assert not stored

    @rule(actor=PEOPLE, days=st.integers(0, 20), planned=st.booleans())
    def enrol(self, actor: str, days: int, *, planned: bool) -> None:
        if len(self.patient_ids()) < 6:
            start = (self.clock.today() + timedelta(days=days)).isoformat() if planned else ""
            form = enrolment(next(self.numbers), self.hash, start)
            self.act(actor, lambda: enrol(self.desk, form))

    @rule(actor=PEOPLE, pick=PICK, days=st.integers(-3, 20))
    def plan(self, actor: str, pick: int, days: int) -> None:
        people = [one for one in self.patient_ids() if not cycles(self.desk.store, one)]
        if people:
            start = (self.clock.today() + timedelta(days=days)).isoformat()
            self.act(actor, lambda: plan_cycle(self.desk, people[pick % len(people)], start))

    @rule(actor=PEOPLE, pick=PICK, days=DAYS, scope=SCOPES, physician=st.sampled_from(["", "Dr A"]))
    def move(self, actor: str, pick: int, days: int, scope: str, physician: str) -> None:
        entry = self.item(pick)
        if entry is not None:
            to = (entry.item.planned + timedelta(days=days)).isoformat()
            cause = self.cause(ChangeKind.MOVE, pick)
            form = MoveForm(entry.item_id, to, scope, cause, bool(physician), physician)
            stood = self.rows
            preview = preview_move(self.desk, form)
            saved = self.act(actor, lambda: move_item(self.desk, form, preview.read_at))
            self.as_previewed(preview, saved)
            if pick % 2:
                self.thought_better_of(saved, stood)

    @rule(actor=PEOPLE, pick=PICK, late=st.integers(0, 9), part=st.sampled_from([None, 1, 2]))
    def give(self, actor: str, pick: int, late: int, part: int | None) -> None:
        entry = self.item(pick)
        if entry is not None:
            on = (self.clock.today() - timedelta(days=late)).isoformat()
            part = part if len(entry.item.parts) > 1 else None
            form = GivenForm(entry.item_id, on, "07:15", part, "note" if pick % 3 else "")
            self.act(actor, lambda: record_given(self.desk, form))

    @rule(actor=PEOPLE, pick=PICK, count=st.integers(1, 5))
    def give_what_comes_next(self, actor: str, pick: int, count: int) -> None:
        """Day after day, as it is planned."""
        for _ in range(count):
            entry = next((one for one in self.entries(pick) if one.item.is_open), None)
            if entry is None:
                return
            if entry.item.planned > self.clock.today():
                self.clock.moment += entry.item.planned - self.clock.today()
            on = max(entry.item.planned, START.date()).isoformat()
            form = GivenForm(entry.item_id, on, "07:15")
            self.act(actor, lambda form=form: record_given(self.desk, form))

    @rule(actor=PEOPLE, pick=PICK)
    def omit(self, actor: str, pick: int) -> None:
        entry = self.item(pick)
        if entry is not None:
            reasons = not_given_reasons(self.desk)
            form = NotGivenForm(entry.item_id, reasons[pick % len(reasons)].code, "38,9")
            self.act(actor, lambda: record_not_given(self.desk, form))

    @rule(actor=PEOPLE, pick=PICK, given=st.booleans(), late=st.integers(0, 20))
    def correct(self, actor: str, pick: int, late: int, *, given: bool) -> None:
        entry = self.fact(pick)
        if entry is not None:
            on = (self.clock.today() - timedelta(days=late)).isoformat() if given else ""
            reasons = not_given_reasons(self.desk)
            cause = CauseForm("" if given else reasons[pick % len(reasons)].code, note="note")
            form = CorrectionForm(entry.item_id, on, "08:00" if given else "", cause, "mistyped")
            preview = preview_correction(self.desk, form)
            saved = self.act(actor, lambda: correct_fact(self.desk, form, preview.read_at))
            self.as_previewed(preview, saved)

    @rule(actor=PEOPLE, pick=PICK, regret=st.booleans())
    def cease(self, actor: str, pick: int, *, regret: bool) -> None:
        entry = self.item(pick)
        if entry is not None:
            form = CeaseForm(entry.item_id, self.cause(ChangeKind.CEASE, pick))
            stood = self.rows
            preview = preview_cease(self.desk, form)
            saved = self.act(actor, lambda: cease_item(self.desk, form, preview.read_at))
            self.as_previewed(preview, saved)
            if regret:
                self.thought_better_of(saved, stood)

    @rule(actor=PEOPLE, pick=PICK, ago=st.integers(0, 5), regret=st.booleans())
    def leave_the_study(self, actor: str, pick: int, ago: int, *, regret: bool) -> None:
        people = self.patient_ids()
        if people and pick % 3 == 0:  # a ward of nobody has nothing to change
            on = (self.clock.today() - timedelta(days=ago)).isoformat()
            cause = self.cause(ChangeKind.OFF_STUDY, pick)
            form = OffStudyForm(people[pick % len(people)], on, cause)
            stood = self.rows
            preview = preview_off_study(self.desk, form)
            saved = self.act(actor, lambda: take_off_study(self.desk, form, preview.read_at))
            self.as_previewed(preview, saved)
            if regret:
                self.thought_better_of(saved, stood)

    @rule(actor=PEOPLE, pick=PICK, regret=st.booleans())
    def settle(self, actor: str, pick: int, *, regret: bool) -> None:
        people = [one for one in self.patient_ids() if cycles(self.desk.store, one)]
        if people:
            cause = self.cause(ChangeKind.SETTLE, pick)
            form = SettleForm(people[pick % len(people)], 1, cause)
            stood = self.rows
            preview = preview_settle(self.desk, form)
            saved = self.act(actor, lambda: settle_cycle(self.desk, form, preview.read_at))
            self.as_previewed(preview, saved)
            if regret:
                self.thought_better_of(saved, stood)

    @rule(
        actor=PEOPLE, days=st.integers(0, 25), kind=st.sampled_from(["closed", "open", "capacity"])
    )
    def say_of_a_day(self, actor: str, days: int, kind: str) -> None:
        on = (self.clock.today() + timedelta(days=days)).isoformat()
        form = LabDayForm("nk_lab", on, kind, "1" if kind == "capacity" else "", "x")
        self.act(actor, lambda: set_lab_day(self.desk, form))

    @rule(actor=PEOPLE, pick=PICK)
    def let_the_rule_hold_again(self, actor: str, pick: int) -> None:
        said = lab_days(self.desk)
        days = sorted((one.calendar, one.day) for one in (*said.days, *said.capacities))
        if days:
            calendar, day = days[pick % len(days)]
            read_at = revision(self.desk)
            self.act(actor, lambda: clear_lab_day(self.desk, calendar, day, read_at))

    @rule(actor=PEOPLE, pick=PICK, days=st.integers(0, 25), regret=st.booleans())
    def place_the_ward_anew(self, actor: str, pick: int, days: int, *, regret: bool) -> None:
        on = (self.clock.today() + timedelta(days=days)).isoformat()
        question = replacement_question(self.desk, (LabDayForm("nk_lab", on, "closed"),))
        assert not isinstance(question, Unsaved)
        looks = iter(range(40))
        answer = solve(question, lambda _: next(looks, None) is not None)
        listed = [int(one.id) for one in question.patients]
        some = frozenset(one for one in listed if pick >> listed.index(one) & 1 or pick % 3 == 0)
        cause = self.cause(ChangeKind.REPLACE, pick)
        stood = self.rows
        saved = self.act(actor, lambda: accept_replacement(self.desk, answer, some, cause))
        if regret:
            self.thought_better_of(saved, stood)

    @rule(pick=PICK, days=DAYS)
    def save_on_an_old_look(self, pick: int, days: int) -> None:
        """H20: somebody has saved something since; nothing is saved, whatever is asked."""
        entry = self.item(pick)
        if entry is None:
            return
        to = (entry.item.planned + timedelta(days=days)).isoformat()
        form = MoveForm(entry.item_id, to, "needed", self.cause(ChangeKind.MOVE, pick))
        old = revision(self.desk) - 1 - pick % 3
        with suppress(StoreConflictError):
            assert isinstance(move_item(self.desk, form, old), Unsaved)
        assert self.look() == self.rows

    @rule(actor=PEOPLE)
    def take_back(self, actor: str) -> None:
        self.taken_back(actor)

    def taken_back(self, actor: str) -> Result:
        self.desk.actor = actor
        offer = undo_offer(self.desk)
        seq = offer.seq if isinstance(offer, UndoOffer) else 1
        before = self.rows
        done = self.act(actor, lambda: undo(self.desk, seq))
        if isinstance(done, UndoOffer):
            self.as_before(before, self.written(done.seq))
        return done

    def thought_better_of(self, saved: Result, stood: Rows) -> None:
        """A change of a plan is taken back at once: every row is as it was before it."""
        if isinstance(saved, Saved) and self.written(saved.seq):
            assert isinstance(self.taken_back(self.desk.actor), UndoOffer)
            now = {name: unnumbered(row) for name, row in self.rows.items()}
            then = {name: unnumbered(row) for name, row in stood.items()}
            assert differing(then, now) == {}

    def as_before(
        self, before: Rows, written: Mapping[Name, tuple[Row | None, Row | None]]
    ) -> None:
        """The rows of the step taken back are as it found them; all others stand."""
        for name in before.keys() | self.rows.keys() | written.keys():
            if name in written:
                assert unnumbered(self.rows.get(name)) == unnumbered(written[name][0])
            else:
                assert self.rows.get(name) == before.get(name)

    @rule(days=st.integers(1, 6))
    def time_goes_by(self, days: int) -> None:
        self.clock.moment += timedelta(days=days)

    def teardown(self) -> None:
        try:
            assert verify(self.desk.store, self.desk.store.head()) == ()
        finally:
            self.desk.store.close()
            shutil.rmtree(self.folder)
