"""Schemas of what people write: right files pass, wrong ones do not, no key is forgotten."""

import os
import re
import tomllib
from collections.abc import Iterator
from functools import cache
from glob import glob
from typing import Any

import pytest
from helpers import CHECKOUT
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from planner import config as configuration
from planner import plugins, profile_file, rule_file, vocabulary
from planner.model import POST_KINDS, RECORD_KINDS, SLOT_KINDS
from planner.readers import yaml
from planner.rulebook import Rulebook
from planner.yaml_calendar import posts, records, settings, slots
from planner.yaml_tree import parse


@cache
def schema_of(name: str) -> dict[str, Any]:
    """A schema as data."""
    module = plugins.find("planner.schemas", name)
    assert module is not None
    found: dict[str, Any] = module.schema(Rulebook())
    Draft7Validator.check_schema(found)
    return found


def enums_in(schema: Any) -> Iterator[list[Any]]:
    """All enums of a schema."""
    if isinstance(schema, dict) and isinstance(schema.get("enum"), list):
        yield schema["enum"]
    for inner in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(inner, dict | list):
            yield from enums_in(inner)


@pytest.mark.parametrize("name", ["calendar", "config", "profile", "rule"])
def test_no_enum_names_a_word_twice(name: str) -> None:
    """The YAML language server refuses a whole schema for that."""
    doubled = [enum for enum in enums_in(schema_of(name)) if len({*map(repr, enum)}) < len(enum)]
    assert doubled == []


def faults(name: str, value: Any) -> list[str]:
    """What a schema has against a value, each with its place."""
    found = Draft7Validator(schema_of(name)).iter_errors(value)
    return [f"{error.json_path}: {error.message[:200]}" for error in found]


def data_of(text: str) -> Any:
    """The values of a text in YAML 1.2, as the servers of editors read it."""
    root, troubles = parse(text.encode())
    assert not troubles
    assert root is not None
    return root.data()


def text_of(path: str) -> str:
    """A file of the checkout."""
    with open(os.path.join(CHECKOUT, path), encoding="utf-8") as file:
        return file.read()


def files(pattern: str) -> list[str]:
    """Files of the checkout by a pattern."""
    return sorted(glob(pattern, root_dir=CHECKOUT))


RULES = [path for path in files("rules/*/*.yaml") if not path.startswith("rules/profiles/")]
PAGES = ["README.md", *files("docs/*.md")]


def blocks(page: str, language: str) -> list[str]:
    """The blocks of a page in a language."""
    pattern = rf"^```{language}\n(.*?)^```"
    return re.findall(pattern, text_of(page), re.DOTALL | re.MULTILINE)


def is_calendar(value: Any) -> bool:
    """Whether an example is a calendar, not a step of a pipeline or a rule."""
    return isinstance(value, dict) and bool({"posts", "slots", "records"} & value.keys())


@pytest.mark.parametrize("path", files("sample_calendars/*.yaml"))
def test_samples_are_calendars(path: str) -> None:
    """All in planner's own format."""
    assert faults("calendar", data_of(text_of(path))) == []


@pytest.mark.parametrize("page", PAGES)
def test_examples_of_the_documentation_are_calendars(page: str) -> None:
    """Those with entries; what stands under an unknown key in an example is on purpose."""
    for text in blocks(page, "yaml"):
        value = data_of(text)
        if is_calendar(value):
            assert faults("calendar", value) == [], text


@pytest.mark.parametrize("path", RULES)
def test_rule_files_are_rules(path: str) -> None:
    """With the options of their check."""
    assert faults("rule", data_of(text_of(path))) == []


@pytest.mark.parametrize("path", files("rules/profiles/*.yaml"))
def test_profile_files_are_profiles(path: str) -> None:
    """With rules that exist."""
    assert faults("profile", data_of(text_of(path))) == []


@pytest.mark.parametrize("page", PAGES)
def test_configurations_of_the_documentation_are_right(page: str) -> None:
    """Those that are whole."""
    for text in blocks(page, "toml"):
        assert faults("config", tomllib.loads(text)) == [], text


def test_the_rule_of_the_tutorial_is_a_rule() -> None:
    """And its profile a profile."""
    rule, profile = blocks("docs/write-a-rule.md", "yaml")
    assert faults("rule", data_of(rule)) == []
    assert faults("profile", data_of(profile)) == []


RIGHT = [
    "- {at: 2026-11-23 09:00, channel: x, kind: promo}",
    "{posts: , slots: ~, people: [rosa], channels: [x, our-forum]}",
    "{channels: {x: , our-forum: {hours: '08:00-20:00', profile: {bio: hello}}}}",
    "{posts: [{at: 2026-11-23T09:00:00+01:00, channels: [x, our forum], text: 2026}]}",
    "{posts: [{at: , kind: Promotional}, {kind: how_to}, {kind: Behind The Scenes}]}",
    "{posts: [{media: [a.jpg, {file: b.jpg, alt: two people}], status: LIVE, pin: true}]}",
    "{posts: [{window: {from: 2026-11-23, to: 2026-11-27}, lint: {ignore: promo-to-share}}]}",
    "{slots: [{every: weekday, at: '16:00', for: 20m}, {every: [Mon, thursdays], for: 1H}]}",
    "{slots: [{every: FREQ=MONTHLY;BYDAY=1MO, at: 2026-11-23 16:00, for: 90, kind: replies}]}",
    "{records: [{at: 2026-11-23 14:00, kind: praise, who: '@fan'}], week_starts: sun}",
    "{blackouts: [2026-12-24, {from: 2026-12-30, to: 2027-01-01, why: closed}]}",
    "{guidelines: {anything: at all}, crisis: {owner: rosa}}",
]  # fmt: skip
WRONG = [
    ("{posts: [{at: 2026-11-23 09:00, kind: prono}]}", "$.posts[0].kind"),
    ("{posts: [{at: 2026-11-23 09:00, chanel: x}]}", "$.posts[0]"),
    ("{post: []}", "$"),
    ("{posts: [{at: 23.11.2026}]}", "$.posts[0].at"),
    ("{posts: [{at: 2026-11-23 nine}]}", "$.posts[0].at"),
    ("{posts: [{pin: maybe}]}", "$.posts[0].pin"),
    ("{posts: [{text: [a, b]}]}", "$.posts[0].text"),
    ("{posts: {at: 2026-11-23}}", "$.posts"),
    ("{slots: [{kind: inbox}]}", "$.slots[0]"),
    ("{slots: [{every: someday, at: '16:00'}]}", "$.slots[0].every"),
    ("{slots: [{every: day, for: long}]}", "$.slots[0].for"),
    ("{slots: [{every: day, for: ''}]}", "$.slots[0].for"),
    ("{slots: [{every: day, kind: promo}]}", "$.slots[0].kind"),
    ("{records: [{kind: question}]}", "$.records[0]"),
    ("{channels: {x: {limt: 500}}}", "$.channels.x"),
    ("{channels: {x: {limit: 0}}}", "$.channels.x.limit"),
    ("{week_starts: weekend}", "$.week_starts"),
    ("{blackouts: [{to: 2026-12-24}]}", "$.blackouts[0]"),
]  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_what_the_reader_takes_passes(text: str) -> None:
    """Aliases, lists and single values, own channels, and what is left empty."""
    assert faults("calendar", data_of(text)) == []


@pytest.mark.parametrize(("text", "place"), WRONG)
def test_what_the_reader_complains_of_does_not_pass(text: str, place: str) -> None:
    """At the place of the mistake."""
    assert [fault.partition(": ")[0] for fault in faults("calendar", data_of(text))] == [place]


@pytest.mark.parametrize(("table", "group"), [
    (posts.POST_KEYS, "post"), (slots.SLOT_KEYS, "slot"), (records.RECORD_KEYS, "record"),
    (settings._CHANNEL, "channel"), (settings._PERSON, "person"),
])  # fmt: skip
def test_a_schema_has_the_keys_of_the_reader(table: Any, group: str) -> None:
    """All of them, and no others, each with a meaning and a shape."""
    properties = schema_of("calendar")["definitions"][group]["properties"]
    assert set(properties) == set(table)
    assert [key for key, shape in properties.items() if not shape["description"]] == []
    assert [key for key, shape in properties.items() if shape.keys() == {"description"}] == []


@pytest.mark.parametrize(("name", "table"), [
    ("calendar", yaml._KEYS), ("config", configuration.KEYS), ("rule", rule_file._KEYS),
    ("profile", profile_file._KEYS),
])  # fmt: skip
def test_a_schema_has_the_sections_of_the_reader(name: str, table: tuple[str, ...]) -> None:
    """All of them, and no others, each with a meaning."""
    properties = schema_of(name)["properties"]
    assert set(properties) == set(table)
    assert all(shape["description"] for shape in properties.values())


@pytest.mark.parametrize(("sort", "kinds", "aliases"), [
    ("post", POST_KINDS, vocabulary._POST_KIND_ALIASES),
    ("slot", SLOT_KINDS, vocabulary._SLOT_KIND_ALIASES),
    ("record", RECORD_KINDS, vocabulary._RECORD_KIND_ALIASES),
])  # fmt: skip
def test_all_words_for_kinds_pass(
    sort: str, kinds: tuple[str, ...], aliases: dict[str, str]
) -> None:
    """In any case."""
    for word in (*kinds, *aliases, *(alias.title() for alias in aliases)):
        item = {"at": "2026-11-23 09:00", "kind": word}
        assert faults("calendar", {f"{sort}s": [item]}) == [], word


SETTINGS = [
    ({"rules": {"promo-to-share": "warning"}}, True),
    ({"rules": {"promo-to-share": {"level": "off", "for_every": 3}}}, True),
    ({"plan": {"inserted_posts": 0}, "profile": "strict"}, True),
    ({"mapping": {"columns": {"Pillar": "kind"}, "kinds": {"Werbung": "promo"}}}, True),
    ({"mapping": {"channels": {"Insta feed": "instagram"}}}, True),
    ({"rules": {"promo-to-shar": "warning"}}, False),
    ({"rules": {"promo-to-share": "eror"}}, False),
    ({"rules": {"promo-to-share": {"for_evry": 3}}}, False),
    ({"rules": {"promo-to-share": {"for_every": "three"}}}, False),
    ({"rules": {"promo-to-share": {"of": "prono"}}}, False),
    ({"plan": {"inserted_posts": 1000}}, False),
    ({"plan": {"freeze": "24h", "spread": True}}, True),
    ({"plan": {"spread": "yes"}}, False),
    ({"plan": {"lock": "plans.lock"}}, True),
    ({"plan": {"lock": ""}}, False),
    ({"plan": {"lock": 1}}, False),
    ({"mapping": {"kinds": {"Werbung": "werbung"}}}, False),
    ({"timezone": 1}, False),
    ({"extends": "../base.toml"}, True),
    ({"extends": ["a.toml", "b.toml"]}, True),
    ({"extends": 1}, False),
    ({"per-file-ignores": {"old/*": ["promo-to-share", "stray-space"]}}, True),
    ({"per-file-ignores": {"old/*": ["promo-to-shar"]}}, False),
    ({"per-file-ignores": {"old/*": "promo-to-share"}}, False),
    ({"profil": "strict"}, False),
]  # fmt: skip


@pytest.mark.parametrize(("value", "is_right"), SETTINGS)
def test_settings_are_checked_by_rule_and_option(value: Any, is_right: bool) -> None:
    """As the reader of configurations does."""
    assert (faults("config", value) == []) == is_right


def test_options_belong_to_their_check() -> None:
    """A rule with the option of another check, or without one it needs, is wrong."""
    rule = data_of(text_of("rules/mix/promo-to-share.yaml"))
    assert faults("rule", {**rule, "check": "rato"})
    assert faults("rule", {**rule, "check": "burst"})
    assert faults("rule", {**rule, "options": {}})
    assert faults("rule", {key: item for key, item in rule.items() if key != "why"})
