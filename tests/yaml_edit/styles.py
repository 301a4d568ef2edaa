"""One calendar in the hands of several people, and plans for it."""

from datetime import date, datetime
from typing import NamedTuple

from planner.model import Cost, Entry, Move, Plan
from planner.readers import ReadOptions
from planner.readers import yaml as reader
from planner.source import Reading
from planner.yaml_edit.rewriting import rewritten

INDENTED = """\
# The week of the shop.
timezone: Europe/Berlin

posts:
  # Monday
  - id: origin
    at: 2026-11-23 09:00   # after the news
    channel: mastodon
    kind: promo
    text: How the co-op dries its beans

  # Tuesday
  - id: roast
    at: 2026-11-24 12:30
    channels:
      - x
      - mastodon   # since May
    kind: news
    status: draft  # ask Imran
    text: The new roast is out

  - at: 2026-11-25 10:00
    channel: x
    kind: value
    text: "Grind: one notch coarser"

# People
slots:
  - at: 2026-11-24 16:00
    for: 20m
    kind: inbox
"""
FLUSH = """\
timezone: Europe/Berlin
posts:
- id: origin
  at: 2026-11-23 09:00   # after the news
  channel: mastodon
  kind: promo
  text: How the co-op dries its beans
-   id: roast
    at: 2026-11-24T12:30:00
    channels: x, mastodon
    kind: news
    status: draft  # ask Imran
    text: The new roast is out
- at: 2026-11-25 10:00
  channel: x
  kind: value
  text: "Grind: one notch coarser"
slots:
- at: 2026-11-24 16:00
  for: 20m
  kind: inbox
"""
QUOTED = """\
'timezone': 'Europe/Berlin'
'posts':
  - 'id': "origin"
    'at': "2026-11-23T09:00+01:00"   # after the news
    'channel': 'mastodon'
    'kind': 'promo'
    'text': 'How the co-op''s beans dry'
  - 'id': 'roast'
    'at': '2026-11-24 12:30'
    'channels': ['x', 'mastodon']
    'kind': 'news'
    'status': "draft"  # ask Imran
    'text': "The new roast is \\"out\\""
  - 'at': '2026-11-25T09:00Z'
    'channel': 'x'
    'kind': 'value'
    'text': 'Grind: one notch coarser'
'slots':
  - 'at': "2026-11-24 16:00"
    'for': '20m'
    'kind': 'inbox'
"""
FOLDED = """\
timezone: Europe/Berlin

posts:

  - id: origin
    at: 2026-11-23 09:00   # after the news
    channel: mastodon
    kind: promo
    text: >
      How the co-op
      dries its beans

  - id: roast
    at: 2026-11-24 12:30
    channels: [ x, mastodon ]
    kind: news
    status: draft  # ask Imran
    text: |+
      The new roast
      is out

  - at: 2026-11-25 10:00
    channel: x
    kind: value
    text: Grind one
      notch coarser

slots:

  - at: 2026-11-24 16:00
    for: 20m
    kind: inbox
"""
FLOW = """\
timezone: Europe/Berlin
posts:
  - {id: origin, at: 2026-11-23 09:00, channel: mastodon, kind: promo, text: Beans}  # after news
  - { id: roast, at: 2026-11-24 12:30, channels: [x, mastodon], kind: news, status: draft,
      text: "The new roast is out" }
  - {at: 2026-11-25 10:00, channel: x, kind: value, text: "Grind: one notch coarser"}
slots:
  - {at: 2026-11-24 16:00, for: 20m, kind: inbox}
"""
BRACKETS = """\
{"timezone": "Europe/Berlin",
 "posts": [
   {"id": "origin", "at": "2026-11-23 09:00", "channel": "mastodon", "kind": "promo",
    "text": "How beans dry"},  # after the news
   {"id": "roast", "at": "2026-11-24 12:30", "channels": ["x", "mastodon"], "status": "draft"},
   {"at": "2026-11-25 10:00", "channel": "x", "kind": "value", "text": "Grind: one notch coarser"}
 ],
 "slots": [{"at": "2026-11-24 16:00", "for": "20m", "kind": "inbox"}]}
"""
ANCHORED = """\
timezone: Europe/Berlin
defaults: &usual
  at: 2026-11-24 12:30
  channels: &everywhere [x, mastodon]
posts:
  - &first
    id: origin
    at: &morning 2026-11-23 09:00   # after the news
    channel: mastodon
    kind: promo
  - <<: *usual
    id: roast
    kind: news
    status: &early draft  # ask Imran
    text: &words The new roast is out
  - {<<: *first, id: again, kind: value, text: *words}
  - at: 2026-11-25 10:00
    channel: x
    kind: value
    status: *early
  - {id: late, at: *morning, channels: *everywhere, kind: thanks}
slots:
  - at: 2026-11-24 16:00
    for: 20m
    kind: inbox
"""
STYLES = {
    "indented": INDENTED.encode(),
    "flush": FLUSH.encode(),
    "quoted": QUOTED.encode(),
    "folded": FOLDED.encode(),
    "flow": FLOW.encode(),
    "crlf": b"\xef\xbb\xbf" + INDENTED.replace("\n", "\r\n").encode(),
    "brackets": BRACKETS.encode(),
    "anchored": ANCHORED.encode(),
}


Changes = dict[str, datetime | date | str]
"""New times and statuses by the id of a post."""


class Done(NamedTuple):
    """A calendar in a style, a plan for it, and the bytes with the plan in them."""

    before: bytes
    plan: Plan
    after: bytes


def read(data: bytes, days: tuple[date, date] | None = None) -> Reading:
    """A calendar from bytes."""
    first, until = days or (None, None)
    return reader.read("calendar.yaml", data, ReadOptions(first=first, until=until))


def plan_of(reading: Reading, changes: Changes, *added: Entry) -> Plan:
    """A plan that puts some posts to other times or statuses, and adds some entries."""
    before = reading.calendar
    posts = []
    for post in before.posts:
        wanted = changes.get(post.id)
        if isinstance(wanted, str):
            posts.append(post._replace(status=wanted))
        else:
            posts.append(post if wanted is None else post._replace(at=wanted))
    after = before.with_entries([*posts, *before.slots, *added])
    old = {entry.id: entry for entry in before.entries}
    moves = [
        Move(it.id, "shift" if it.id in old else "insert", None, it.at, ("some-rule",), "Because.")
        for it in after.entries
        if it != old.get(it.id)
    ]
    return Plan("optimal", Cost(), Cost(), tuple(moves), (), (), after, before)


def write(data: bytes, changes: Changes, *added: Entry) -> Done:
    """A plan written into a calendar."""
    reading = read(data)
    plan = plan_of(reading, changes, *added)
    return Done(data, plan, rewritten(plan, reading, read))
