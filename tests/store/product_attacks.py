"""Statements that go past the program to the products, with the words each is refused by.

They are written for the ward that ``product_ward`` describes.
"""

from tests.store.attacks import Attack, changed, copied

NOON = "'2026-03-16T12:00:00+03:00'"
AFTER_EXPIRY = "'2026-03-16T14:30:00+03:00'"
STARTED = ("state = 'running'", "started = " + NOON)

LOT_KEEPS = "a lot keeps its number, donor and recipient"
LOT_PATH = "a lot does not move like that"
LOT_SIGNED = "a lot moves as somebody signed"
LOT_WHERE = "a lot moves from where it is"
LOT_SOMEBODY = "a lot moves by somebody, and for a reason"
MOVE_STAYS = "a signed move never changes"
RESULT = "a result is corrected, never"
DOSE_KEEPS = "a dose keeps its lot and its recipient"
DOSE_PATH = "a dose does not move like that"
DOSE_ENDS = "a dose that was infused or discarded never changes"
ONE_DOSE = "one dose is reserved for one infusion"
DOSE_STAYS = "a dose stays with the infusion that was opened for it"
BAG_KEEPS = "a bag keeps its label and its dose"
TWO_PERSONS = "two persons check a bag before it is infused"
ANOTHER = "the second check is by another person"
ITS_OWN_BAG = "a bag is checked for its own infusion, before it is infused"
RESERVED = "an infusion is of the dose reserved for it"
ONE_INFUSION = "one infusion of an item, and one of a dose"
INFUSION_KEEPS = "an infusion keeps its patient, its item and its dose"
INFUSION_PATH = "an infusion does not go like that"
FACTS = "when an infusion began and ended never changes"
AT_THE_BED = "what was written at the bed"
MEASURED = "a measurement is corrected, never"
REACTION = "a reaction is corrected, never"
HOLD = "a hold is lifted, never"
SEEN_ONCE = "an alarm is seen once"
RECALLED = "a printed sheet is only recalled"


def moved(lot: int, was: str, becomes: str, **changes: str) -> str:
    """A move of a lot like the first one of lot 1."""
    said = {
        "was": f"'{was}'",
        "becomes": f"'{becomes}'",
        "lot_id": str(lot),
        "patient_id": str(lot),
    }
    return copied("lot_move", "id = 1", **(said | changes))


LOTS = {
    # a donor and a lot of somebody else
    "facts of another patient's donor": Attack(
        copied("donor_facts", "donor_id = 1", donor_id="7", patient_id="2"),
        "facts stay with their donor",
    ),
    "facts of no donor": Attack(
        copied("donor_facts", "donor_id = 1", donor_id="99"), "facts stay with their donor"
    ),
    "facts put in the place of others": Attack(
        copied("donor_facts", "donor_id = 1", "REPLACE", typing="'x'"),
        "facts stay with their donor",
    ),
    "facts given to another donor": Attack(
        changed("donor_facts", "donor_id = 1", "donor_id = 7"), "facts stay with their donor"
    ),
    "facts given to another patient": Attack(
        changed("donor_facts", "donor_id = 1", "patient_id = 2"), "facts stay with their donor"
    ),
    "a lot of another patient's donor": Attack(
        copied("lot", "id = 1", number="'L-99'", donor_id="2", state="'not_started'"),
        "a lot is of the recipient of its donor",
    ),
    "a lot of no donor": Attack(
        copied("lot", "id = 1", number="'L-99'", donor_id="99", state="'not_started'"),
        "a lot is of the recipient of its donor",
    ),
    "a lot that is released from the start": Attack(
        copied("lot", "id = 1", number="'L-99'"), "a lot begins before it is made"
    ),
    "a lot without its number": Attack(
        copied("lot", "id = 1", number="' '", state="'not_started'"),
        "a lot begins before it is made",
    ),
    "a lot under a number that is taken": Attack(
        copied("lot", "id = 1", state="'not_started'"), LOT_KEEPS
    ),
    "a lot in the place of another": Attack(
        copied("lot", "id = 1", "REPLACE", id="id", number="'L-99'", state="'not_started'"),
        LOT_KEEPS,
    ),
    "a lot in the place of another by its number": Attack(
        copied("lot", "id = 1", "REPLACE", state="'not_started'"), LOT_KEEPS
    ),
    "a lot given to another patient": Attack(
        changed("lot", "id = 1", "patient_id = 2", "donor_id = 2"), LOT_KEEPS
    ),
    "a lot of another donor": Attack(changed("lot", "id = 1", "donor_id = 7"), LOT_KEEPS),
    "a lot under another number": Attack(changed("lot", "id = 1", "number = 'L-9'"), LOT_KEEPS),
    "a lot of another cycle": Attack(changed("lot", "id = 1", "cycle = 2"), LOT_KEEPS),
    "a lot in the place of another by a change": Attack(
        changed("lot", "id = 1", "number = 'L-2'", verb="UPDATE OR REPLACE"), LOT_KEEPS
    ),
    # a lot that nobody moved
    "a lot released by nobody": Attack(changed("lot", "id = 3", "state = 'released'"), LOT_SIGNED),
    "a lot released on condition by nobody": Attack(
        changed("lot", "id = 3", "state = 'conditional'"), LOT_SIGNED
    ),
    "a lot released from its collection": Attack(
        changed("lot", "id = 7", "state = 'released'"), LOT_PATH
    ),
    "a rejected lot released again": Attack(changed("lot", "id = 8", "state = 'released'"), ""),
    "a released lot back in test": Attack(changed("lot", "id = 1", "state = 'in_test'"), ""),
    "a lot in no state": Attack(changed("lot", "id = 1", "state = 'lost'"), ""),
    "a move of a lot from where it is not": Attack(moved(3, "conditional", "released"), LOT_WHERE),
    "a move of another patient's lot": Attack(
        moved(3, "in_test", "released", patient_id="1"), LOT_WHERE
    ),
    "a move that leads nowhere": Attack(moved(3, "in_test", "in_test"), LOT_WHERE),
    "a move of no lot": Attack(moved(99, "in_test", "released"), LOT_WHERE),
    "a move by nobody": Attack(moved(3, "in_test", "released", person="' '"), LOT_SOMEBODY),
    "a condition without its reason": Attack(
        moved(3, "in_test", "conditional", reason="''"), LOT_SOMEBODY
    ),
    "a rejection without its reason": Attack(
        moved(3, "in_test", "rejected", reason="''"), LOT_SOMEBODY
    ),
    "a move by somebody else": Attack(changed("lot_move", "id = 1", "person = 'x'"), MOVE_STAYS),
    "a move in the place of another": Attack(
        moved(3, "in_test", "released", id="id").replace("INSERT", "REPLACE"),
        MOVE_STAYS,
    ),
    "every move of lots removed": Attack("DELETE FROM lot_move", "a signed move is never removed"),
    "a lot removed": Attack("DELETE FROM lot WHERE id = 7", "a lot is rejected, never removed"),
    # a result that says something else
    "a result changed": Attack(changed("lot_test", "id = 1", "value = '99'"), RESULT),
    "a result replaced": Attack(
        copied("lot_test", "id = 1", "REPLACE", id="id", value="'99'"), RESULT
    ),
    "a correction replaced by another": Attack(
        copied("lot_test", "id = 3", "REPLACE", value="'99'"), RESULT
    ),
    "a result removed": Attack("DELETE FROM lot_test WHERE id = 1", RESULT),
    "a result of another patient's lot": Attack(
        copied("lot_test", "id = 1", lot_id="2"), "a result is of a lot, said by somebody"
    ),
    "a result by nobody": Attack(
        copied("lot_test", "id = 1", person="' '"), "a result is of a lot, said by somebody"
    ),
    "a correction of another lot's result": Attack(
        copied("lot_test", "id = 5", corrects="2", why="'x'"),
        "a result corrects one of the same test and lot",
    ),
    "a correction of another test": Attack(
        copied("lot_test", "id = 1", corrects="2", why="'x'"),
        "a result corrects one of the same test and lot",
    ),
}

DOSES = {
    # a dose of another patient
    "a dose of another patient's lot": Attack(
        copied("product_dose", "id = 7", patient_id="1"),
        "a dose begins prepared, for the recipient of its lot",
    ),
    "a dose of no lot": Attack(
        copied("product_dose", "id = 7", lot_id="99"),
        "a dose begins prepared, for the recipient of its lot",
    ),
    "a dose that is issued from the start": Attack(
        copied("product_dose", "id = 7", state="'issued'"),
        "a dose begins prepared, for the recipient of its lot",
    ),
    "a dose given to another patient": Attack(
        changed("product_dose", "id = 7", "patient_id = 1"), DOSE_KEEPS
    ),
    "a dose of another lot": Attack(changed("product_dose", "id = 7", "lot_id = 1"), DOSE_KEEPS),
    "a fresh dose said to be frozen": Attack(
        changed("product_dose", "id = 7", "form = 'frozen'"), DOSE_KEEPS
    ),
    "a dose under another number of its row": Attack(
        changed("product_dose", "id = 7", "id = 99"), DOSE_KEEPS
    ),
    "a second dose for an infusion": Attack(
        copied("product_dose", "id = 7", cycle="1", code="'NK1'"), ONE_DOSE
    ),
    "a second dose reserved for an infusion": Attack(
        changed("product_dose", "id = 7", "cycle = 1", "code = 'NK1'"), ONE_DOSE
    ),
    "a dose in the place of the one reserved": Attack(
        changed("product_dose", "id = 7", "cycle = 1", "code = 'NK1'", verb="UPDATE OR REPLACE"),
        ONE_DOSE,
    ),
    "a dose in the place of another": Attack(
        copied("product_dose", "id = 7", "REPLACE", id="6"), ONE_DOSE
    ),
    "a dose reserved for a chemotherapy": Attack(
        changed("product_dose", "id = 7", "cycle = 1", "code = 'FLU'", "day = 1"),
        "a dose is reserved for an infusion",
    ),
    "a dose made for a chemotherapy": Attack(
        copied("product_dose", "id = 7", cycle="1", code="'FLU'", day="1"),
        "a dose is reserved for an infusion",
    ),
    # a dose that nobody moved
    "a dose issued by nobody": Attack(
        changed("product_dose", "id = 7", "state = 'issued'"), "a dose moves as somebody signed"
    ),
    "a dose discarded by nobody": Attack(
        changed("product_dose", "id = 6", "state = 'discarded'"), "a dose moves as somebody signed"
    ),
    "a prepared dose infused": Attack(changed("product_dose", "id = 7", "state = 'infused'"), ""),
    "an issued dose back in preparation": Attack(
        changed("product_dose", "id = 6", "state = 'prepared'"), ""
    ),
    "a prepared dose returned by a signed move that cannot be": Attack(
        changed("product_dose", "id = 7", "state = 'returned'"), DOSE_PATH
    ),
    "an infused dose given back": Attack(changed("product_dose", "id = 5", "state = 'issued'"), ""),
    "an infused dose reserved again": Attack(changed("product_dose", "id = 5", "cycle = 2"), ""),
    "a discarded dose reserved": Attack(
        changed("product_dose", "id = 8", "cycle = 2", "code = 'NK1'"), DOSE_ENDS
    ),
    "a discarded dose issued": Attack(changed("product_dose", "id = 8", "state = 'issued'"), ""),
    "a dose infused without an infusion": Attack(
        changed("product_dose", "id = 6", "state = 'infused'"),
        "a dose is infused by its infusion",
    ),
    "a dose infused before its infusion began": Attack(
        changed("product_dose", "id = 2", "state = 'infused'"), ""
    ),
    "a dose at the bed reserved for another infusion": Attack(
        changed("product_dose", "id = 2", "cycle = 2"), DOSE_STAYS
    ),
    "a dose at the bed reserved for none": Attack(
        changed("product_dose", "id = 1", "cycle = NULL", "code = NULL"), DOSE_STAYS
    ),
    "a dose at the bed given back": Attack(
        changed("product_dose", "id = 2", "state = 'returned'"), ""
    ),
    "a dose removed": Attack(
        "DELETE FROM product_dose WHERE id = 7", "a dose is discarded, never removed"
    ),
    "a move of a dose from where it is not": Attack(
        copied("dose_move", "id = 1", dose_id="7", patient_id="6", was="'issued'"),
        "a dose moves from where it is",
    ),
    "a move of another patient's dose": Attack(
        copied("dose_move", "id = 1", dose_id="7"), "a dose moves from where it is"
    ),
    "a move of a dose that leads nowhere": Attack(
        copied("dose_move", "id = 1", was="'issued'"), "a dose moves from where it is"
    ),
    "a move of a dose by nobody": Attack(
        copied("dose_move", "id = 1", dose_id="7", patient_id="6", person="''"),
        "a dose moves by somebody, with its bags",
    ),
    "a move of a dose without bags": Attack(
        copied("dose_move", "id = 1", dose_id="9", patient_id="6"),
        "a dose moves by somebody, with its bags",
    ),
    "a move of a dose by somebody else": Attack(
        changed("dose_move", "id = 1", "person = 'x'"), MOVE_STAYS
    ),
    "a move of a dose in the place of another": Attack(
        copied("dose_move", "id = 1", "REPLACE", id="id", dose_id="7", patient_id="6"), MOVE_STAYS
    ),
    "every move of doses removed": Attack(
        "DELETE FROM dose_move", "a signed move is never removed"
    ),
    # a bag of another dose
    "a bag put to a dose that was issued": Attack(
        copied("bag", "id = 11", number="'N-99'", nth="3"), "a bag comes with its dose"
    ),
    "a bag put to another patient's dose": Attack(
        copied("bag", "id = 13", number="'N-99'", nth="2", patient_id="1"),
        "a bag comes with its dose",
    ),
    "a bag of a number that is taken": Attack(
        copied("bag", "id = 13", number="'N-1-1'", nth="2"), BAG_KEEPS
    ),
    "a bag in the place of another": Attack(
        copied("bag", "id = 13", "REPLACE", number="'N-1-1'", nth="2"), BAG_KEEPS
    ),
    "a bag in the place of another of its row": Attack(
        copied("bag", "id = 13", "REPLACE", id="1", number="'N-99'", nth="2"), BAG_KEEPS
    ),
    "a bag that leaves a number out": Attack(
        copied("bag", "id = 13", number="'N-99'", nth="3"), "numbered one by one"
    ),
    "a bag without a number": Attack(
        copied("bag", "id = 13", number="' '", nth="2"), "numbered one by one"
    ),
    "a bag of another dose": Attack(
        changed("bag", "id = 13", "dose_id = 1", "patient_id = 1"), BAG_KEEPS
    ),
    "a bag that expires later": Attack(
        changed("bag", "id = 1", "expires = '2027-01-01T00:00:00+03:00'"), BAG_KEEPS
    ),
    "a bag with more cells": Attack(changed("bag", "id = 1", "cells = cells * 10"), BAG_KEEPS),
    "a bag removed": Attack("DELETE FROM bag WHERE id = 13", "a bag is never removed"),
    # an order
    "an order of other cells": Attack(
        changed("cell_order", "id = 1", "total = total * 10"), "an order is followed by another"
    ),
    "an order in the place of another": Attack(
        copied("cell_order", "id = 1", "REPLACE", id="id", total="1"),
        "an order is followed by another",
    ),
    "an order removed": Attack("DELETE FROM cell_order", "an order is followed by another"),
    "an order by nobody": Attack(
        copied("cell_order", "id = 1", physician="' '"), "cells are ordered by a physician"
    ),
}

INFUSIONS = {
    # a product attached to another patient, or twice
    "a dose attached that is reserved for nothing": Attack(
        copied("infusion", "id = 4", patient_id="6", item_id="18", dose_id="7"), RESERVED
    ),
    "another patient's item for a product": Attack(
        copied("infusion", "id = 4", patient_id="6", item_id="3", dose_id="6"), ""
    ),
    "another patient's dose for an item": Attack(
        copied("infusion", "id = 4", patient_id="6", item_id="18", dose_id="1"), ""
    ),
    "an infusion for another patient than its item's": Attack(
        copied("infusion", "id = 4", patient_id="1", item_id="18", dose_id="6"), RESERVED
    ),
    "an infusion of a chemotherapy": Attack(
        copied("infusion", "id = 4", patient_id="6", item_id="16", dose_id="6"), RESERVED
    ),
    "a second infusion of an item": Attack(copied("infusion", "id = 4"), ONE_INFUSION),
    "an infusion in the place of another": Attack(
        copied("infusion", "id = 4", "REPLACE"), ONE_INFUSION
    ),
    "an infusion in the place of another of its row": Attack(
        copied("infusion", "id = 4", "REPLACE", id="5", patient_id="6", item_id="18", dose_id="6"),
        ONE_INFUSION,
    ),
    "an infusion that runs from the start": Attack(
        copied("infusion", "id = 1", patient_id="6", item_id="18", dose_id="6"),
        "an infusion begins with checking",
    ),
    "an infusion given to another patient": Attack(
        changed("infusion", "id = 2", "patient_id = 6", "item_id = 18"), INFUSION_KEEPS
    ),
    "an infusion of another dose": Attack(
        changed("infusion", "id = 2", "dose_id = 6"), INFUSION_KEEPS
    ),
    "an infusion said to be from paper": Attack(
        changed("infusion", "id = 3", "after_the_fact = 1"), INFUSION_KEEPS
    ),
    "an infusion under another number of its row": Attack(
        changed("infusion", "id = 4", "id = 99"), INFUSION_KEEPS
    ),
    # a start that may not be
    "an infusion checked without the second person": Attack(
        changed("infusion", "id = 4", "state = 'checked'"), TWO_PERSONS
    ),
    "an infusion started without its checks": Attack(changed("infusion", "id = 4", *STARTED), ""),
    "an infusion started of what is not released": Attack(
        changed("infusion", "id = 3", *STARTED), "only a released product is infused"
    ),
    "an infusion started in the minute it expires": Attack(
        changed("infusion", "id = 2", "state = 'running'", "started = " + AFTER_EXPIRY),
        "only a product in date is infused",
    ),
    "an infusion started while something holds it back": Attack(
        changed("infusion", "id = 2", *STARTED), "something holds this infusion back"
    ),
    "an infusion started at no time": Attack(
        changed("infusion", "id = 2", "state = 'running'"), FACTS
    ),
    # an infusion that goes another way
    "a running infusion back at its checks": Attack(
        changed("infusion", "id = 1", "state = 'checked'"), INFUSION_PATH
    ),
    "a running infusion given up": Attack(
        changed("infusion", "id = 1", "state = 'abandoned'"), INFUSION_PATH
    ),
    "a running infusion complete without its end": Attack(
        changed("infusion", "id = 1", "state = 'complete'"), INFUSION_PATH
    ),
    "an infusion in no state": Attack(changed("infusion", "id = 1", "state = 'x'"), INFUSION_PATH),
    "a complete infusion changed": Attack(
        changed("infusion", "id = 5", "note = 'x'"), INFUSION_PATH
    ),
    "a complete infusion that runs again": Attack(
        changed("infusion", "id = 5", "state = 'running'"), INFUSION_PATH
    ),
    "a given-up infusion taken up again": Attack(
        changed("infusion", "id = 6", "state = 'checking'"), INFUSION_PATH
    ),
    "an infusion that began at another time": Attack(
        changed("infusion", "id = 1", "started = '2026-03-16T11:00:00+03:00'"), FACTS
    ),
    "an infusion counted by another weight": Attack(
        changed("infusion", "id = 1", "weight_grams = 125000"), FACTS
    ),
    "an infusion that began before it was checked": Attack(
        changed("infusion", "id = 4", "started = " + NOON), FACTS
    ),
    "an infusion that ended at no time": Attack(
        changed("infusion", "id = 1", "state = 'observing'"), FACTS
    ),
    "an infusion that ended while it runs": Attack(
        changed("infusion", "id = 1", "ended = " + NOON, "outcome = 'whole'"), FACTS
    ),
    "an infusion that ended otherwise": Attack(
        changed("infusion", "id = 7", "outcome = 'whole'", "remaining = 0"), FACTS
    ),
    "more left than there was": Attack(
        changed(
            "infusion",
            "id = 1",
            "state = 'observing'",
            "ended = " + NOON,
            "outcome = 'part'",
            "remaining = 40001",
        ),
        "no more is infused or left than there was",
    ),
    "more infused than there was": Attack(
        changed(
            "infusion",
            "id = 1",
            "state = 'observing'",
            "ended = " + NOON,
            "outcome = 'whole'",
            "infused = 500001",
        ),
        "no more is infused or left than there was",
    ),
    "an infusion removed": Attack(
        "DELETE FROM infusion WHERE id = 4", "an infusion is abandoned, never removed"
    ),
    # a check that was not made
    "a second check by the same person": Attack(
        copied("bag_check", "infusion_id = 4", position="2"), ANOTHER
    ),
    "a second check by the same person in another spelling": Attack(
        copied("bag_check", "infusion_id = 4", position="2", person="'NURSE A'"), ANOTHER
    ),
    "a second check by the same person under another key": Attack(
        copied("bag_check", "infusion_id = 4", position="2", folded="'x'"), ANOTHER
    ),
    "a second check before the first": Attack(
        copied(
            "bag_check", "infusion_id = 4", position="2", bag_id="8", person="'B'", folded="'b'"
        ),
        ANOTHER,
    ),
    "a third check": Attack(
        copied("bag_check", "infusion_id = 4", position="3", person="'B'", folded="'b'"), ANOTHER
    ),
    "a check by nobody": Attack(
        copied("bag_check", "infusion_id = 4", bag_id="8", person="' '"), ANOTHER
    ),
    "a check of another patient's bag": Attack(
        copied("bag_check", "infusion_id = 4", bag_id="1"), ITS_OWN_BAG
    ),
    "a check of another patient's infusion": Attack(
        copied("bag_check", "infusion_id = 4", bag_id="8", patient_id="1"), ITS_OWN_BAG
    ),
    "a check after the infusion": Attack(
        copied("bag_check", "infusion_id = 4", infusion_id="7", patient_id="7", bag_id="16"),
        ITS_OWN_BAG,
    ),
    "a check made again": Attack(
        copied("bag_check", "infusion_id = 4", "REPLACE"), "a check stays as it was made"
    ),
    "a check in the place of another": Attack(
        copied("bag_check", "infusion_id = 4", "REPLACE", id="1", bag_id="8"),
        "a check stays as it was made",
    ),
    "a check by somebody else": Attack(
        changed("bag_check", "infusion_id = 4", "person = 'x'"), "a check stays as it was made"
    ),
    "every check removed": Attack("DELETE FROM bag_check", "a check is never removed"),
}

BEDSIDE = {
    "what was done changed": Attack(
        changed("infusion_event", "id = 1", "at = recorded"), AT_THE_BED
    ),
    "what was done replaced": Attack(
        copied("infusion_event", "id = 1", "REPLACE", id="id", note="'x'"), AT_THE_BED
    ),
    "a second start": Attack(
        copied("infusion_event", "act = 'start'", "REPLACE", person="'x'"), AT_THE_BED
    ),
    "what was done removed": Attack("DELETE FROM infusion_event", AT_THE_BED),
    "what was done by nobody": Attack(
        copied("infusion_event", "act = 'rate'", person="' '"), "of an infusion, by somebody"
    ),
    "what was done to another patient": Attack(
        copied("infusion_event", "act = 'rate'", patient_id="2"), "of an infusion, by somebody"
    ),
    "a next bag that nobody checked": Attack(
        copied(
            "infusion_event",
            "act = 'rate'",
            act="'next_bag'",
            infusion_id="4",
            patient_id="4",
            detail="'N-4-2'",
        ),
        TWO_PERSONS,
    ),
    "a next bag that one person checked": Attack(
        copied(
            "infusion_event",
            "act = 'rate'",
            act="'next_bag'",
            infusion_id="4",
            patient_id="4",
            detail="'N-4-1'",
        ),
        TWO_PERSONS,
    ),
    "a next bag of another dose": Attack(
        copied("infusion_event", "act = 'rate'", act="'next_bag'", detail="'N-2-1'"), TWO_PERSONS
    ),
    "a measurement changed": Attack(
        changed("vital_row", "id = 1", "signs = '[]'", "note = 'x'"), MEASURED
    ),
    "a measurement replaced": Attack(
        copied("vital_row", "id = 1", "REPLACE", id="id", note="'x'"), MEASURED
    ),
    "a correction of a measurement replaced": Attack(
        copied("vital_row", "id = 2", "REPLACE", note="'x'"), MEASURED
    ),
    "a measurement removed": Attack("DELETE FROM vital_row WHERE id = 2", MEASURED),
    "a measurement of another patient": Attack(
        copied("vital_row", "id = 1", patient_id="2"), "a measurement is of an infusion"
    ),
    "a measurement by nobody": Attack(
        copied("vital_row", "id = 1", person="''"), "a measurement is of an infusion"
    ),
    "a correction of another infusion's measurement": Attack(
        copied("vital_row", "id = 1", infusion_id="2", patient_id="2", corrects="2", why="'x'"),
        "a measurement corrects one of the same infusion",
    ),
    "a measurement in words": Attack(
        copied("vital_row", "id = 1", signs="""'[["temperature","high"]]'"""),
        "a vital sign is a number",
    ),
    "a measurement with a word after the number": Attack(
        copied("vital_row", "id = 1", signs="""'[["temperature","38 C"]]'"""),
        "a vital sign is a number",
    ),
    "a measurement of something else": Attack(
        copied("vital_row", "id = 1", signs="""'[["mood","3"]]'"""), "a vital sign is a number"
    ),
    "a measurement without a value": Attack(
        copied("vital_row", "id = 1", signs="""'[["temperature"]]'"""), "a vital sign is a number"
    ),
    "a reaction changed": Attack(changed("reaction", "id = 1", "grade = 1", "crs = 0"), REACTION),
    "a reaction replaced": Attack(
        copied("reaction", "id = 1", "REPLACE", id="id", note="'x'"), REACTION
    ),
    "a correction of a reaction replaced": Attack(
        copied("reaction", "id = 2", "REPLACE", note="'x'"), REACTION
    ),
    "a reaction removed": Attack("DELETE FROM reaction WHERE id = 2", REACTION),
    "a reaction of another patient": Attack(
        copied("reaction", "id = 1", patient_id="2"), "a reaction is of an infusion"
    ),
    "a reaction told by nobody": Attack(
        copied("reaction", "id = 1", person="' '"), "a reaction is of an infusion"
    ),
    "a grade confirmed by nobody": Attack(
        copied("reaction", "id = 1", confirmed_by="''"), "a grade is confirmed by a person"
    ),
    "a correction of another infusion's reaction": Attack(
        copied("reaction", "id = 1", infusion_id="2", patient_id="2", corrects="2"),
        "a reaction corrects one of the same infusion",
    ),
}

HOLDS = {
    "a hold on another patient's lot": Attack(
        copied("hold", "id = 1", lot_id="1"), "a hold stands for a reason"
    ),
    "a hold that is lifted from the start": Attack(
        copied("hold", "id = 1", lifted="since", lifted_by="'x'", lifted_why="'x'"),
        "a hold stands for a reason",
    ),
    "a hold without a reason": Attack(
        copied("hold", "id = 1", why="' '"), "a hold stands for a reason"
    ),
    "a hold in the place of another": Attack(
        copied("hold", "id = 1", "REPLACE", id="id", until="NULL"), HOLD
    ),
    "a hold that ends earlier": Attack(
        changed(
            "hold",
            "id = 1",
            "until = '2026-03-16T11:45:00+03:00'",
            "lifted = since",
            "lifted_by = 'x'",
            "lifted_why = 'x'",
        ),
        HOLD,
    ),
    "a hold given to another patient": Attack(
        changed(
            "hold",
            "id = 1",
            "patient_id = 3",
            "lifted = since",
            "lifted_by = 'x'",
            "lifted_why = 'x'",
        ),
        HOLD,
    ),
    "a hold put back": Attack(
        changed("hold", "id = 2", "lifted = NULL", "lifted_by = 'x'", "lifted_why = 'x'"), HOLD
    ),
    "a hold lifted twice": Attack(changed("hold", "id = 2", "lifted_by = 'x'"), HOLD),
    "a hold lifted by nobody": Attack(
        changed("hold", "id = 1", "lifted = since", "lifted_why = 'x'"),
        "a hold is lifted by somebody, for a reason",
    ),
    "a hold lifted for no reason": Attack(
        changed("hold", "id = 1", "lifted = since", "lifted_by = 'x'"),
        "a hold is lifted by somebody, for a reason",
    ),
    "every hold removed": Attack("DELETE FROM hold", HOLD),
    "an alarm of another lot's result": Attack(
        copied("product_alarm", "id = 1", result_id="5"), "an alarm is of a result of its lot"
    ),
    "an alarm that is seen from the start": Attack(
        copied("product_alarm", "id = 2", result_id="5"), "an alarm is of a result of its lot"
    ),
    "an alarm in the place of another": Attack(
        copied("product_alarm", "id = 2", "REPLACE", seen_by="''", seen_at="NULL"), SEEN_ONCE
    ),
    "an alarm in the place of another of its row": Attack(
        copied(
            "product_alarm", "id = 1", "REPLACE", id="2", lot_id="2", patient_id="2", result_id="5"
        ),
        SEEN_ONCE,
    ),
    "an alarm seen twice": Attack(changed("product_alarm", "id = 2", "seen_by = 'x'"), SEEN_ONCE),
    "an alarm seen by nobody": Attack(
        changed("product_alarm", "id = 1", "seen_by = ' '", "seen_at = raised_at"), SEEN_ONCE
    ),
    "an alarm of another lot": Attack(
        changed("product_alarm", "id = 1", "lot_id = 2", "seen_by = 'x'", "seen_at = raised_at"),
        SEEN_ONCE,
    ),
    "an alarm removed": Attack("DELETE FROM product_alarm", "an alarm is seen, never removed"),
    "a printed sheet changed": Attack(
        changed("printed_sheet", "id = 1", "content = '[]'", "recalled_by = 'x'"), RECALLED
    ),
    "a printed sheet that is valid for longer": Attack(
        changed("printed_sheet", "id = 1", "valid_until = '2027-01-01T00:00:00+03:00'"), RECALLED
    ),
    "a printed sheet recalled by nobody": Attack(
        changed("printed_sheet", "id = 1", "recalled_by = ' '"), RECALLED
    ),
    "a sheet recalled twice": Attack(
        changed("printed_sheet", "id = 2", "recalled_by = 'x'"), RECALLED
    ),
    "a sheet under a number that is taken": Attack(
        copied("printed_sheet", "id = 1", "REPLACE", content="'[]'"), RECALLED
    ),
    "a sheet in the place of another": Attack(
        copied("printed_sheet", "id = 1", "REPLACE", id="id", number="'x'"), RECALLED
    ),
    "a sheet that is recalled from the start": Attack(
        copied("printed_sheet", "id = 2", number="'x'"), "a sheet is in hand"
    ),
    "a sheet without a number": Attack(
        copied("printed_sheet", "id = 1", number="' '"), "a sheet is in hand"
    ),
    "a printed sheet removed": Attack(
        "DELETE FROM printed_sheet", "a printed sheet is recalled, never removed"
    ),
}

PRODUCT_ATTACKS = LOTS | DOSES | INFUSIONS | BEDSIDE | HOLDS
