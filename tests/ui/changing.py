"""Dialogs that change plans, opened over the sample ward for tests."""

from nkdesk.services.patient_page import find_patients, patient_page
from nkdesk.ui.common.chosen import ChosenItem


def page_of(desk, number):
    patients = [row.line.patient for row in find_patients(desk).rows]
    return patient_page(desk, next(one.id for one in patients if one.trial_number == number))


def rows_of(desk, number):
    rows = [row for cycle in page_of(desk, number).cycles for row in cycle.rows]
    return {str(row.item.address): row for row in rows}


def chosen(desk, number, address):
    return ChosenItem.of_page(page_of(desk, number).line, rows_of(desk, number)[address])


def planned(desk, number, address):
    return rows_of(desk, number)[address].item.planned
