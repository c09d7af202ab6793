"""Checks of the criteria: one way to join, one subject a test, limits that fit the subject.

Source: the eligibility format.
"""

from nkdesk.exchange.fault import KeyPath
from nkdesk.exchange.sections import Sections
from nkdesk.exchange.tables import AgeTable, CriterionTable, TestTable

PERFORMANCE = "performance"
FIELD = "disease_group"
_HIGHEST_SCORE = 100
_MONTHS = 12
_JOINS = ("test", "any_of", "all_of")
_SCOPE = frozenset({"sex", "from_age_years"})
_COMPARISONS = ("at_least", "uln_at_least", "equals")
_COMPANIONS = {
    "observation": frozenset(_COMPARISONS),
    "field": frozenset({"one_of"}),
    "age": frozenset[str](),
    "consent": frozenset[str](),
    "judgement": frozenset({"equals"}),
}


def check_criteria(found: Sections) -> None:
    """Check every criterion and each of its tests."""
    seen: set[str] = set()
    for place, criterion in found.criteria.items():
        path: KeyPath = ("criterion", place)
        if criterion.id in seen:
            problem = f"Another criterion has the id {criterion.id}."
            found.say((*path, "id"), problem, "Give each criterion its own id.")
        seen.add(criterion.id)
        joins = [key for key in _JOINS if getattr(criterion, key) is not None]
        if len(joins) != 1:
            problem = f"It states {' and '.join(joins) or 'no test'}."
            found.say(path, problem, "State exactly one of test, any_of and all_of.")
        for at, test in tests_of(criterion):
            _check_test(test, (*path, *at), found)


def tests_of(criterion: CriterionTable) -> list[tuple[KeyPath, TestTable]]:
    """Return every test of a criterion with its place inside it."""
    tests: list[tuple[KeyPath, TestTable]] = []
    if criterion.test is not None:
        tests.append((("test",), criterion.test))
    for key, listed in (("any_of", criterion.any_of), ("all_of", criterion.all_of)):
        tests += [((key, position), test) for position, test in enumerate(listed or [])]
    return tests


def subjects(test: TestTable) -> list[str]:
    """Return what a test is about; a good test is about one thing."""
    return [key for key in _COMPANIONS if key in test.model_fields_set]


def _check_test(test: TestTable, path: KeyPath, found: Sections) -> None:
    about = subjects(test)
    if len(about) != 1:
        problem = f"The test is about {' and '.join(about) or 'nothing'}."
        found.say(path, problem, f"State exactly one of {', '.join(_COMPANIONS)}.")
        return
    allowed = {about[0], *_COMPANIONS[about[0]], *_SCOPE}
    for key in sorted(test.model_fields_set - allowed):
        problem = f"{key} does not belong to a test about {about[0]}."
        found.say((*path, key), problem, "Remove it.")
    _check_subject(about[0], test, path, found)


def _check_subject(subject: str, test: TestTable, path: KeyPath, found: Sections) -> None:
    if subject == "observation":
        _check_observation(test, path, found)
    elif subject == "field":
        _check_field(test, path, found)
    elif subject == "age" and test.age is not None:
        _check_age(test.age, (*path, "age"), found)
    elif subject == "consent" and not test.consent:
        found.say((*path, "consent"), "A test asks whether consent is given.", "Write true.")
    elif subject == "judgement" and test.equals is None:
        found.say(path, "The judgement has nothing to equal.", 'Add equals = "yes".')


def _check_observation(test: TestTable, path: KeyPath, found: Sections) -> None:
    stated = [key for key in _COMPARISONS if key in test.model_fields_set]
    if len(stated) != 1:
        problem = f"The observation is held against {' and '.join(stated) or 'nothing'}."
        found.say(path, problem, f"State exactly one of {', '.join(_COMPARISONS)}.")
    elif test.observation == PERFORMANCE and test.at_least is None:
        problem = "A performance status is a score from 0 to 100."
        found.say((*path, stated[0]), problem, 'Write at_least = "70".')
    elif test.observation == PERFORMANCE and (test.at_least or 0) > _HIGHEST_SCORE:
        problem = f"No performance status reaches {test.at_least}."
        found.say((*path, "at_least"), problem, "Write a score from 10 to 100.")


def _check_field(test: TestTable, path: KeyPath, found: Sections) -> None:
    groups = test.one_of or []
    if test.field != FIELD:
        found.say((*path, "field"), f'There is no field "{test.field}".', f"Write {FIELD}.")
    if not groups:
        found.say(path, "The field has no values to be one of.", "Add one_of = [ … ].")
    for position, group in enumerate(groups):
        if group in groups[:position]:
            found.say((*path, "one_of", position), f"{group} is named twice.", "Name it once.")


def _check_age(age: AgeTable, path: KeyPath, found: Sections) -> None:
    if age.from_months is None and age.below_years is None:
        problem = "The age has no limit."
        found.say(path, problem, "State from_months, below_years or both.")
    elif (
        age.from_months is not None
        and age.below_years is not None
        and age.from_months >= age.below_years * _MONTHS
    ):
        problem = f"No age is from {age.from_months} months and below {age.below_years} years."
        found.say(path, problem, "Let the lower limit come first.")
