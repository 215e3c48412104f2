"""Service policies as data: what is written reads the same, and errors say where."""

import tomllib
from datetime import date, time, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.policy.service.build import DAYS, open_times

from omnidesk import PolicyError
from omnidesk.policy import Citation
from omnidesk.policy.service import (
    Department,
    Precedence,
    ResponseTime,
    ServicePolicy,
    SupportHours,
    builtin_service_policies,
    builtin_service_policy,
    load_service_policy,
    print_service_policy,
    read_service_policy,
    service_policy_schema,
)

SMALL = """
id = "mine"
version = "1"
title = "Mine"

[[departments]]
id = "help"
title = "Help"
accounts = ["email/help@shop.example"]

[[hours]]
id = "office"
zone = "Asia/Ho_Chi_Minh"
times = [{ days = ["monday"], opens = 08:00:00, closes = 17:00:00 }]
closed_on = "vietnam"
source = { document = "Our page" }

[[responses]]
id = "soon"
departments = ["help"]
clock = "support_hours"
target = "PT1H"
limit = "P1D"
source = { document = "Our terms", clause = "7", read_on = 2026-11-22 }

[[precedence]]
id = "help-first"
departments = ["help"]
before = ["sales"]
source = { document = "Our page" }

[[departments]]
id = "sales"
title = "Sales"
"""


def problem(text):
    with pytest.raises(PolicyError) as caught:
        load_service_policy(text, name="mine.toml")
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    return str(caught.value)


# --- what ships -----------------------------------------------------------------------------------


def test_a_published_page_ships_as_a_program():
    assert builtin_service_policies() == ("cloudmini",)


@pytest.mark.parametrize("name", builtin_service_policies())
def test_a_built_in_policy_says_its_doubts_and_its_sources(name):
    rules = builtin_service_policy(name)
    assert (rules.id, bool(rules.notes)) == (name, True)
    assert all(one.title_vi for one in rules.departments)
    sources = [one.source for one in (*rules.hours, *rules.responses, *rules.precedence)]
    assert all(one.clause and one.read_on for one in sources)


def test_a_built_in_policy_is_read_once():
    assert builtin_service_policy("cloudmini") is builtin_service_policy("cloudmini")


@pytest.mark.parametrize("name", builtin_service_policies())
def test_what_is_printed_reads_the_same(name):
    rules = builtin_service_policy(name)
    printed = print_service_policy(rules)
    assert load_service_policy(printed) == rules
    assert print_service_policy(load_service_policy(printed)) == printed


def test_a_name_that_nobody_has_is_refused_with_those_that_there_are():
    with pytest.raises(PolicyError, match=r"no built-in service policy .* there are: cloudmini$"):
        builtin_service_policy("../cloudmini")


# --- what is read ---------------------------------------------------------------------------------


def test_a_policy_is_what_its_file_says():
    rules = load_service_policy(SMALL)
    (hours,), (response,) = rules.hours, rules.responses
    (opening,) = hours.times
    assert (opening.days, opening.opens, opening.closes) == (("monday",), time(8), time(17))
    assert (response.target, response.limit) == (timedelta(hours=1), timedelta(days=1))
    assert (response.answers, response.source.read_on) == ("first", date(2026, 11, 22))


def test_a_file_is_read_and_called_by_its_name(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(SMALL, "utf-8")
    assert read_service_policy(file) == load_service_policy(SMALL)
    file.write_text(SMALL.replace('"PT1H"', '"P1M"'), "utf-8")
    said = r'^mine\.toml: response time "soon", target: expected a period of days and hours'
    with pytest.raises(PolicyError, match=said):
        read_service_policy(file)


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        read_service_policy(tmp_path / "none.toml")


def test_bytes_are_read_as_text():
    assert load_service_policy(SMALL.encode()) == load_service_policy(SMALL)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"Asia/Ho_Chi_Minh"', '"Hanoi"', 'hours "office", zone: expected an IANA zone'),
        ('"monday"', '"mondy"', 'hours "office", times[1].days[1]: expected one of monday'),
        ('"monday"', '"mondy"', "; did you mean monday?"),
        ('["monday"]', "[]", "times[1].days: expected at least one"),
        ("08:00:00", '"8"', 'hours "office", times[1].opens: expected a time such as 07:00:00'),
        ("closes = 17:00:00", "shuts = 17:00:00", "times[1].closes: expected it"),
        ("closes = 17:00:00", "closed = 17:00:00", "no such key; did you mean closes?"),
        ("17:00:00", "17:00:30", "times[1]: expected times of whole minutes, without a zone"),
        ("17:00:00", "08:00:00", "times[1]: expected two different times; for all day, 00:00:00"),
        ("opens = 08:00:00, ", "", "times: at least one of them has to say when it opens"),
        ("closed_on", "always = true\nclosed_on", "expected either always = true or times"),
        ("times", "timez", 'hours "office", timez: no such key; did you mean times?'),
        ('closed_on = "vietnam"', 'made_up_as = "monday"', "made_up_as: needs a calendar"),
        ('closed_on = "vietnam"', 'closed_on = "viet nam"', "closed_on: expected a name of"),
        ('"support_hours"', '"office_hours"', "clock: expected one of elapsed, support_hours"),
        ('"P1D"', '"PT30M"', 'response time "soon": expected a target that is not beyond'),
        ('"P1D"', '"P1M"', 'response time "soon", limit: expected a period of days and hours'),
        ('"P1D"', '"PT0S"', 'response time "soon", limit: expected'),
        ('before = ["sales"]', "before = []", 'precedence "help-first", before: expected at least'),
        (
            'departments = ["help"]\nbefore',
            "before",
            'precedence "help-first": departments: expected those that come first',
        ),
        (
            'before = ["sales"]',
            'before = ["sales"]\nchannels = ["chat"]',
            'precedence "help-first": channels: expected none',
        ),
        ('before = ["sales"]', 'before = ["shop"]', "help-first: no department is called shop"),
        ('departments = ["help"]\nclock', 'departments = ["x", "y"]\nclock', "soon: no department"),
        ('id = "sales"', 'id = "help"', "two departments have one id: help"),
        ('id = "soon"', 'id = "office"', "two rows have one id: office"),
        ('title = "Sales"', 'title = ""', 'department "sales", title: expected some text'),
        ('title = "Sales"', "", 'department "sales", title: expected it'),
        (
            'title = "Sales"',
            'title = "Sales"\naccounts = ["email/help@shop.example"]',
            "departments: two of them have one account",
        ),
        ('source = { document = "Our terms"', 'source = { documents = "X"', "did you mean docu"),
        ('"mine"', '"our own"', 'id: expected a name of letters, digits, ".", "_" and "-"'),
        ("[[hours]]", "[[hour]]", "hour: no such key; did you mean hours?"),
        ("[[hours]]", "[[hours]", "expected TOML"),
    ],
)
def test_an_error_says_where_and_what_was_expected(old, new, said):
    assert old in SMALL
    found = problem(SMALL.replace(old, new, 1))
    assert all(line.startswith("mine.toml: ") for line in found.splitlines())
    assert said in found


def test_an_error_never_says_what_stood_there():
    assert "hunter2" not in problem(SMALL.replace('"P1D"', '"hunter2"'))
    assert "help@" not in problem(SMALL.replace('title = "Sales"', 'accounts = ["help@x"]'))


@given(
    st.floats(0, 1),
    st.integers(0, 40),
    st.sampled_from(["", "x", '"', "[", "{ a = 1 }", "08:00:00", "[[hours]]\n", "\0", "-1"]),
)
def test_whatever_a_file_says_it_is_a_policy_or_an_error(where, length, instead):
    text = print_service_policy(builtin_service_policy("cloudmini"))
    start = int(where * len(text))
    try:
        found = load_service_policy(text[:start] + instead + text[start + length :])
    except PolicyError:
        return
    assert load_service_policy(print_service_policy(found)) == found


# --- what Hypothesis writes -----------------------------------------------------------------------

NAMES = ("help", "sales", "Ky-thuat", "a.b_c")
TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
SOME = st.lists(st.sampled_from(NAMES), max_size=3).map(tuple)
SOURCES = st.builds(
    Citation,
    document=TEXT,
    clause=st.none() | TEXT,
    read_on=st.none() | st.dates(),
    certainty=st.sampled_from(["quoted", "secondary", "unconfirmed"]),
)
ROW = {"departments": SOME, "channels": SOME, "source": SOURCES, "notes": st.none() | TEXT}
PERIODS = st.none() | st.integers(1, 36_525 * 86_400).map(lambda one: timedelta(seconds=one))


@st.composite
def hours_rows(draw, name):
    whole, closed_on = draw(st.booleans()), draw(st.sampled_from([None, "vietnam"]))
    return SupportHours(
        id=name,
        zone=draw(st.sampled_from(["Asia/Ho_Chi_Minh", "Europe/Berlin"])),
        always=whole,
        times=() if whole else tuple(draw(open_times())),
        closed_on=closed_on,
        made_up_as=draw(DAYS)[0] if closed_on and draw(st.booleans()) else None,
        **{key: draw(value) for key, value in ROW.items()},
    )


@st.composite
def response_rows(draw, name):
    target, limit = draw(PERIODS), draw(PERIODS)
    if target is not None and limit is not None:
        target, limit = sorted((target, limit))
    return ResponseTime(
        id=name,
        answers=draw(st.sampled_from(["first", "every"])),
        clock=draw(st.sampled_from(["elapsed", "support_hours"])),
        target=target,
        limit=limit,
        **{key: draw(value) for key, value in ROW.items()},
    )


@st.composite
def policies(draw):
    accounts = draw(st.lists(TEXT, max_size=4, unique=True))
    departments = [
        Department(id=name, title=draw(TEXT), title_vi=draw(st.none() | TEXT), accounts=mine)
        for name, mine in zip(NAMES, [accounts[number::4] for number in range(4)], strict=True)
    ]
    first = draw(st.integers(1, 3))
    fields = {"before": NAMES[first:], "source": draw(SOURCES)}
    order = Precedence(id="first", departments=NAMES[:first], **fields)
    return ServicePolicy(
        id=draw(st.sampled_from(NAMES)),
        version=draw(TEXT),
        title=draw(TEXT),
        notes=draw(st.none() | TEXT),
        departments=tuple(departments),
        hours=tuple(draw(hours_rows(f"h{number}")) for number in range(draw(st.integers(0, 2)))),
        responses=tuple(
            draw(response_rows(f"r{number}")) for number in range(draw(st.integers(0, 2)))
        ),
        precedence=draw(st.sampled_from([(), (order,)])),
    )


@given(policies())
def test_what_anybody_writes_reads_the_same(rules):
    assert load_service_policy(print_service_policy(rules)) == rules


@given(policies())
def test_what_reads_the_same_has_the_same_digest(rules):
    assert load_service_policy(print_service_policy(rules)).digest == rules.digest


@given(policies(), st.randoms(use_true_random=False))
def test_a_digest_does_not_depend_on_the_order_of_rows(rules, chance):
    turned = {}
    for name in ("departments", "hours", "responses", "precedence"):
        rows = list(getattr(rules, name))
        chance.shuffle(rows)
        turned[name] = tuple(rows)
    assert rules.model_copy(update=turned).digest == rules.digest


@given(policies(), policies())
def test_policies_that_say_something_else_have_another_digest(one, other):
    for name in ServicePolicy.model_fields:
        changed = one.model_copy(update={name: getattr(other, name)})
        assert (changed.digest == one.digest) == (changed == one)


# --- what is described ----------------------------------------------------------------------------


def test_the_schema_describes_every_field():
    schema = service_policy_schema()
    assert schema["title"] == "omnidesk service policy"
    for name, definition in {**schema["$defs"], "": schema}.items():
        for field, said in definition.get("properties", {}).items():
            assert said.get("description"), f"{name}.{field} has no docstring"


def test_the_schema_has_the_fields_of_the_model():
    schema = service_policy_schema()
    assert set(schema["properties"]) == set(ServicePolicy.model_fields)
    for model in (Department, SupportHours, ResponseTime, Precedence):
        assert set(schema["$defs"][model.__name__]["properties"]) == set(model.model_fields)


def test_the_schema_knows_every_key_of_the_built_in_policies():
    schema = service_policy_schema()
    for name in builtin_service_policies():
        text = (files("omnidesk.policy") / "library" / "service" / f"{name}.toml").read_text(
            "utf-8"
        )
        assert set(tomllib.loads(text)) <= set(schema["properties"])
