"""A plan that remembers the last one."""

import json
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from helpers import berlin, calendar_of, entries_of
from hypothesis import given, settings
from hypothesis import strategies as st
from messy import MONDAY, Case, cases, is_explained

from planner.model import Calendar, Person, Plan, Post, Slot
from planner.plan import objective, runs
from planner.plan.balance import Settings, make_plan
from planner.plan.memory import Memory
from planner.rulebook import choose
from planner.rules import judge
from planner.weeks import Timeline

RULES = choose()
PLANNING = [rule for rule in RULES if rule.plans]
NUDGES = (timedelta(minutes=15), timedelta(days=1), timedelta(days=-1))


def law(examples: int) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The same random calendars on every run."""
    return settings(derandomize=True, deadline=None, max_examples=examples)


def plan_of(case: Case, data: Any = None) -> tuple[Plan, Any]:
    """The plan of a calendar by the last one's data, and its own data, as a file would hold it."""
    memory = Memory(data)
    plan = make_plan(case.calendar, RULES, Settings(now=case.now, memory=memory))
    return plan, json.loads(json.dumps(memory.data(plan, lambda _day: False)))


def without_memory(case: Case) -> Plan:
    """The plan of a calendar that knows of none before."""
    return make_plan(case.calendar, RULES, Settings(now=case.now))


def nudged(calendar: Calendar, seed: int) -> tuple[Calendar, str | None]:
    """The calendar with one of its timed posts somewhere else, and its id (None: there is none)."""
    chance = random.Random(seed)
    timed = [it for it in calendar.posts if isinstance(it.at, datetime) and not it.pin]
    if not timed:
        return calendar, None
    post = chance.choice(timed)
    assert isinstance(post.at, datetime)
    other = post._replace(at=post.at + chance.choice(NUDGES))
    posts = tuple(other if it is post else it for it in calendar.posts)
    return calendar._replace(posts=posts), post.id


class Watch:
    """The models that the solver was given since the last look."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.models: list[Any] = []
        run = runs.run

        def counted(model: Any, *given: Any) -> Any:
            if not any(model is known for known in self.models):
                self.models.append(model)
            return run(model, *given)

        monkeypatch.setattr(runs, "run", counted)

    def look(self) -> int:
        """How many there were."""
        found, self.models = self.models, []
        return len(found)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Watch:
    """Counts the models of the solver."""
    return Watch(monkeypatch)


@given(cases())
@law(15)
def test_a_remembered_plan_is_the_plan(case: Case) -> None:
    """Answers that are taken from a memory are those of the solver, which is not asked again."""
    plan = without_memory(case)
    first, data = plan_of(case)
    assert first == plan
    with pytest.MonkeyPatch.context() as patch:
        patch.delattr(runs, "run")
        again, kept = plan_of(case, data)
    assert again == plan
    assert kept == data


@given(cases(), st.integers(0, 1000))
@law(25)
def test_a_memory_costs_nothing(case: Case, seed: int) -> None:
    """After a nudge the plan is as cheap as without a memory, and lints as clean."""
    _plan, data = plan_of(case)
    other = Case(nudged(case.calendar, seed)[0], case.now)
    plan = plan_of(other, data)[0]
    assert plan.cost == without_memory(other).cost
    timeline = Timeline(plan.calendar)
    for rule in PLANNING:
        for finding in judge(rule, timeline):
            assert is_explained(finding, plan, other), finding.message


@given(cases(), st.integers(0, 1000))
@law(10)
def test_a_plan_after_a_nudge_is_remembered_as_well(case: Case, seed: int) -> None:
    """Planned once more it is the same plan, down to names, people and prompts."""
    _plan, data = plan_of(case)
    other = Case(nudged(case.calendar, seed)[0], case.now)
    plan, more = plan_of(other, data)
    again, kept = plan_of(other, more)
    assert (again, kept) == (plan, more)


def crowded(seed: int, weeks: int = 1) -> Calendar:
    """Weeks of ten posts on one channel, most of them in the morning."""
    chance = random.Random(seed)
    kinds = ("promo", "promo", "news", "value", "share", "conversation", "thanks")
    posts = []
    for number in range(10 * weeks):
        day = MONDAY + timedelta(days=chance.randrange(7) + 7 * (number // 10))
        clock = f"{chance.choice((9, 9, 10, 11, 15)):02}:{chance.choice((0, 15, 30)):02}"
        name = f"p{number}"
        posts.append(Post(name, name, berlin(day, clock), "x", chance.choice(kinds)))
    people = (Person("rosa", on_call="mon-fri 08:00-18:00"), Person("imran"))
    return calendar_of(*posts)._replace(people=people)


def others_changed(old: Plan, new: Plan, nudged_id: str | None) -> int:
    """The posts beside the nudged one that are somewhere else in the new plan."""
    before = {post.id: (post.at, post.status) for post in old.calendar.posts}
    after = {post.id: (post.at, post.status) for post in new.calendar.posts}
    asked = {post.id for post in old.original.posts} - {nudged_id}
    return sum(before[name] != after[name] for name in asked)


def test_a_nudge_leaves_the_other_posts_where_they_were_put() -> None:
    """At most one of them changes in eleven of twelve trials, and less in all than without."""
    remembering, forgetting = [], []
    for seed in range(12):
        calendar = crowded(seed)
        old, data = plan_of(Case(calendar, None))
        other, nudged_id = nudged(calendar, seed)
        new = plan_of(Case(other, None), data)[0]
        remembering.append(others_changed(old, new, nudged_id))
        forgetting.append(others_changed(old, without_memory(Case(other, None)), nudged_id))
    assert sum(changed <= 1 for changed in remembering) >= 11
    assert sum(remembering) <= sum(forgetting)


@pytest.mark.parametrize("minutes", [15, 170])
def test_only_the_week_that_was_touched_is_solved(minutes: int, watch: Watch) -> None:
    """Another time in the second of three weeks, even past other posts, is no matter for others."""
    calendar = crowded(1, weeks=3)
    _plan, data = plan_of(Case(calendar, None))
    assert [it["what"] for it in data["solved"]] == ["deferral", "week", "week", "week"]
    assert watch.look() >= 4
    post = next(it for it in calendar.posts if it.id == "p14")
    assert isinstance(post.at, datetime)
    later = post._replace(at=post.at + timedelta(minutes=minutes))
    posts = tuple(later if it is post else it for it in calendar.posts)
    _plan, more = plan_of(Case(calendar._replace(posts=posts), None), data)
    known = {it["model"] for it in data["solved"]}
    assert [it["what"] for it in more["solved"] if it["model"] not in known] == ["week"]


def test_a_word_that_no_rule_reads_is_solved_by_nobody(watch: Watch) -> None:
    """Neither a corrected text nor another order in the file is another problem."""
    calendar = crowded(1)
    plan, data = plan_of(Case(calendar, None))
    assert watch.look()
    posts = tuple(post._replace(text="The new roast") for post in reversed(calendar.posts))
    again = plan_of(Case(calendar._replace(posts=posts), None), data)[0]
    assert watch.look() == 0
    assert again.moves == plan.moves


def test_what_was_inserted_keeps_its_name_its_person_and_its_prompt() -> None:
    """Where it stays; what is new gets a name and a prompt that no other one has."""
    calendar = crowded(2)
    old, data = plan_of(Case(calendar, None))
    # Without a post, less has to be added.
    fewer = calendar._replace(posts=calendar.posts[1:])
    between, more = plan_of(Case(fewer, None), data)
    after = plan_of(Case(calendar, None), more)[0]
    for one, other in ((old, between), (between, after)):
        known = {it.id for it in entries_of(one.original)}
        ones = {(it.kind, it.at): it for it in entries_of(one.calendar) if it.id not in known}
        others = {(it.kind, it.at): it for it in entries_of(other.calendar) if it.id not in known}
        assert ones.keys() & others.keys()
        for key in ones.keys() & others.keys():
            assert ones[key] == others[key]
    names = [entry.id for entry in entries_of(after.calendar)]
    assert len(set(names)) == len(names)


def test_somebody_who_left_does_nothing_more() -> None:
    """An inserted slot that stays goes to those who are still there."""
    calendar = crowded(2)._replace(posts=(Post("p", "p", berlin(24), "x", "value"),))
    old, data = plan_of(Case(calendar, None))
    assert {slot.by for slot in old.calendar.slots} == {"rosa", "imran"}
    left = calendar._replace(people=calendar.people[:1])
    new = plan_of(Case(left, None), data)[0]
    assert {slot.by for slot in new.calendar.slots} == {"rosa"}
    assert [slot.at for slot in new.calendar.slots] == [slot.at for slot in old.calendar.slots]


def test_a_name_that_is_taken_meanwhile_is_not_given_twice() -> None:
    """Somebody wrote an entry of that name into the calendar."""
    calendar = calendar_of(Post("p", "p", berlin(24), "x", "value"))
    old, data = plan_of(Case(calendar, None))
    name = old.calendar.slots[0].id
    own = Slot(name, name, berlin(27, "16:00"), kind="open")
    new = plan_of(Case(calendar._replace(slots=(own,)), None), data)[0]
    names = [entry.id for entry in entries_of(new.calendar)]
    assert len(set(names)) == len(names) > 2


def test_differences_come_after_all_that_a_plan_costs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where one number cannot hold them all, or has no room for them."""
    calendar = crowded(5)
    _plan, data = plan_of(Case(calendar, None))
    other = Case(nudged(calendar, 5)[0], None)
    at_once = plan_of(other, data)[0]
    monkeypatch.setattr(objective, "SAFE", 2**35)
    in_steps = plan_of(other, data)[0]
    assert (in_steps.cost, in_steps.bound) == (at_once.cost, at_once.bound)
    monkeypatch.setattr(objective, "SAFE", 1)
    without = plan_of(other, data)[0]
    assert without.cost == at_once.cost


def test_other_weeks_stay_in_memory() -> None:
    """A plan of one week keeps what was planned of the weeks that it leaves out."""
    calendar = crowded(3, weeks=2)
    memory = Memory()
    plan = make_plan(calendar, RULES, Settings(memory=memory))
    data = memory.data(plan, lambda _day: False)
    until = MONDAY + timedelta(days=7)
    again = Memory(data)
    part = make_plan(calendar, RULES, Settings(until=until, memory=again))
    kept = again.data(part, lambda day: day >= until)
    late = [it for it in data["plan"] if date.fromisoformat(it["at"][:10]) >= until]
    assert late
    assert [it for it in kept["plan"] if it in late] == late
    assert [it for it in kept["solved"] if it["week"] == until.isoformat()]
    gone = again.data(part, lambda _day: False)
    assert not [it for it in gone["plan"] if it in late]


@pytest.mark.parametrize(("key", "wrong"), [
    ("posts", {"nobody": "held"}), ("posts", {"p1": "2030-01-01 09:00"}), ("posts", {"p1": 5}),
    ("posts", None), ("added", [["nothing", "2026-11-24 09:00"]]), ("added", [[1]]),
    ("bound", [1, 2]), ("bound", [1, 2, 3, "4"]), ("bound", [-1, 0, 0, 0]), ("given_up", [7]),
])  # fmt: skip
def test_an_answer_that_does_not_fit_is_no_answer(key: str, wrong: Any, watch: Watch) -> None:
    """The solver is asked again."""
    case = Case(crowded(1), None)
    plan, data = plan_of(case)
    assert watch.look()
    broken = {"plan": data["plan"], "solved": [{**it, key: wrong} for it in data["solved"]]}
    again = plan_of(case, broken)[0]
    assert watch.look()
    assert again == plan


@pytest.mark.parametrize("data", [
    [], {}, {"plan": []}, {"plan": 5, "solved": []}, {"plan": [], "solved": [5]},
    {"plan": [{}], "solved": []}, {"plan": [{"post": "p", "at": "soon"}], "solved": []},
    {"plan": [{"post": "p", "at": ["2026-11-23"]}], "solved": []},
    {"plan": [{"added": "a", "at": "2026-11-23", "like": "x"}], "solved": []},
    {"plan": [{"added": "a", "at": "2026-11-23 09:00"}], "solved": []},
    {"plan": [{"added": "a", "at": "2026-11-23 09:00", "like": "x", "by": 5}], "solved": []},
    {"plan": [], "solved": [{"week": "2026-11-23"}]},
    {"plan": [], "solved": [{"week": "x", "what": "week", "content": "", "model": ""}]},
])  # fmt: skip
def test_data_that_is_no_memory_is_refused(data: Any) -> None:
    """With a `ValueError`, whatever it is."""
    with pytest.raises(ValueError):  # noqa: PT011  # the caller has the words
        Memory(data)
