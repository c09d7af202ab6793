import pytest

from nkdesk.sheets.fonts import Typecase


@pytest.fixture
def typecase(qapp):
    return Typecase()
