"""The policies that ship with the package: their sources, and the traps that they avoid."""

import re
import tomllib
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from tests.policy.build import LAN, NOW, START, erase, fact, item, keep, policy

from omnidesk import PolicyError
from omnidesk.policy import Facts, builtin_policies, builtin_policy, combine, decide
from omnidesk.policy._anchors import kinds

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/policy/built-in.md").read_text("utf-8")
RULES = [(name, rule) for name in builtin_policies() for rule in builtin_policy(name).rules]
IDS = [f"{name}-{rule.id}" for name, rule in RULES]


def together(*names):
    return combine([builtin_policy(name) for name in names], id="all", version="1", title="All")


def decided(policies, *facts, now=NOW, **more):
    return decide(item(**more), policies, Facts(facts), now=now)


# --- what ships -----------------------------------------------------------------------------------


def test_the_five_seeds_two_laws_and_three_platforms_ship():
    assert builtin_policies() == (
        "candylio",
        "cloudmini",
        "gdpr",
        "izihelp",
        "links",
        "liveagent",
        "meta",
        "vietnam",
        "youtube",
        "zalo",
    )


def test_a_policy_is_called_by_the_name_of_its_file():
    assert [builtin_policy(name).id for name in builtin_policies()] == list(builtin_policies())


def test_a_name_that_nobody_has_is_refused_with_those_that_there_are():
    with pytest.raises(PolicyError, match="there are: candylio, cloudmini"):
        builtin_policy("../candylio")


@pytest.mark.parametrize(("name", "rule"), RULES, ids=IDS)
def test_a_rule_says_what_it_says_in_two_languages_and_on_whose_word(name, rule):
    assert rule.title.endswith(".")
    assert rule.title_vi
    assert rule.title_vi.endswith(".")
    assert rule.source.clause
    assert rule.source.read_on >= date(2026, 11, 21)


@pytest.mark.parametrize("name", builtin_policies())
def test_a_policy_says_its_doubts_and_that_it_is_no_advice(name):
    text = (files("omnidesk.policy") / "library" / f"{name}.toml").read_text("utf-8")
    assert builtin_policy(name).notes
    assert "Not legal advice." in text.splitlines()[0]


@pytest.mark.parametrize("name", builtin_policies())
def test_the_page_on_built_in_policies_shows_each_with_its_version(name):
    whole = builtin_policy(name)
    section = PAGE.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
    assert f"`{whole.version}`" in section
    for rule in whole.rules:
        (row,) = [line for line in section.splitlines() if line.startswith(f"| `{rule.id}`, ")]
        said = rule.keep or rule.erase
        assert rule.title in row
        assert f"`, {rule.force} |" in row
        assert said is None or f"`{said.period}`" in row
        assert f"{rule.source.clause}" in row
        assert rule.source.certainty == "quoted" or f"({rule.source.certainty})" in row
        assert rule.notes is None or " ".join(rule.notes.split()) in section


def test_the_page_on_built_in_policies_lists_every_fact_that_they_wait_for():
    table = PAGE.partition("## Facts that they wait for")[2].partition("\n## ")[0]
    named = {kind for _, rule in RULES for kind in kinds(rule.anchor)}
    assert named == set(re.findall(r"`(\w+)`", table)) - {"name"}


def test_the_wheel_has_the_policies():
    # hatchling takes every file of the package, unless a line says otherwise.
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = project["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert wheel["packages"] == ["src/omnidesk"]
    assert {"exclude", "include", "only-include"}.isdisjoint(wheel)


def test_a_changed_copy_of_a_policy_decides_by_its_own_rules():
    whole = policy(erase("E", "P1Y"))
    before = decided(whole).at, whole.digest
    changed = whole.model_copy(update={"rules": (erase("E", "P2Y"),), "zone": "Asia/Ho_Chi_Minh"})
    assert (decided(changed).at, changed.digest) != before
    assert changed.clock.key == "Asia/Ho_Chi_Minh"


# --- traps ----------------------------------------------------------------------------------------


def test_three_years_do_not_outlive_a_platforms_thirty_days():
    both = together("izihelp", "youtube")
    comment = {"channel": "youtube", "visibility": "public"}
    found = decided(both, now=START + timedelta(days=10), **comment)
    assert found.at == START + timedelta(days=30)
    assert decided(both, **{**comment, "channel": "facebook"}).state == "pending"


def test_what_a_law_needs_outlives_a_platforms_thirty_days():
    both = together("izihelp", "youtube")
    found = decided(both, channel="youtube", purposes=("tax",))
    assert (found.state, found.purposes) == ("restricted", ("legal_obligation",))


def test_a_users_request_to_youtube_takes_seven_days_and_a_revocation_thirty():
    rules = builtin_policy("youtube")
    fetched = fact("fetched", 100, item="i")
    asked = decided(rules, fetched, fact("erasure_requested", 101, subject=LAN), channel="youtube")
    assert asked.at == START + timedelta(days=108)
    revoked = decided(rules, fact("fetched", 500), fact("access_revoked", 100), channel="youtube")
    assert revoked.at == START + timedelta(days=130)


def test_each_fetch_starts_the_thirty_days_again():
    rules = builtin_policy("youtube")
    facts = [fact("fetched", days, item="i") for days in (1, 20, 45)]
    assert decided(rules, *facts, channel="youtube").at == START + timedelta(days=75)


def test_an_hour_after_the_last_visit_slides_with_every_visit_and_rounds_down():
    rules = builtin_policy("candylio")
    visits = [fact("last_access", days, subject=LAN) for days in (0, 1)]
    found = decided(rules, *visits, category="page_view", channel="web")
    assert found.at == START + timedelta(days=1, hours=1)
    # In the hour that a clock goes through twice, the first of the two counts.
    autumn = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)
    zoned = rules.model_copy(update={"zone": "Europe/Berlin"})
    view = {"category": "page_view", "channel": "web", "created_at": autumn}
    assert decided(zoned, **view).at == autumn + timedelta(hours=1)


def test_nobody_reads_the_visited_pages_but_their_visitor():
    now = START + timedelta(minutes=5)
    found = decided(builtin_policy("candylio"), now=now, category="page_view", channel="web")
    assert found.purposes == ("revisit",)


def test_a_lead_without_a_contract_has_not_ended_all_of_them():
    lead = {"category": "form", "channel": "web"}
    assert decided(builtin_policy("links"), **lead).state == "pending"
    stray = fact("contract_ended", 3, subject=LAN, name="vps")
    assert decided(builtin_policy("links"), stray, **lead).state == "pending"


def test_the_log_of_calls_made_stays_and_their_recording_does_not():
    both = together("candylio", "gdpr")
    asked = fact("erasure_requested", 5, subject=LAN)
    log = decided(both, asked, category="call", channel="calls", direction="outbound")
    assert (log.state, log.purposes) == ("restricted", ("legal_reasons",))
    recording = decided(both, asked, category="recording", channel="calls", direction="outbound")
    assert recording.state == "due"


def test_a_use_that_ends_leaves_what_another_purpose_needs_restricted_to_it():
    rules = together("liveagent", "gdpr")
    ended = fact("consent_withdrawn", 5, subject=LAN)
    found = decided(rules, ended, purposes=("marketing", "legal_claims"))
    assert (found.state, found.purposes) == ("restricted", ("legal_claims",))


def test_a_summary_goes_when_what_it_sums_up_goes():
    rules = builtin_policy("liveagent")
    over = fact("service_terminated", 5, subject=LAN)
    source = decided(rules, over, purposes=("support",))
    made = decided(rules, over, purposes=("support",), category="summary", derived_from=("i",))
    assert made.at == source.at


def test_vietnams_twenty_days_and_europes_month_meet_in_the_shorter():
    asked = fact("erasure_requested", 0, subject=LAN)
    found = decided(together("vietnam", "gdpr"), asked)
    assert found.at == START + timedelta(days=20)
    assert decided(builtin_policy("gdpr"), asked).at == datetime(2026, 2, 28, 9, tzinfo=UTC)


def test_the_proof_of_a_consent_outlives_a_request():
    asked = fact("erasure_requested", 0, subject=LAN)
    for name in ("gdpr", "vietnam"):
        found = decided(builtin_policy(name), asked, category="consent")
        assert (found.state, found.purposes) == ("restricted", ("proof_of_consent",))


def test_of_a_recording_of_two_the_right_of_one_is_enough():
    asked = fact("erasure_requested", 0, subject=LAN)
    for name in ("gdpr", "vietnam"):
        shared = {"category": "recording", "channel": "calls", "subjects": (LAN, "subject_agent")}
        assert decided(builtin_policy(name), asked, **shared).state == "due"


def test_what_somebody_objects_to_is_not_for_marketing_any_more():
    objected = fact("objected", 0, subject=LAN)
    found = decided(builtin_policy("gdpr"), objected, purposes=("marketing", "service"))
    assert "marketing" not in found.purposes
    assert "service" in found.purposes
    assert decided(builtin_policy("gdpr"), objected, purposes=("service",)).purposes is None


@pytest.mark.parametrize("channel", ["facebook", "instagram", "messenger"])
def test_meta_wants_what_a_user_asks_for_gone_at_once(channel):
    asked = fact("erasure_requested", 3, subject=LAN)
    found = decided(together("meta", "izihelp"), asked, channel=channel)
    assert (found.state, found.at) == ("due", asked.at)
    assert decided(builtin_policy("meta"), fact("app_stopped", 3), channel=channel).state == "due"
    assert decided(builtin_policy("meta"), asked, channel="email").state == "kept"


def test_zalo_wants_everything_gone_a_day_after_the_service():
    over = fact("service_terminated", 3)
    found = decided(together("zalo", "izihelp"), over, channel="zalo")
    assert found.at == over.at + timedelta(hours=24)


def test_a_house_that_likes_to_keep_loses_to_a_right():
    house = policy(keep("liking", "forever", basis="history"))
    both = combine([house, builtin_policy("vietnam")], id="all", version="1", title="All")
    assert decided(both, fact("erasure_requested", 0, subject=LAN)).state == "due"


def test_cloudmini_says_nothing_and_erases_nothing():
    assert decided(builtin_policy("cloudmini")).state == "kept"
