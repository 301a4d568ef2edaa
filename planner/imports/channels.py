"""The channels that a cell names: known platforms, other names, and words that are no channel."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from planner.vocabulary import channel_of

OTHER_PLATFORMS = {
    "dev.to": "dev.to", "devto": "dev.to", "hashnode": "hashnode",
    "hacker news": "hacker-news", "hackernews": "hacker-news", "hn": "hacker-news",
    "product hunt": "product-hunt", "producthunt": "product-hunt",
    "indie hackers": "indie-hackers", "indiehackers": "indie-hackers", "substack": "substack",
    "snapchat": "snapchat", "twitch": "twitch", "quora": "quora", "vk": "vk", "xing": "xing",
    "wechat": "wechat", "weibo": "weibo", "tumblr": "tumblr", "slack": "slack",
    "github": "github", "vkontakte": "vk", "вконтакте": "vk", "телеграм": "telegram",
}  # fmt: skip
"""Platforms without a canonical name of their own: kept as written, but known for what they are."""
_KNOWN_HERE = {
    "телеграм": "telegram", "телеграмм": "telegram", "инстаграм": "instagram",
    "e mail": "email", "mailing": "email", "emailing": "email", "tg": "telegram",
    "telegramm": "telegram",
}  # fmt: skip
_FORMATS = frozenset((
    "reel", "reels", "story", "stories", "feed", "post", "posts", "carousel", "carousels",
    "short", "shorts", "live", "video", "videos", "image", "photo", "page", "group", "company",
    "personal", "profile", "account", "thread", "article", "community", "channel", "server",
    "business", "organic", "ad", "ads", "main", "official", "tweet", "static", "text", "pulse",
    "groups", "pages", "status", "broadcast", "idea", "ideas", "tab", "slides",
))  # fmt: skip
"""What may stand beside the name of a platform without making it another one."""
_NO_CHANNELS = _FORMATS | frozenset((
    "dryrun", "dry run", "dry-run", "test", "testing", "seo", "sem", "folder", "draft", "drafts",
    "organic social", "social", "social media", "paid", "paid social", "cross-channel",
    "cross channel", "multi", "multichannel", "multi-channel", "internal", "event", "events",
    "pr", "content", "tbd", "tba", "none", "n/a", "na", "n.a.", "-", "--", "\u2013", "\u2014", "?",
    "any", "other", "various", "unknown", "null", "true", "false", "yes", "no", "default",
    "all", "all platforms", "all channels", "everywhere", "both", "все", "alle",
    "graphic", "gif", "single image", "infographic", "poll",
))  # fmt: skip
_SEPARATORS = re.compile(r"\s*(?:[,;|&\n+\u00b7\u2022]|\s(?:and|und|et|y|и)\s)\s*")
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]")
_LAST_BRACKETS = re.compile(r"([^(\[]+)[(\[]([^)\]]+)[)\]]\Z")
_WHOLE_BRACKETS = re.compile(r"[(\[]([^)\]]*)[)\]]\Z")
_NAME = re.compile(r"[^\W_][\w .&!'/+-]*\Z")
_LONGEST = 30
_MOST_WORDS = 3


class Named(NamedTuple):
    """One name of a channel: `channel` is None for what is none; `known` for a platform."""

    word: str
    channel: str | None
    known: bool = False
    part: bool = False


def channels_in(text: str, words: Mapping[str, str] | None = None) -> list[Named]:
    """All that a cell names; `words` are the team's own names for channels."""
    own = words or {}
    whole = _own(text, own) or _known(text)
    if whole:
        return [whole]
    found: list[Named] = []
    for part in _SEPARATORS.split(text):
        if part.strip():
            found += _named(part.strip(), own)
    return found


def platform_of(text: str) -> str | None:
    """The platform of an exact name, for names of columns and keys; None for anything else."""
    word = text.strip().lower().replace("_", " ")
    return channel_of(word) or _KNOWN_HERE.get(word) or OTHER_PLATFORMS.get(word)


def _own(text: str, own: Mapping[str, str]) -> Named | None:
    found = own.get(text.strip().casefold())
    return Named(text.strip(), channel_of(found) or found, known=True) if found else None


def _known(text: str) -> Named | None:
    word = _WHOLE_BRACKETS.sub(r"\1", text.strip().strip("*_`# ")).strip().lstrip("@")
    name = platform_of(word)
    if name is None:
        return None
    kept = channel_of(word) or _KNOWN_HERE.get(word.lower())
    return Named(text.strip(), kept or _as_written(word), known=True)


def _as_written(word: str) -> str:
    return " ".join(word.split())


def _named(part: str, own: Mapping[str, str]) -> list[Named]:
    whole = _own(part, own) or _known(part) or _in_brackets(part)
    if whole:
        return [whole]
    if part.startswith("@") or "://" in part or part.lower().startswith("www."):
        return [Named(part, None)]
    if part.lower().startswith("r/"):
        return [Named(part, "reddit", known=True, part=True)]
    bare = _BRACKETS.sub("", part).strip()
    if bare and bare != part:
        return [item._replace(word=part, part=True) for item in _named(bare, own)]
    if "/" in part:
        pieces = [_named(piece.strip(), own) for piece in part.split("/") if piece.strip()]
        if any(item.known for piece in pieces for item in piece):
            return list(dict.fromkeys(item for piece in pieces for item in piece))
    return [_within(part) or _other(part)]


def _in_brackets(part: str) -> Named | None:
    """The platform behind the name of an account: `Rosa's Roastery (Facebook Page)`."""
    found = _LAST_BRACKETS.match(part)
    if found is None or any(item.known for item in _named(found[1].strip(), {})):
        return None
    inside = channels_in(found[2])
    is_one = len(inside) == 1 and inside[0].known
    return inside[0]._replace(word=part, part=True) if is_one else None


def _within(part: str) -> Named | None:
    """A platform with a word beside it: `Instagram Reels`, `LinkedIn - Joel`, `Acme Discord`."""
    head = re.split(r"\s+[-\u2013\u2014]\s+|:\s", part)[0]
    if head != part:
        found = _known(head)
        if found:
            return found._replace(word=part, part=True)
    words = part.split()
    for size in range(min(_MOST_WORDS, len(words) - 1), 0, -1):
        first, rest = " ".join(words[:size]), words[size:]
        last = " ".join(words[-size:])
        found = _known(first)
        if found and all(word.lower() in _FORMATS for word in rest):
            return found._replace(word=part, part=True)
        found = _known(last)
        if found and len(words) <= _MOST_WORDS and last.lower() != "x":
            return found._replace(word=part, part=True)
    return None


def _other(part: str) -> Named:
    word = part.strip().strip("*_`#[]").strip()
    lower = word.lower()
    like_one = (
        lower not in _NO_CHANNELS
        and len(word) <= _LONGEST
        and len(word.split()) <= _MOST_WORDS
        and _NAME.match(word) is not None
        and not word.replace(" ", "").isdecimal()
        and not all(piece in _NO_CHANNELS for piece in lower.split())
    )
    return Named(part, _as_written(word) if like_one else None)
