"""What a post has of the things that platforms limit, and whether it is too much or too little."""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from planner.limits.counting import METHODS
from planner.limits.platforms import Limit
from planner.model import Media, Post
from planner.named import NamedTuple
from planner.patterns import Pattern
from planner.wording import counted, one_line, shorten

_FILMS = (".mp4", ".mov", ".m4v", ".webm", ".avi", ".mkv", ".mpg", ".mpeg", ".wmv", ".3gp", ".gif")
_WARNINGS = ("content_warning", "cw", "spoiler_text")
"""Keys under which a calendar may keep a content warning: Mastodon counts it with the text."""
_UNITS = {"bytes": " bytes"}
_PIECES = {
    "media": "picture or film|pictures and films", "images": "picture|pictures",
    "videos": "film or GIF|films and GIFs", "hashtags": "hashtag|hashtags",
    "mentions": "account|accounts", "tags": "tag|tags",
}  # fmt: skip
_FIELDS = {
    "media": "media", "images": "media", "videos": "media", "hashtags": "text",
    "mentions": "text", "tags": "tags",
}  # fmt: skip
_SIGNS = {"hashtags": ("#", "\uff03"), "mentions": ("@", "\uff20")}
"""What each of some pieces of a text begins with; an account counts twice at most."""
_THREADED = frozenset(("x", "bluesky", "mastodon", "threads"))
_NUMBERED = Pattern(r"^[ \t]*([0-9]{1,2})/(?:[0-9]{1,2})?(?=\s)", re.MULTILINE)
_MOST_OF_NAME = 40


class Breach(NamedTuple):
    """A limit that a post breaks: the numbers, the fact after the channel's name, and a remedy."""

    limit: Limit
    observed: int
    allowed: int
    fact: str
    remedy: str
    field: str


def may_break(limit: Limit) -> Callable[[Post], bool]:
    """A quick test that every post passes which breaks a limit, and few others.

    Nearly all posts keep all limits: to look at each of them closely took 220 ms for 10,000 posts.
    """
    most, name = limit.most, limit.limit
    if name in {"alt", "tag", "all-tags"}:
        return (lambda post: bool(post.media)) if name == "alt" else (lambda post: bool(post.tags))
    if most is None or not (limit.counted or name in _PIECES):
        return lambda _post: True
    if name in _SIGNS:
        signs = _SIGNS[name]
        return lambda post: (
            len(post.tags) + len(post.mentions) + 2 * sum(map(post.text.count, signs)) > most
        )
    if name in _PIECES:
        return lambda post: len(post.tags if name == "tags" else post.media) > most
    count, may_have_parts = METHODS[limit.counted], limit.channel in _THREADED
    if name == "text":
        return lambda post: (
            bool(post.extra) or (may_have_parts and "/" in post.text) or count(post.text) > most
        )
    return lambda post: count(getattr(post, name) or "") > most


def breach_of(limit: Limit, post: Post) -> Breach | None:
    """What a post has against a limit, or None when it keeps it or the limit is not for it."""
    if not _applies(limit, post):
        return None
    if limit.least is not None:
        return _lack(limit, post)
    if limit.without:
        return _wrong_signs(limit, post)
    if limit.limit in _PIECES:
        return _too_many(limit, post)
    return next(_too_long(limit, post), None)


def _applies(limit: Limit, post: Post) -> bool:
    if limit.when == "video":
        return any(map(is_film, post.media))
    if limit.when == "photos":
        return bool(post.media) and not any(map(is_film, post.media))
    return bool(post.media) or not limit.when


def is_film(media: Media) -> bool:
    """Whether the name of a file or address says that it moves."""
    name = (media.file or media.url or "").lower().partition("?")[0].partition("#")[0]
    return name.endswith(_FILMS)


def _lack(limit: Limit, post: Post) -> Breach | None:
    """Media or alt text that is not there."""
    least = limit.least or 0
    if limit.limit == "media" and len(post.media) < least:
        fact = "needs a picture or film, and none is listed"
        return Breach(limit, len(post.media), least, fact, "add one to `media`", "media")
    if limit.limit == "alt":
        bare = [item for item in post.media if not is_film(item) and not (item.alt or "").strip()]
        if bare:
            fact = f"needs alt text, and {_name_of(bare[0])} has none"
            return Breach(limit, 0, least, fact, "say in `alt` what it shows", "media")
    return None


def _wrong_signs(limit: Limit, post: Post) -> Breach | None:
    signs = [sign for sign in post.title or "" if sign in limit.without]
    if not signs:
        return None
    found = " or ".join(dict.fromkeys(limit.without))
    fact = f"allows no {found} in the title, and there {'is' if len(signs) == 1 else 'are'} "
    return Breach(limit, len(signs), 0, fact + str(len(signs)), "take them out", "title")


def _too_many(limit: Limit, post: Post) -> Breach | None:
    observed, allowed = pieces(limit.limit, post), limit.most
    if allowed is None or observed <= allowed:
        return None
    one, many = _PIECES[limit.limit].split("|")
    fact = f"counts {counted(observed, one, many)}, allowed {allowed}"
    remedy = f"take away {observed - allowed}"
    return Breach(limit, observed, allowed, fact, remedy, _FIELDS[limit.limit])


def pieces(name: str, post: Post) -> int:
    """How many there are of a thing that is counted by the piece."""
    if name == "media":
        return len(post.media)
    if name in {"images", "videos"}:
        return sum(is_film(item) == (name == "videos") for item in post.media)
    if name == "tags":
        return len(post.tags)
    return len(_hashtags(post) if name == "hashtags" else _mentions(post))


def _hashtags(post: Post) -> set[str]:
    """Each hashtag once; `tags` may be labels for the team, so they count with their sign only."""
    tags = [tag for tag in post.tags if tag[:1] in {"#", "\uff03"}]
    if not tags and "#" not in post.text and "\uff03" not in post.text:
        return set()
    from planner.limits.entities import hashtags

    return {
        tag.casefold()
        for tag in (*(it[1:] for it in tags), *(it.text for it in hashtags(post.text)))
    }


def _mentions(post: Post) -> set[str]:
    named = list(post.mentions)
    if "@" in post.text or "\uff20" in post.text:
        from planner.limits.entities import mentions, remote_mentions

        named += [it.name + it.rest for it in remote_mentions(post.text) if it.rest]
        named += [it.name for it in mentions(post.text)]
    return {name.lstrip("@\uff20").casefold() for name in named}


def _too_long(limit: Limit, post: Post) -> Iterator[Breach]:
    for text, what, field in _texts(limit, post):
        observed = METHODS[limit.counted](text)
        if limit.most is not None and observed > limit.most:
            unit = _UNITS.get(limit.counted, "")
            fact = f"counts {observed}{unit}{what}, allowed {limit.most}"
            remedy = f"shorten by {observed - limit.most}"
            yield Breach(limit, observed, limit.most, fact, remedy, field)


def _texts(limit: Limit, post: Post) -> Iterator[tuple[str, str, str]]:
    """The texts that a limit is about, what each is called after the number, and its field."""
    match limit.limit:
        case "text":
            yield from _parts(_whole_text(limit, post), limit.channel)
        case "title":
            yield post.title or "", " in the title", "title"
        case "link":
            yield post.link or "", " in the link", "link"
        case "alt":
            for item in post.media:
                yield item.alt or "", f" in the alt text of {_name_of(item)}", "media"
        case "tag":
            for tag in post.tags:
                yield tag.lstrip("#\uff03"), f" in the tag {_short(tag)}", "tags"
        case "all-tags":
            yield ",".join(post.tags), " in all tags together", "tags"


def _parts(text: str, channel: str) -> Iterator[tuple[str, str, str]]:
    """The text, or the parts of a thread that is written in one piece: `1/ ...`, `2/ ...`."""
    numbers = list(_NUMBERED.finditer(text)) if channel in _THREADED and "/" in text else []
    if [int(it[1]) for it in numbers] != list(range(1, len(numbers) + 1)) or len(numbers) == 1:
        numbers = []
    starts = [0, *(it.start() for it in numbers), len(text)]
    for number, (start, end) in enumerate(pairwise(starts)):
        name = f" in part {number} of the thread" if number else ""
        yield text[start:end].strip() if numbers else text, name, "text"


def _whole_text(limit: Limit, post: Post) -> str:
    if limit.counted != "mastodon" or not post.extra:
        return post.text
    warnings = (str(value) for key, value in post.extra if key.lower() in _WARNINGS and value)
    return "".join([*warnings, post.text])


def _name_of(item: Media) -> str:
    name = (item.file or item.url or "").rstrip("/").replace("\\", "/").rpartition("/")[2]
    return _short(name) if name else "a picture"


def _short(text: str) -> str:
    return shorten(one_line(text), _MOST_OF_NAME)
