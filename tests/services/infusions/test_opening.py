from nkdesk.services import infusions
from nkdesk.services.forms import Unsaved
from nkdesk.services.product.readiness import readiness
from tests.services.infusions.bed_story import opened, row_of


def test_the_infusion_is_ready(desk, ready):
    found = readiness(desk, ready.item_id, starting=True)
    assert [str(one.code) for one in found.reasons if one.level != "go" or one.asks] == []
