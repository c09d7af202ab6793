import pytest

from nkdesk.model.cycle import Address


@pytest.mark.parametrize("text", ["C1/NK1", "C1/FLU@3", "C2/ARAC@-7#2", "C1/GCSF@0", "C12/A1#1"])
def test_an_address_reads_back_as_written(text):
    address = Address.parse(text)
    assert address is not None
    assert str(address) == text


@pytest.mark.parametrize(
    "text", ["", "NK1", "C0/NK1", "C1/nk1", "C1/NK1@", "C1/NK1@x", "C1/NK1#0", "C1/NK1 ", "C١/NK1"]
)
def test_what_is_no_address_is_none(text):
    assert Address.parse(text) is None
