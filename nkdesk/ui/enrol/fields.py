"""The fields of the enrolment form and how they lie."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from nkdesk.model.patient import AllergyState, Sex
from nkdesk.model.protocol import Protocol
from nkdesk.services.forms import EnrolmentForm
from nkdesk.sheets.wording.day import spoken
from nkdesk.sheets.wording.groups import disease_group_text
from nkdesk.sheets.wording.people import allergy_state_text, sex_text
from nkdesk.ui.common.fields import ChoiceField, DateField, Field, TextField, cards, chips
from nkdesk.ui.common.labels import heading


class EnrolmentFields(QObject):
    """Builds the fields; ``value`` returns the form as typed."""

    def __init__(self, trial_number: str, protocols: Sequence[tuple[str, Protocol]]) -> None:
        super().__init__()
        self._protocols = dict(protocols)
        self.all: dict[str, Field] = {}
        self.start = DateField("start", self.tr("First day of chemotherapy (may stay empty)"))
        self._texts(trial_number)
        self._choices()

    def value(self, *, seen: bool) -> EnrolmentForm:
        """Return everything as typed; ``seen`` says that like names were looked at."""
        typed = {name: field.value() for name, field in self.all.items()}
        typed.setdefault("protocol_hash", next(iter(self._protocols), ""))
        return EnrolmentForm(**typed, look_alike_seen=seen)

    def lay_out(self, column: QVBoxLayout) -> None:
        """Put the fields into a form, in the order of the papers."""
        column.addWidget(heading(self.tr("Name as in the papers")))
        self._row(column, "family", "given")
        self._row(column, "patronymic", "born")
        self._row(column, "latin_family", "latin_given")
        self._row(column, "sex")
        self._row(column, "trial_number", "case_number")
        column.addWidget(heading(self.tr("Disease and plan")))
        if "protocol_hash" in self.all:
            self._row(column, "protocol_hash")
        self._row(column, "disease_group")
        self._row(column, "start")
        column.addWidget(heading(self.tr("Allergies and body")))
        self._row(column, "allergy_state")
        self._row(column, "allergies")
        self._row(column, "weight", "weight_on")
        self._row(column, "height", "height_on")
        allergies = self.all["allergies"]
        allergies.setVisible(False)
        state = self.all["allergy_state"]
        state.changed.connect(
            lambda: allergies.setVisible(state.value() == AllergyState.KNOWN.value)
        )

    def _row(self, column: QVBoxLayout, *names: str) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for name in names:
            row.addWidget(self.all[name], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)

    def _add(self, field: Field) -> None:
        self.all[field.name] = field

    def _texts(self, trial_number: str) -> None:
        for field in (
            TextField("family", self.tr("Family name")),
            TextField("given", self.tr("Given name")),
            TextField("patronymic", self.tr("Patronymic (may stay empty)")),
            DateField("born", self.tr("Born")),
            TextField("latin_family", self.tr("Family name, Latin (passport)")),
            TextField("latin_given", self.tr("Given name, Latin (passport)")),
            TextField("trial_number", self.tr("Trial ID"), trial_number),
            TextField("case_number", self.tr("Case number")),
            TextField("allergies", self.tr("Known allergies to")),
            TextField("weight", self.tr("Weight, kg")),
            DateField("weight_on", self.tr("Weighed on")),
            TextField("height", self.tr("Height, cm")),
            DateField("height_on", self.tr("Measured on")),
            self.start,
        ):
            self._add(field)

    def _choices(self) -> None:
        sexes = [(one.value, sex_text(one)) for one in Sex]
        self._add(chips("sex", self.tr("Sex"), sexes, 2))
        states = [(one.value, allergy_state_text(one)) for one in AllergyState]
        self._add(chips("allergy_state", self.tr("Allergies"), states, 2))
        self.groups = ChoiceField("disease_group", self.tr("Disease group"))
        self._add(self.groups)
        if len(self._protocols) > 1:
            named = [
                (hash_, f"{one.id} v{one.version}", spoken(one.title))
                for hash_, one in self._protocols.items()
            ]
            field = ChoiceField("protocol_hash", self.tr("Protocol"))
            field.offer(cards(named))
            field.changed.connect(lambda: self._offer_groups(field.value()))
            self._add(field)
        else:
            self._offer_groups(next(iter(self._protocols), ""))

    def _offer_groups(self, protocol_hash: str) -> None:
        """Offer the groups that the chosen protocol leads into an arm."""
        protocol = self._protocols.get(protocol_hash)
        arms = () if protocol is None else protocol.arms
        leads = self.tr("leads to arm: {arm}")
        offered = [
            (group, disease_group_text(group), leads.format(arm=spoken(arm.title)))
            for arm in arms
            for group in arm.disease_groups
        ]
        self.groups.offer(cards(offered))
        self.groups.setVisible(bool(offered))
