"""Whatever is written of evidence, the signed gates it speaks against are looked at in its step."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from nkdesk.model.eligibility import Gate
from nkdesk.services.eligibility_models import (
    ConsentVersionForm,
    ObservationForm,
    StrikeForm,
    UlnChoiceForm,
    WithdrawalForm,
)
from nkdesk.services.evidence import (
    add_observation,
    choose_uln,
    results,
    set_consent_version,
    strike_consent,
    strike_observation,
    uln_tables,
    withdraw_consent,
)
from nkdesk.services.forms import Saved
from nkdesk.services.gate import closing
from nkdesk.services.problems import StoreConflictError
from nkdesk.store import evidence, gates

GIRL, MAN = 1, 2


@pytest.fixture
def looked_at(monkeypatch):
    """The patients whose gates were looked at, with the number of the step."""
    seen = []

    def look(step, _desk, patient_id):
        seen.append((step.seq, patient_id))
        return 0

    monkeypatch.setattr(closing, "close_gates_in", look)
    return seen


def test_each_write_about_a_patient_looks_at_that_patients_gates(ward, desk, looked_at):
    ward.version()
    looked_at.clear()
    result, consent = ward.result("alt", "24"), ward.consent()
    other = ward.consent("06.01.2026")
    ward.infection()
    ward.donor()
    strike_observation(desk, StrikeForm(result, "wrong patient"))
    withdraw_consent(desk, WithdrawalForm(consent, "09.03.2026", "why"))
    strike_consent(desk, StrikeForm(other, "wrong patient"))
    assert [who for _, who in looked_at] == [GIRL] * 8
    assert [seq for seq, _ in looked_at] == list(
        range(ward.newest("step") - 7, ward.newest("step") + 1)
    )


def test_the_gate_sees_the_new_result(ward, desk, monkeypatch):
    known = []
    monkeypatch.setattr(
        closing,
        "close_gates_in",
        lambda step, _desk, who: known.append(evidence.observations(step.store, who)),
    )
    ward.result("alt", "24")
    assert [[one.what for one in found] for found in known] == [["alt"]]


def test_what_holds_for_everybody_looks_at_every_signed_gate_once(desk, looked_at, monkeypatch):
    def signed(_store):
        return tuple(replace(gate(), patient_id=who) for who in (MAN, GIRL, MAN))

    monkeypatch.setattr(gates, "open_gates", signed)
    assert isinstance(set_consent_version(desk, ConsentVersionForm("2", "01.01.2026")), Saved)
    assert [who for _, who in looked_at] == [GIRL, MAN]
    looked_at.clear()
    form = UlnChoiceForm(uln_tables(desk)[0].hash, "01.01.2026")
    assert isinstance(choose_uln(desk, form), Saved)
    assert [who for _, who in looked_at] == [GIRL, MAN]


def gate():
    day, at = date(2026, 3, 1), datetime(2026, 3, 1, 9, tzinfo=UTC)
    return Gate(1, GIRL, 2, day, None, "Dr Invented", "physician", at, "0" * 64)


def test_what_was_saved_in_between_is_not_written_over(ward, desk, monkeypatch):
    """Another window writes after the form was read and before it is saved."""
    monkeypatch.setattr(results, "revision", lambda _desk: ward.newest("step") - 1)
    form = ObservationForm(GIRL, "alt", "24", "U/L", "10.03.2026")
    with pytest.raises(StoreConflictError):
        add_observation(desk, form)
    assert evidence.observations(desk.store, GIRL) == ()
