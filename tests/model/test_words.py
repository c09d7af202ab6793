import pytest

from nkdesk.model.words import Words


@pytest.mark.parametrize(("language", "text"), [("en", "arm"), ("ru", "группа"), ("be", "галіна")])
def test_a_text_is_shown_in_the_language_asked_for(language, text):
    assert Words("arm", "группа", "галіна").in_language(language) == text


@pytest.mark.parametrize("language", ["ru", "be"])
def test_a_text_nobody_has_translated_is_shown_in_english(language):
    assert Words("arm").in_language(language) == "arm"
