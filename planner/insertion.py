"""What a plan may add for a rule: an entry without a time, and what to say of it."""

from datetime import date

from planner.errors import nearest
from planner.model import POST_KINDS, SLOT_KINDS, Entry, Post, Slot
from planner.named import Any, NamedTuple

_FIELDS = ("tags", "audience", "about", "topic", "origin", "note", "surfaces", "minutes", "goal")
_LISTS = ("tags", "surfaces")


class Insertion(NamedTuple):
    """A post or slot to add, as a pattern: its id and time are given when it is placed."""

    entry: Entry
    written: str

    def __str__(self) -> str:
        """As it was written."""
        return self.written

    def on(self, channel: str | None) -> Entry:
        """The entry for one channel; None is all of them for a slot, and none for a post."""
        if isinstance(self.entry, Post):
            return self.entry._replace(channel=channel)
        return self.entry._replace(channels=(channel,) if channel else ())


def read_insertion(value: Any) -> Insertion:
    """Read `share`, `{slot: thanks}` or `{post: personal, tags: fun}`.

    A word that names both a post and a slot is the slot. Raises `ValueError` with a sentence.
    """
    if not isinstance(value, dict):
        is_slot = value in SLOT_KINDS
        return Insertion(_pattern("slot" if is_slot else "post", value, {}), str(value))
    fields = dict(value)
    sorts = [sort for sort in ("slot", "post") if sort in fields]
    if len(sorts) != 1:
        raise ValueError("say what is added: {slot: thanks} or {post: share}")
    kind = fields.pop(sorts[0])
    words = ", ".join(f"{key}: {item}" for key, item in value.items() if key != "note")
    return Insertion(_pattern(sorts[0], kind, fields), words)


def read_post(value: Any) -> Insertion:
    """Read a post to add: a word means the post, not the slot of that name."""
    found = read_insertion({"post": value} if isinstance(value, str) else value)
    if not isinstance(found.entry, Post):
        raise ValueError("what is added has to be a post, such as {post: share}")  # noqa: TRY004  # as all options
    return found._replace(written=str(value)) if isinstance(value, str) else found


def _pattern(sort: str, kind: Any, fields: dict[str, Any]) -> Entry:
    known = SLOT_KINDS if sort == "slot" else POST_KINDS
    if kind not in known:
        hint = nearest(str(kind), (*POST_KINDS, *SLOT_KINDS))
        raise ValueError(f"{kind!r} is not one kind{hint}; write a single word such as {known[0]}")
    pattern: Entry
    if sort == "slot":
        pattern = Slot("", "", date.min, kind=kind)
    else:
        pattern = Post("", "", None, kind=kind, status="idea")
    return pattern._replace(**{name: _value(pattern, name, it) for name, it in fields.items()})


def _value(pattern: Entry, name: str, value: Any) -> Any:
    known = [field for field in _FIELDS if field in pattern._fields]
    if name not in known:
        hint = nearest(name, known)
        raise ValueError(f'what is added has no "{name}"{hint}; {", ".join(known)} exist')
    if name in _LISTS:
        return tuple(str(word) for word in (value if isinstance(value, list) else [value]))
    if name == "minutes" and (isinstance(value, bool) or not isinstance(value, int)):
        raise ValueError(f"{value!r} is not a whole number of minutes")
    return value
