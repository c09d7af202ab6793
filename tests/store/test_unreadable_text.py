"""A text whose bytes are no text any more: damage, told in words, quoting nothing (S5, S11)."""

import pytest

from nkdesk.store.connection import driver, translated
from nkdesk.store.problem import StoreError, StoreProblem, as_store_error

SPOILT = "SELECT CAST(x'D0FF41' AS TEXT)"


def test_a_spoilt_text_is_damage(store):
    with pytest.raises(StoreError) as caught:
        store.read(SPOILT)
    assert caught.value.problem is StoreProblem.DAMAGED
    assert caught.value.detail == "a text that cannot be read"


def test_a_message_that_cannot_be_read_is_damage():
    error = UnicodeDecodeError("utf-8", b"\xd4", 0, 1, "unexpected end of data")
    with pytest.raises(StoreError) as caught, translated():
        raise error
    assert caught.value.problem is StoreProblem.DAMAGED


def test_what_the_library_quotes_of_a_spoilt_text_goes_nowhere():
    said = "Could not decode to UTF-8 column 'family' with text 'Проб'"
    assert "Проб" not in str(as_store_error(driver().OperationalError(said)))
