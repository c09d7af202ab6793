"""Paper from the command line: bedside card, product sheet, scanner test; what is out of date."""

import sys
from pathlib import Path

import click

from nkdesk.cli.acting import AddressType, find_item, find_patient
from nkdesk.cli.ward import ERROR, WardChoice, leave, opened
from nkdesk.model.cycle import Address
from nkdesk.services.desk import Desk
from nkdesk.services.product import products_board
from nkdesk.services.sheet_contents import card_content, lot_content
from nkdesk.services.sheets_in_hand import stale_sheets
from nkdesk.services.ward import ward_site
from nkdesk.sheets.paper_file import write_card, write_product_sheet, write_scanner_sheet
from nkdesk.sheets.read_sheets import card_sheet, lot_sheet
from nkdesk.sheets.scanner_sheet import ScannerSheet

_PDF = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.argument("patient", metavar="PATIENT")
@click.argument("item", metavar="ITEM", type=AddressType())
@click.option("--pdf", type=_PDF, required=True, help="Where to write it.")
@click.pass_obj
def card(choice: WardChoice, *, patient: str, item: Address, pdf: Path) -> None:
    """Write the bedside card of ITEM (as C1/NK2) of PATIENT (a trial number)."""
    with opened(choice) as desk:
        sheet = card_sheet(desk, find_item(desk, find_patient(desk, patient), item))
        if sheet is None:
            _refuse(f"{patient} {item} is no infusion of a product; choose an infusion.")
            return
        leave(desk, card_content(sheet.page), lambda stamp: write_card(sheet, pdf, stamp))
    click.echo(f"{pdf}: {patient} {item}")


@click.command("product-sheet")
@click.argument("lot", metavar="LOT")
@click.option("--pdf", type=_PDF, required=True, help="Where to write it.")
@click.pass_obj
def product_sheet(choice: WardChoice, *, lot: str, pdf: Path) -> None:
    """Write the donor and product sheet of LOT (the laboratory's number)."""
    with opened(choice) as desk:
        sheet = lot_sheet(desk, _lot_id(desk, lot))
        if sheet is None:
            _refuse(f"There is no lot {lot}; nkdeskctl products lists them.")
            return
        content = lot_content(sheet.view, desk.clock.today(), sheet.revision)
        leave(desk, content, lambda stamp: write_product_sheet(sheet, pdf, stamp))
    click.echo(f"{pdf}: {lot}")


@click.command("scanner-test")
@click.option("--pdf", type=_PDF, required=True, help="Where to write it.")
@click.pass_obj
def scanner_test(choice: WardChoice, *, pdf: Path) -> None:
    """Write the sheet of codes that tests a scanner."""
    with opened(choice) as desk:
        sheet = ScannerSheet(ward_site(desk).ward)
        leave(desk, None, lambda stamp: write_scanner_sheet(sheet, pdf, stamp))
    click.echo(f"{pdf}: scanner test")


@click.command()
@click.pass_obj
def sheets(choice: WardChoice) -> None:
    """Say which printed sheets are out of date, and for whom; exit code 1 when any is."""
    with opened(choice) as desk:
        stale = stale_sheets(desk)
    for one in stale:
        rows = ", ".join(f"{row.line.patient.trial_number} {row.what}" for row in one.rows)
        click.echo(f"Sheet {one.sheet.number} ({one.sheet.kind}) is out of date: {rows}")
    click.echo(f"END OF LIST {len(stale)} sheets out of date.")
    sys.exit(ERROR if stale else 0)


def _lot_id(desk: Desk, number: str) -> int:
    known = (lot.lot for one in products_board(desk).recipients for lot in one.lots)
    return next((lot.id for lot in known if lot.number == number), 0)


def _refuse(sentence: str) -> None:
    click.echo(f"nkdeskctl: {sentence}", err=True)
    sys.exit(ERROR)
