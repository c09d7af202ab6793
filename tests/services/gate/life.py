"""A ward's life at random around cycle 2, through its services on a real file.

Two patients whose first cycle is given; two people who enter results, sign, plan, move, give, take
back, and days that go by. After each act: no cycle after the first stands without a signed gate
that is valid on its first day (judged from the bare rows); one that has not begun is still
eligible by all that is known on the day; and once begun, nothing of it is ever taken away.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from nkdesk.exchange.protocol_file import shipped_protocols
from nkdesk.model.change import ChangeKind
from nkdesk.model.eligibility import GateState, Outcome
from nkdesk.services import evidence, gate
from nkdesk.services.change_forms import CauseForm, CeaseForm, CorrectionForm, MoveForm
from nkdesk.services.changes import (
    cease_item,
    change_reasons,
    correct_fact,
    move_item,
    preview_cease,
    preview_correction,
    preview_move,
)
from nkdesk.services.eligibility_models import (
    ConsentVersionForm,
    ObservationForm,
    StrikeForm,
    UlnChoiceForm,
    WithdrawalForm,
)
from nkdesk.services.forms import GivenForm, NotGivenForm
from nkdesk.services.gate.standing import has_begun, is_planned_only
from nkdesk.services.protocols import protocol_list
from nkdesk.services.reasons import clinical_factors, not_given_reasons
from nkdesk.services.record import record_given, record_not_given
from nkdesk.services.undo import UndoOffer, undo, undo_offer
from nkdesk.services.ward import NewWard, ProtocolSource, create_ward, open_ward
from nkdesk.store import cycles, gates
from nkdesk.store.evidence import consents, observations
from nkdesk.store.verify import verify
from tests.services.gate import story
from tests.store.gate_life import ungated

PATIENTS = st.sampled_from([1, 2])
PEOPLE = st.sampled_from(["Anna", "Boris"])
PICK = st.integers(0, 999)
AGO = st.integers(0, 5)
RESULTS = {
    "performance": ("80", "60"),
    "alt": ("20", "999"),
    "ast": ("30", "999"),
    "hiv": ("negative", "positive"),
}
"""What can be found, as the criteria want it and as they do not."""


@cache
def beginning() -> bytes:
    """The file of a ward with two patients whose first cycle is given."""
    sources = tuple(ProtocolSource(protocol, text) for _, protocol, text in shipped_protocols())
    with tempfile.TemporaryDirectory() as folder:
        new = NewWard("Invented ward", UUID(int=5), sources, sample_today=story.START)
        desk = create_ward(Path(folder) / "ward", new, story.Calendar(), "Founder")
        with desk.store:
            used = next(one for one in protocol_list(desk) if one.id == "NCT05272293").hash
            story.set_up_site(desk)
            for number in (1, 2):
                typed = {"trial_number": f"NK-10{number}", "case_number": f"S-200{number}"}
                assert story.enrolled(desk, story.enrolment(used, **typed)) == number
                story.sign_consent(desk, number, story.START)
            for number in (1, 2):
                story.give_first_cycle(desk, number)
        return desk.store.path.read_bytes()


class CheckedLife(RuleBasedStateMachine):
    """Two people at work around the gates of two patients."""

    reached: ClassVar[Counter[str]] = Counter()

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        (self.folder / "ward.nkdesk").write_bytes(beginning())
        self.clock = story.Calendar()
        self.clock.turn_to(story.CHECKED)
        self.desk = open_ward(self.folder, lambda _zone, _day: self.clock, "Anna")
        self.given: dict[int, str] = {}

    def day(self, ago: int = 0) -> str:
        return (self.clock.today() - timedelta(days=ago)).isoformat()

    def some(self, who: int, pick: int, number: int) -> int | None:
        """Some item of a patient's cycle: one still open, while there is any."""
        found = story.items_of(self.desk, who, number)
        wanted = [one for one in found if one.item.is_open] or found
        return wanted[pick % len(wanted)].item_id if wanted else None

    def cause(self, pick: int, kind: ChangeKind = ChangeKind.MOVE) -> CauseForm:
        reasons = change_reasons(kind, self.desk)
        reason = reasons[pick % len(reasons)]
        factor = clinical_factors(self.desk)[0].code if reason.asks_factor else ""
        return CauseForm(reason.code, factor, "3" if reason.asks_grade else "", "why")

    def tried(self, name: str, doing: Callable[[], object]) -> None:
        """Do what the screens would do; a conversation that turns out to be refused is none."""
        answer = doing()
        self.reached[f"{name}: {type(answer).__name__}"] += 1

    @rule(actor=PEOPLE, who=PATIENTS, ago=AGO)
    def everything_is_found_well(self, actor: str, who: int, ago: int) -> None:
        self.desk.actor = actor
        story.everything(self.desk, who, self.clock.today() - timedelta(days=ago))

    @rule(actor=PEOPLE, who=PATIENTS, start=st.integers(0, 14), ago=st.integers(0, 2))
    def check_sign_and_plan(self, actor: str, who: int, start: int, ago: int) -> None:
        self.everything_is_found_well(actor, who, ago)
        self.consent(actor, who, "sign")
        self.sign(actor, who)
        self.plan(actor, who, start)

    @rule(actor=PEOPLE, who=PATIENTS, start=st.integers(0, 9), doses=st.integers(1, 3))
    def begin_the_second_cycle(self, actor: str, who: int, start: int, doses: int) -> None:
        self.check_sign_and_plan(actor, who, start, 0)
        for _ in range(doses):
            self.give(actor, who, 1)

    @rule(
        actor=PEOPLE,
        who=PATIENTS,
        what=st.sampled_from(sorted(RESULTS)),
        well=st.sampled_from([True, True, False]),
        ago=AGO,
    )
    def find(self, actor: str, who: int, what: str, ago: int, *, well: bool) -> None:
        self.desk.actor = actor
        scaled = {"scale": "lansky", "rater": "clinician"} if what == "performance" else {}
        unit = "U/L" if what in ("alt", "ast") else ""
        value = RESULTS[what][0 if well else 1]
        form = ObservationForm(who, what, value, unit, self.day(ago), sure=True, **scaled)
        self.tried("find", lambda: evidence.add_observation(self.desk, form))

    @rule(actor=PEOPLE, who=PATIENTS, verdict=st.sampled_from(["no", "no", "yes", "unknown"]))
    def judge(self, actor: str, who: int, verdict: str) -> None:
        self.desk.actor = actor
        story.judged_infection(self.desk, who, verdict, self.clock.today())

    @rule(actor=PEOPLE, who=PATIENTS, pick=PICK, well=st.booleans())
    def correct_a_result(self, actor: str, who: int, pick: int, *, well: bool) -> None:
        self.desk.actor = actor
        known = [one for one in observations(self.desk.store, who) if one.what in RESULTS]
        if known:
            old = known[pick % len(known)]
            scaled = {"scale": "lansky", "rater": "clinician"} if old.scale else {}
            value = RESULTS[old.what][0 if well else 1]
            form = ObservationForm(
                *(who, old.what, value, old.unit, old.on.isoformat()),
                **scaled,
                sure=True,
                corrects=old.id,
                why="misread",
            )
            self.tried("correct result", lambda: evidence.add_observation(self.desk, form))

    @rule(actor=PEOPLE, who=PATIENTS, pick=PICK)
    def strike(self, actor: str, who: int, pick: int) -> None:
        self.desk.actor = actor
        known = observations(self.desk.store, who)
        if known:
            form = StrikeForm(known[pick % len(known)].id, "another patient's")
            self.tried("strike", lambda: evidence.strike_observation(self.desk, form))

    @rule(actor=PEOPLE, who=PATIENTS, act=st.sampled_from(["sign", "sign", "withdraw", "strike"]))
    def consent(self, actor: str, who: int, act: str) -> None:
        self.desk.actor = actor
        held = consents(self.desk.store, who)
        if act == "sign" or not held:
            version = evidence.consent_versions(self.desk)[-1].version
            story.sign_consent(self.desk, who, self.clock.today(), version)
        elif act == "withdraw":
            form = WithdrawalForm(held[-1].id, self.day(), "changed their mind")
            self.tried("withdraw", lambda: evidence.withdraw_consent(self.desk, form))
        else:
            struck = StrikeForm(held[-1].id, "of another")
            self.tried("strike consent", lambda: evidence.strike_consent(self.desk, struck))

    @rule(actor=PEOPLE, pick=PICK, ahead=st.integers(-3, 9))
    def the_site_decides(self, actor: str, pick: int, ahead: int) -> None:
        self.desk.actor = actor
        on = (self.clock.today() + timedelta(days=ahead)).isoformat()
        if pick % 4 == 0:
            known = len(evidence.consent_versions(self.desk))
            version = ConsentVersionForm(str(known + 1), on)
            self.tried("version", lambda: evidence.set_consent_version(self.desk, version))
        elif pick % 4 == 1:
            tables = evidence.uln_tables(self.desk)
            chosen = UlnChoiceForm(tables[pick % len(tables)].hash, on)
            self.tried("limits", lambda: evidence.choose_uln(self.desk, chosen))

    @rule(actor=PEOPLE, who=PATIENTS)
    def sign(self, actor: str, who: int) -> None:
        self.desk.actor = actor
        self.tried("sign", lambda: story.sign(self.desk, who))

    @rule(actor=PEOPLE, who=PATIENTS, pick=PICK)
    def waive(self, actor: str, who: int, pick: int) -> None:
        self.desk.actor = actor
        check = gate.check(self.desk, who, 2)
        assert check is not None
        speaking = check.evaluation.not_met or check.evaluation.verdicts
        name = speaking[pick % len(speaking)].criterion.id
        self.tried("waive", lambda: story.waive(self.desk, who, name))

    @rule(actor=PEOPLE, who=PATIENTS, start=st.integers(-2, 20))
    def plan(self, actor: str, who: int, start: int) -> None:
        self.desk.actor = actor
        on = self.clock.today() + timedelta(days=start)
        self.tried("plan", lambda: story.plan_second(self.desk, who, on))

    @rule(
        actor=PEOPLE,
        who=PATIENTS,
        number=st.sampled_from([1, 2, 2, 2, 2]),
        pick=PICK,
        days=st.one_of(st.integers(-3, 7), st.integers(8, 30)),
        scope=st.sampled_from(["only", "needed", "rest_of_cycle", "everything_after"]),
        physician=st.sampled_from(["", "Dr A"]),
    )
    def move(  # noqa: PLR0913, PLR0917 -- everything a person chooses
        self, actor: str, who: int, number: int, pick: int, days: int, scope: str, physician: str
    ) -> None:
        self.desk.actor = actor
        item_id = self.some(who, pick, number)
        if item_id is not None:
            entries = story.items_of(self.desk, who, number)
            planned = next(one.item.planned for one in entries if one.item_id == item_id)
            to = (planned + timedelta(days=days)).isoformat()
            form = MoveForm(item_id, to, scope, self.cause(pick), bool(physician), physician)
            seen = preview_move(self.desk, form).read_at
            self.tried("move", lambda: move_item(self.desk, form, seen))

    @rule(actor=PEOPLE, who=PATIENTS, pick=PICK)
    def give(self, actor: str, who: int, pick: int) -> None:
        """Day after day, as it is planned; now and then on the day itself only."""
        self.desk.actor = actor
        item_id = self.some(who, 0, 2)
        if item_id is None:
            return
        entry = next(one for one in story.items_of(self.desk, who) if one.item_id == item_id)
        if pick % 3:
            self.turn_to(max(self.clock.today(), entry.item.planned))
        form = GivenForm(item_id, self.day())
        self.tried("give", lambda: record_given(self.desk, form))

    @rule(actor=PEOPLE, who=PATIENTS, pick=PICK)
    def omit(self, actor: str, who: int, pick: int) -> None:
        self.desk.actor = actor
        item_id = self.some(who, pick, 2)
        if item_id is not None:
            form = NotGivenForm(item_id, not_given_reasons(self.desk)[0].code, "38,9")
            self.tried("omit", lambda: record_not_given(self.desk, form))

    @rule(actor=PEOPLE, who=PATIENTS, pick=PICK)
    def cease(self, actor: str, who: int, pick: int) -> None:
        self.desk.actor = actor
        item_id = self.some(who, pick, 2)
        if item_id is not None:
            form = CeaseForm(item_id, self.cause(pick, ChangeKind.CEASE))
            seen = preview_cease(self.desk, form).read_at
            self.tried("cease", lambda: cease_item(self.desk, form, seen))

    @rule(actor=PEOPLE, who=PATIENTS, number=st.sampled_from([1, 2]), pick=PICK, late=AGO)
    def correct(self, actor: str, who: int, number: int, pick: int, late: int) -> None:
        self.desk.actor = actor
        told = [one for one in story.items_of(self.desk, who, number) if one.item.actual]
        if told:
            on = self.day(late)
            form = CorrectionForm(told[pick % len(told)].item_id, on, "08:00", CauseForm(), "typo")
            seen = preview_correction(self.desk, form).read_at
            self.tried("correct", lambda: correct_fact(self.desk, form, seen))

    @rule(actor=PEOPLE, who=PATIENTS, pick=st.integers(0, 9))
    def leave(self, actor: str, who: int, pick: int) -> None:
        self.desk.actor = actor
        if pick == 0:
            with suppress(AssertionError):  # they have left already
                story.leave_study(self.desk, who)
                self.reached["left"] += 1

    @rule(actor=PEOPLE)
    def take_back(self, actor: str) -> None:
        self.desk.actor = actor
        offer = undo_offer(self.desk)
        seq = offer.seq if isinstance(offer, UndoOffer) else 1
        self.tried("undo", lambda: undo(self.desk, seq))

    @rule(actor=PEOPLE)
    def see_alerts(self, actor: str) -> None:
        self.desk.actor = actor
        for alert in gate.unseen_alerts(self.desk)[:1]:
            self.tried("see", lambda number=alert.id: gate.see_alert(self.desk, number))

    @rule(days=st.integers(1, 9))
    def time_goes_by(self, days: int) -> None:
        self.turn_to(self.clock.today() + timedelta(days=days))

    def turn_to(self, day: object) -> None:
        """Another day begins: the ward's window looks at what has expired."""
        self.clock.turn_to(day)
        self.reached["expired"] += gate.close_expired(self.desk)

    @invariant()
    def no_cycle_without_its_gate(self) -> None:
        assert ungated(self.desk.store) == []

    @invariant()
    def what_has_not_begun_is_still_eligible(self) -> None:
        for who in (1, 2):
            for one in cycles.cycles(self.desk.store, who)[1:]:
                if not is_planned_only(one):
                    continue
                self.reached["planned and looked at"] += 1
                check = gate.check(self.desk, who, one.number)
                assert check is not None
                assert check.evaluation.outcome is Outcome.ELIGIBLE
                assert gate.gate_status(self.desk, who, one.number).state is GateState.OPEN

    @invariant()
    def what_was_given_stays_given(self) -> None:
        rows = self.desk.store.read(
            "SELECT item.id, actual FROM item JOIN cycle ON cycle.id = cycle_id"
            " WHERE number > 1 AND state = 'given'"
        )
        now = dict(rows)
        assert self.given.keys() <= now.keys()
        self.given = now

    @invariant()
    def whoever_closed_a_gate_told_a_physician(self) -> None:
        told = {one.gate_id for one in gates.alerts(self.desk.store)}
        closed = self.desk.store.read("SELECT id FROM gate WHERE closed_why <> ''")
        assert {row[0] for row in closed} <= told

    def teardown(self) -> None:
        try:
            for who in (1, 2):
                begun = [one for one in cycles.cycles(self.desk.store, who)[1:] if has_begun(one)]
                self.reached["begun"] += len(begun)
            assert verify(self.desk.store, self.desk.store.head()) == ()
        finally:
            self.desk.store.close()
            shutil.rmtree(self.folder)
