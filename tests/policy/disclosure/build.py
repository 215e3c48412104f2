"""Short ways to say who may receive what, and what Hypothesis makes of them."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from omnidesk.policy import Citation, Fact, Facts
from omnidesk.policy.consent import ConsentEvent, Ledger
from omnidesk.policy.disclosure import (
    Contact,
    Denial,
    DisclosurePolicy,
    DisclosureRequest,
    DutyTerm,
    Move,
    MoveRequest,
    Permit,
    Place,
    Processor,
    Recipient,
    Region,
    Transit,
    may_disclose,
    may_move,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LAN, MINH, HOA, FIRM = "subject_lan", "subject_minh", "hoa", "firm_1"
SOURCE = Citation(document="A made-up policy")
RECIPIENTS = (
    Recipient(id="staff", kind="staff", title="Staff.", named=False),
    Recipient(id="named", kind="staff", title="Named staff."),
    Recipient(id="self", kind="self", title="Whose it is."),
    Recipient(id="admin", kind="org_admin", title="An administrator."),
    Recipient(id="processor", kind="processor", title="A sub-processor."),
    Recipient(id="partner", kind="third_party", title="A partner."),
    Recipient(id="public", kind="public", title="Everybody."),
)
REGIONS = ("eu", "vn", "rest")


def permit(name="p", to=("staff",), **more):
    return Permit(**{"id": name, "title": "A permit.", "source": SOURCE, "to": to} | more)


def denial(name="d", **more):
    return Denial(**{"id": name, "title": "A denial.", "source": SOURCE} | more)


def transit(name="t", **more):
    return Transit(**{"id": name, "source": SOURCE} | more)


def region(name, *countries, **more):
    said = {"id": name, "title": "A region.", "countries": countries, "source": SOURCE}
    return Region(**said | more)


def move(name="m", **more):
    return Move(**{"id": name, "title": "A move.", "source": SOURCE} | more)


def place(name, country=None, *uses):
    return Place(region=name, country=country, uses=uses or ("storage", "processing"))


def processor(name="cloud", **more):
    said = {"id": name, "name": "Cloud", "role": "host", "service": "Servers", "source": SOURCE}
    return Processor(**{**said, "places": (place("eu", "DE"),)} | more)


def duty(name="instructions", **more):
    return DutyTerm(duty=name, source=SOURCE, **more)


def contact(topic="register_change", **more):
    return Contact(topic=topic, source=SOURCE, **more)


def policy(*permits, **more):
    said = {"id": "p", "version": "1", "title": "A policy", "recipients": RECIPIENTS}
    return DisclosurePolicy(**{**said, "permits": permits} | more)


PLACES = (region("eu", "DE", "FR"), region("vn", "VN"), region("rest", rest=True))


def request(**more):
    return DisclosureRequest(
        **{
            "role": "staff",
            "recipient": HOA,
            "act": "read",
            "purpose": "support",
            "category": "message",
            "channel": "email",
            "subjects": (LAN,),
            "about": "person",
            "contains": (),
        }
        | more
    )


def fact(kind, days=-1.0, subject=LAN, name=None):
    return Fact(kind=kind, at=NOW + timedelta(days=days), subject=subject, name=name)


def event(kind="given", days=-1.0, subject=LAN, purpose="support", **more):
    at = NOW + timedelta(days=days)
    return ConsentEvent(kind=kind, at=at, subject=subject, purpose=purpose, **more)


def decided(asked, rules, *facts, events=(), now=NOW):
    return may_disclose(asked, rules, Ledger(events), Facts(facts), now=now)


def against(asked, rules, *facts, **more):
    """Return the reasons of the gates that say no, by gate."""
    found = decided(asked, rules, *facts, **more)
    return {one.gate: one.reasons for one in found.against}


def moved(asked, rules, *facts, events=(), now=NOW):
    return may_move(asked, rules, Ledger(events), Facts(facts), now=now)


# --- what Hypothesis makes ------------------------------------------------------------------------

DAYS = st.none() | st.integers(-3, 3).map(lambda days: date(2026, 11, 22) + timedelta(days=days))


@st.composite
def spans(draw):
    first, last = draw(DAYS), draw(DAYS)
    if first is not None and last is not None and last < first:
        first, last = last, first
    return draw(st.sampled_from([{}, {}, {"first": first, "last": last}]))


def some(*words):
    return st.lists(st.sampled_from(words), unique=True, max_size=2).map(tuple)


def seldom(*words):
    """Mostly nothing, which is any."""
    return st.just(()) | st.just(()) | st.just(()) | some(*words)


SCOPES = st.fixed_dictionaries(
    {
        "acts": seldom("read", "share", "export", "publish"),
        "purpose": seldom("support", "law", "reference"),
        "category": seldom("message", "credential", "identity"),
        "channel": seldom("email", "zalo"),
        "about": seldom("person", "organisation"),
    }
)
ROLES = tuple(one.id for one in RECIPIENTS)
NEEDS = seldom("law", "consent", "client", "not_opted_out", "controller_change", "notice")


@st.composite
def permits(draw):
    some_roles = st.lists(st.sampled_from(ROLES), unique=True, min_size=1, max_size=3).map(tuple)
    to = draw(st.just(ROLES) | some_roles)
    name = f"p{draw(st.integers(0, 10**6))}"
    return permit(name, to, needs=draw(NEEDS), **draw(SCOPES), **draw(spans()))


@st.composite
def denials(draw):
    name = f"d{draw(st.integers(0, 10**6))}"
    kinds = draw(some("third_party", "public", "staff"))
    return denial(name, kinds=kinds, to=draw(some(*ROLES)), **draw(SCOPES), **draw(spans()))


@st.composite
def moves(draw):
    return move(
        f"m{draw(st.integers(0, 10**6))}",
        origin=draw(seldom(*REGIONS)),
        destination=draw(seldom(*REGIONS)),
        uses=draw(st.sampled_from([("storage",), ("processing",), ("storage", "processing")])),
        needs=draw(some("agreement", "consent", "assessment")),
        **draw(spans()),
    )


@st.composite
def processors(draw):
    return processor(
        draw(st.sampled_from(["cloud", "phone"])),
        consent=draw(st.booleans()),
        serves=draw(seldom(*REGIONS)),
        places=draw(st.sampled_from([(place("eu"), place("vn", "VN")), (place("vn", "VN"),), ()])),
        channels=draw(seldom("email", "zalo")),
        purposes=draw(seldom("support", "law")),
        **draw(spans()),
    )  # fmt: skip


def unique(rows):
    return tuple({one.id: one for one in rows}.values())


@st.composite
def policies(draw, *, regions=None):
    here = draw(st.booleans()) if regions is None else regions
    # In most policies, somebody may do nearly anything, or nothing else would be seen to matter.
    open_ = st.sampled_from([(permit("all", ROLES),), (permit("law", ROLES, needs=("law",)),), ()])
    return policy(
        *unique([*draw(open_), *draw(st.lists(permits(), max_size=4))]),
        denials=unique(draw(st.just(()) | st.lists(denials(), max_size=2))),
        transit=draw(st.sampled_from([(), (transit(),), (transit(last=date(2026, 11, 1)),)])),
        regions=PLACES if here else (),
        moves=unique(draw(st.lists(moves(), max_size=3))) if here else (),
        processors=tuple(draw(st.lists(processors(), max_size=3))) if here else (),
    )


WHO = (
    *[("staff", HOA), ("named", HOA), ("self", LAN), ("admin", HOA), ("public", None)],
    *[("processor", "cloud"), ("processor", "phone"), ("partner", "shop"), ("partner", None)],
    *[("self", HOA), ("nobody", HOA)],
)
YES = st.sampled_from([True, True, True, None])


@st.composite
def requests(draw):
    role, recipient = draw(st.sampled_from(WHO))
    return request(
        role=role,
        recipient=recipient,
        act=draw(st.sampled_from(["read", "read", "share", "export", "publish"])),
        purpose=draw(st.sampled_from(["support", "law", "reference"])),
        category=draw(
            st.sampled_from(["message", "message", "identity", "identity", "credential"])
        ),
        channel=draw(st.sampled_from(["email", "zalo"])),
        subjects=draw(st.sampled_from([(LAN,), (LAN,), (LAN, MINH), ()])),
        about=draw(st.sampled_from(["person", "organisation", None])),
        contains=draw(st.sampled_from([(), (), (), None, ("secret",), ("card_number",)])),
        encrypted=draw(YES),
        customer=draw(st.sampled_from([FIRM, FIRM, None])),
        customer_country=draw(st.sampled_from(["DE", "VN", "US", None])),
        region=draw(st.sampled_from(["eu", "VN", "US", None, "nowhere"])),
        use=draw(st.sampled_from(["storage", "processing", None])),
        case=draw(st.sampled_from(["c-1", None])),
        restricted_to=draw(st.sampled_from([None, None, None, ("law",), ()])),
    )


REQUESTS = requests()
TOLD = (
    *[("role_given", HOA, "named"), ("verified", LAN, "identity"), ("admin_given", HOA, FIRM)],
    *[("membership_began", LAN, FIRM), ("membership_began", MINH, FIRM)],
    *[("disclosure_required", None, "c-1"), ("disclosure_required", LAN, "c-1")],
    *[("contract_started", LAN, None), ("contract_started", MINH, None)],
    *[("controller_changed", None, "shop"), ("move_agreed", FIRM, "eu")],
    *[("move_agreed", FIRM, "vn"), ("transfer_assessed", None, "eu")],
    *[("transfer_assessed", None, "rest"), ("home_region_set", FIRM, "eu")],
)
UNTOLD = (
    *[("role_ended", HOA, None), ("verification_ended", LAN, None), ("admin_ended", HOA, FIRM)],
    *[("disclosure_lifted", None, "c-1"), ("move_agreement_ended", FIRM, "eu")],
    *[("processor_objected", FIRM, "cloud"), ("home_region_set", FIRM, "nowhere")],
    *[("transfer_assessment_ended", None, None), ("membership_ended", MINH, None)],
)


@st.composite
def told(draw):
    """Return most of what can speak for something, and some of what speaks against it."""
    pro = [one for one in TOLD if draw(YES)]
    con = draw(st.lists(st.sampled_from(UNTOLD), max_size=2))
    days = st.sampled_from([-2, -1, -1, 1])
    return [fact(kind, draw(days), whom, name) for kind, whom, name in (*pro, *con)]


FACTS = told()
EVENTS = st.lists(
    st.builds(
        event,
        st.sampled_from(["given", "given", "given", "notice_shown", "withdrawn", "refused"]),
        days=st.sampled_from([-2, -1, -1, 1]),
        subject=st.sampled_from([LAN, LAN, MINH, FIRM]),
        purpose=st.sampled_from(["support", "law", "reference", "move/eu"]),
        controller=st.sampled_from(["shop", "cloud", HOA, None]),
        notice_version=st.sampled_from(["1", None]),
    ),
    max_size=6,
)
MOVES = st.builds(
    MoveRequest,
    customer=st.sampled_from([FIRM, FIRM, None]),
    customer_country=st.sampled_from(["DE", "VN", "US", None]),
    to=st.sampled_from(["eu", "VN", "US", None, "nowhere"]),
    use=st.sampled_from([None, "storage", "processing"]),
)
