"""Reading an enrolment form: as much of it as can be read, and every problem beside its field."""

from dataclasses import dataclass
from datetime import date

from nkdesk.model.patient import AllergyState, Height, PersonName, Sex, Weight
from nkdesk.model.protocol import Arm
from nkdesk.services.desk import Desk
from nkdesk.services.forms import EnrolmentForm, FieldCode
from nkdesk.services.reading import Reader
from nkdesk.store import patients, protocols


@dataclass(frozen=True, slots=True)
class ReadForm:
    """What could be read; None and "" stand where a field is empty or wrong."""

    name: PersonName
    born: date | None
    sex: str
    trial_number: str
    case_number: str
    disease_group: str
    arm: Arm | None
    allergy_state: str
    allergies: str
    weight: Weight | None
    height: Height | None
    start: date | None


def read_form(desk: Desk, form: EnrolmentForm, reader: Reader) -> ReadForm:
    """Read every field of a form; problems go to the reader, in the form's order."""
    name = _name(form, reader)
    born = reader.birth("born", form.born)
    sex = reader.choice("sex", form.sex, tuple(Sex))
    trial_number, case_number = _numbers(desk, form, reader)
    arm = _arm(desk, form, reader)
    allergy_state, allergies = _allergies(form, reader)
    return ReadForm(
        name=name,
        born=born,
        sex=sex,
        trial_number=trial_number,
        case_number=case_number,
        disease_group=form.disease_group if arm else "",
        arm=arm,
        allergy_state=allergy_state,
        allergies=allergies,
        weight=_weight(form, reader, born),
        height=_height(form, reader, born),
        start=_start(form, reader, born),
    )


def _name(form: EnrolmentForm, reader: Reader) -> PersonName:
    return PersonName(
        family=reader.name("family", form.family, needed=True),
        given=reader.name("given", form.given, needed=True),
        patronymic=reader.name("patronymic", form.patronymic),
        latin_family=reader.name("latin_family", form.latin_family),
        latin_given=reader.name("latin_given", form.latin_given),
    )


def _numbers(desk: Desk, form: EnrolmentForm, reader: Reader) -> tuple[str, str]:
    trial = reader.identifier("trial_number", form.trial_number)
    if trial and patients.trial_number_taken(desk.store, trial):
        reader.refuse("trial_number", FieldCode.ALREADY_USED)
    case = reader.identifier("case_number", form.case_number)
    if case and patients.case_number_taken(desk.store, case):
        reader.refuse("case_number", FieldCode.ALREADY_USED)
    return trial, case


def _arm(desk: Desk, form: EnrolmentForm, reader: Reader) -> Arm | None:
    known = {one.hash for one in protocols.protocols(desk.store)}
    if form.protocol_hash not in known:
        reader.refuse("protocol_hash", FieldCode.NOT_A_CHOICE)
        return None
    protocol = desk.protocol(form.protocol_hash)
    groups = tuple(group for arm in protocol.arms for group in arm.disease_groups)
    return protocol.arm_for(reader.choice("disease_group", form.disease_group, groups))


def _allergies(form: EnrolmentForm, reader: Reader) -> tuple[str, str]:
    state = reader.choice("allergy_state", form.allergy_state, tuple(AllergyState))
    text = reader.note("allergies", form.allergies)
    known = state == AllergyState.KNOWN
    if known and not form.allergies.strip():
        reader.refuse("allergies", FieldCode.NEEDS_TEXT)
    return state, text if known else ""


def _weight(form: EnrolmentForm, reader: Reader, born: date | None) -> Weight | None:
    grams = reader.grams("weight", form.weight)
    on = _taken_on(reader, "weight_on", form.weight, form.weight_on, born)
    return None if grams is None or on is None else Weight(grams, on)


def _height(form: EnrolmentForm, reader: Reader, born: date | None) -> Height | None:
    millimetres = reader.millimetres("height", form.height)
    on = _taken_on(reader, "height_on", form.height, form.height_on, born)
    return None if millimetres is None or on is None else Height(millimetres, on)


def _taken_on(
    reader: Reader, field: str, measure: str, typed: str, born: date | None
) -> date | None:
    """Read the date of a measurement; it is only asked for when there is one."""
    if not measure.strip():
        return None
    return reader.past_day(field, typed, born=born)


def _start(form: EnrolmentForm, reader: Reader, born: date | None) -> date | None:
    if not form.start.strip():
        return None
    start = reader.plan_day("start", form.start)
    if start is not None and born is not None and start < born:
        reader.refuse("start", FieldCode.BEFORE_BIRTH)
        return None
    return start
