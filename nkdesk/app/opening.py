"""From an empty frame to an open ward: who works, which ward, and one window for each ward."""

from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from nkdesk.app.arguments import SAMPLE_ACTOR, Asked
from nkdesk.app.bugs import close_log, open_log
from nkdesk.app.first_paint import FirstPaint
from nkdesk.app.worker import Worker
from nkdesk.places import sample_ward_folder, ward_folder
from nkdesk.ui.main_window.window import MainWindow
from nkdesk.ui.run import show_start_page, show_ward
from nkdesk.ui.start.choice import CannotOpen, RememberedNames, StartChoice, StartKind

if TYPE_CHECKING:
    from concurrent.futures import Future

    from nkdesk.app.backing_up import BackingUp
    from nkdesk.services.backups import RestoreOrder
    from nkdesk.services.desk import Desk
    from nkdesk.ui.main_window.ward_view import WardView
    from nkdesk.ui.single_instance import SingleInstance
    from nkdesk.ui.start.page import StartPage


@dataclass(frozen=True, slots=True)
class Again:
    """A window to be opened anew: the ward, and what two people decided to restore in it."""

    choice: StartChoice
    order: "RestoreOrder"


class Opening(QObject):
    """Opens a ward in the window; ``view`` is its screens, ``shown`` carries its first one."""

    shown = Signal(QWidget)

    def __init__(self, window: MainWindow, asked: Asked) -> None:
        super().__init__(window)
        self.view: WardView | None = None
        self.page: StartPage | None = None
        self.again: Again | None = None
        self._window = window
        self._asked = asked
        self._worker = Worker(self)
        self._desk: Desk | None = None
        self._held: SingleInstance | None = None
        self._backups: BackingUp | None = None
        self._names = RememberedNames(QSettings("nkdesk", "nkdesk"))

    def begin(self) -> None:
        """Open the sample ward at once where that was asked, else ask who works and where."""
        if self._asked.demo:
            self.open(StartChoice(StartKind.SAMPLE, SAMPLE_ACTOR, self._asked.data_dir))
            return
        self._worker.run(_import_store, _ignore)
        page = self._show_page()
        asked = self._asked.data_dir
        if asked is not None and asked.is_file():
            page.refuse(self._not_a_folder(asked))

    def begin_restoring(self, again: Again) -> None:
        """Restore what was decided in the window before this one, then open the ward."""
        self._worker.run(_import_store, _ignore)
        self._show_page()
        self._restore(again)

    def open(self, choice: StartChoice) -> None:
        """Make what is missing on the worker, then open the ward chosen."""
        folder = choice.folder or sample_ward_folder()
        self._worker.run(partial(_prepare, choice, folder), partial(self._prepared, choice, folder))

    def close(self) -> None:
        """Let the ward, its folder and the worker go, with a last backup of what was saved."""
        self._worker.stop()
        if self._backups is not None:
            self._backups.close()
            self._backups = None
        self._let_go()
        close_log()

    def _prepared(
        self, choice: StartChoice, folder: Path, done: "Future[CannotOpen | None]"
    ) -> None:
        refusal = done.result() or self._take(folder) or self._open(choice, folder)
        if refusal is not None:
            self._refuse(refusal)

    def _take(self, folder: Path) -> CannotOpen | None:
        """Hold the folder for this window; another window that has it comes to the front."""
        from nkdesk.ui.single_instance import SingleInstance, raise_first  # noqa: PLC0415 -- late

        held = SingleInstance(folder, self)
        if held.take():
            held.raised.connect(self._window.activateWindow)
            self._held = held
            return None
        if not held.held_elsewhere:  # no such folder, or a read-only one: the store says it better
            return None
        raise_first(folder)
        return CannotOpen(
            self.tr("This ward is already open in another window of this computer."),
            self.tr("Use that window, or close it first. It was brought to the front."),
        )

    def _open(self, choice: StartChoice, folder: Path) -> CannotOpen | None:
        from nkdesk.app.wards import open_desk, read_protocol_file  # noqa: PLC0415 -- late
        from nkdesk.services.problems import StoreError  # noqa: PLC0415 -- late

        try:
            self._desk = open_desk(folder, choice.actor)
            refusal = self._real_ward(choice, self._desk)
        except StoreError as error:
            refusal = CannotOpen(error.sentence, error.next_step)
        if refusal is not None or self._desk is None:
            self._let_go()
            return refusal
        with suppress(OSError):  # a ward is worked in and printed from without a log, too
            open_log(folder / "logs")
        if choice.kind is not StartKind.SAMPLE:
            self._names.remember(choice.actor)
        self.view = show_ward(self._window, self._desk, read_protocol_file, self._worker)
        self._keep_backups(choice, self.view)
        self.shown.emit(self.view.board)
        # The rows come first: looking up the holidays would take the processor from them.
        FirstPaint(self._window).done.connect(self._settle)
        return None

    def _keep_backups(self, choice: StartChoice, view: "WardView") -> None:
        from nkdesk.app.backing_up import BackingUp  # noqa: PLC0415 -- late

        self._backups = BackingUp(view.desk, self._worker, self)
        foot = view.frame.status
        self._backups.told.connect(lambda words, warns: foot.show_backup(words, warns=warns))
        view.acts.backups.changed.connect(self._backups.look)
        view.acts.backups.restore_asked.connect(partial(self._open_again, choice))

    def _open_again(self, choice: StartChoice, order: "RestoreOrder") -> None:
        """Close this window, so that nothing has the ward open while it is restored."""
        folder = choice.folder or sample_ward_folder()
        self.again = Again(replace(choice, kind=_reopened(choice.kind), folder=folder), order)
        self._window.close()

    def _offer_restore(self, folder: Path) -> None:
        """Show the backups of a ward that is not open, for whoever cannot open it."""
        from nkdesk.app.wards import closed_ward  # noqa: PLC0415 -- late
        from nkdesk.ui.backups.dialog import BackupsDialog  # noqa: PLC0415 -- late

        dialog = BackupsDialog(self._window, closed_ward(folder), self._worker, sample=False)
        dialog.restore_asked.connect(
            lambda order: self._restore(
                Again(StartChoice(StartKind.OPEN, order.form.first.strip(), folder), order)
            )
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _restore(self, again: Again) -> None:
        """Restore on the worker, in a folder no window has, and then open the ward."""
        folder = again.choice.folder or sample_ward_folder()
        refusal = self._take(folder)
        if refusal is not None:
            self._refuse(refusal)
            return
        page = self.page or self._show_page()
        page.tell(self.tr("Restoring the backup. The ward opens by itself when it is done."))
        self._worker.run(partial(_restore, again, folder), partial(self._restored, again))

    def _restored(self, again: Again, done: "Future[CannotOpen | None]") -> None:
        if self._held is not None:
            self._held.give_back()
            self._held = None
        refusal = done.result()
        if self.page is not None:
            self.page.tell("")
        if refusal is not None:
            self._refuse(refusal)
            return
        self.open(again.choice)

    def _real_ward(self, choice: StartChoice, desk: "Desk") -> CannotOpen | None:
        """Refuse to play the sample nurse in a real ward."""
        from nkdesk.services.ward import ward_site  # noqa: PLC0415 -- late

        if choice.kind is not StartKind.SAMPLE or ward_site(desk).sample:
            return None
        return CannotOpen(
            self.tr("This folder holds a real ward, not the sample ward."),
            self.tr("Open it under your own name, or start the sample ward in another folder."),
        )

    def _let_go(self) -> None:
        if self._desk is not None:
            self._desk.store.close()
            self._desk = None
        if self._held is not None:
            self._held.give_back()
            self._held = None

    def _settle(self) -> None:
        """Look up the public holidays where nobody waits for them, then show them."""
        if self._desk is None:  # closed before it was painted
            return
        if self._backups is not None:
            self._backups.begin()
        from nkdesk.services.calendars import holidays_needed, look_up  # noqa: PLC0415 -- late

        needed = holidays_needed(self._desk, self._desk.clock.today())
        self._worker.run(partial(look_up, needed), self._settled)

    def _settled(self, done: "Future[None]") -> None:
        done.result()
        if self.view is not None:
            self.view.settle()

    def _refuse(self, refusal: CannotOpen) -> None:
        page = self.page or self._show_page()
        page.refuse(refusal)

    def _show_page(self) -> "StartPage":
        """Ask who works and where: in the folder asked for, else in this computer's own."""
        asked = self._asked.data_dir
        folder = ward_folder() if asked is None or asked.is_file() else asked
        self.page = show_start_page(self._window, self._names.all(), folder)
        self.page.chosen.connect(self.open)
        self.page.restore_asked.connect(self._offer_restore)
        return self.page

    def _not_a_folder(self, asked: Path) -> CannotOpen:
        """Say that the program was started with a file where it needs the ward's folder."""
        return CannotOpen(
            self.tr("{path} is a file, and a ward is a folder.").format(path=asked),
            self.tr("Start with the folder it lies in, or choose a ward below."),
        )


def _import_store() -> None:
    """Import what opening and showing a ward needs, where no window waits for it."""
    import nkdesk.app.wards  # noqa: PLC0415 -- the point of the function
    import nkdesk.ui.common.wheel_guard  # noqa: PLC0415 -- the point of the function
    import nkdesk.ui.main_window.ward_view  # noqa: PLC0415 -- the point of the function
    import nkdesk.ui.single_instance  # noqa: PLC0415 -- the point of the function
    from nkdesk.services.ward import warm_up  # noqa: PLC0415 -- a tenth of a second

    warm_up()
    del nkdesk


def _ignore(done: "Future[None]") -> None:
    done.result()


def _reopened(kind: StartKind) -> StartKind:
    """Return how a ward is opened the second time: one that was new is there now."""
    return StartKind.OPEN if kind is StartKind.NEW else kind


def _restore(again: Again, folder: Path) -> CannotOpen | None:
    """Put the backup in place. Runs on the worker, while nothing here has the ward open."""
    from nkdesk.app.wards import closed_ward  # noqa: PLC0415 -- late
    from nkdesk.services.backups import restore  # noqa: PLC0415 -- late
    from nkdesk.services.problems import StoreError  # noqa: PLC0415 -- late

    try:
        restore(closed_ward(folder), again.order.preview, again.order.form)
    except StoreError as error:
        return CannotOpen(error.sentence, error.next_step)
    return None


def _prepare(choice: StartChoice, folder: Path) -> CannotOpen | None:
    """Create the ward chosen where it is not there yet, and check it. Runs on the worker."""
    _import_store()
    from nkdesk.app.wards import make_sample_ward, make_ward  # noqa: PLC0415 -- late
    from nkdesk.clock import ward_clock  # noqa: PLC0415 -- late
    from nkdesk.services.problems import StoreError  # noqa: PLC0415 -- late
    from nkdesk.services.ward import refuse_damaged, ward_exists  # noqa: PLC0415 -- late

    try:
        if choice.kind is StartKind.NEW:
            make_ward(folder, choice.ward, choice.actor)
        elif choice.kind is StartKind.SAMPLE and not ward_exists(folder):
            make_sample_ward(folder)
        if ward_exists(folder):
            refuse_damaged(folder, ward_clock)
    except StoreError as error:
        return CannotOpen(error.sentence, error.next_step)
    return None
