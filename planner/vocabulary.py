"""The words people use for kinds, channels and statuses, and the one planner calls them by."""

from functools import lru_cache

from planner.model import POST_KINDS, RECORD_KINDS, SLOT_KINDS, STATUSES

CHANNELS = (
    "x", "mastodon", "bluesky", "threads", "linkedin", "facebook", "instagram", "pinterest",
    "tiktok", "youtube", "telegram", "reddit", "whatsapp", "email", "blog", "discord", "medium",
    "google-business",
)  # fmt: skip
"""Platforms with a canonical name; any other name is a channel too, kept as written."""

_CHANNEL_ALIASES = {
    "twitter": "x", "x/twitter": "x", "twitter/x": "x", "x (twitter)": "x", "twitter (x)": "x",
    "li": "linkedin", "linked in": "linkedin", "fb": "facebook", "ig": "instagram",
    "insta": "instagram", "yt": "youtube", "tik tok": "tiktok", "bsky": "bluesky",
    "newsletter": "email", "e-mail": "email", "mail": "email",
    "gmb": "google-business", "gbp": "google-business",
    "google business": "google-business", "google business profile": "google-business",
    "google my business": "google-business",
}  # fmt: skip

COLUMN_FIELDS = (
    "date", "time", "weekday", "week", "month", "year", "channel", "kind", "text", "title",
    "topic", "tags", "link", "status", "by", "id", "media", "alt", "note", "campaign", "series",
    "source", "mentions", "timezone", "ignore", "dd/mm/yyyy", "mm/dd/yyyy",
)  # fmt: skip
"""What a column of another tool's file can be said to be; the last two are forms of dates."""
_COLUMN_ALIASES = {
    "at": "date", "when": "date", "author": "by", "hashtags": "tags", "caption": "text",
    "url": "link", "image": "media", "platform": "channel", "channels": "channel", "notes": "note",
}  # fmt: skip

_POST_KIND_ALIASES = {
    "promotion": "promo", "promotional": "promo", "sales": "promo", "offer": "promo",
    "announcement": "news", "announcements": "news", "press": "news",
    "tip": "value", "tips": "value", "educational": "value", "education": "value",
    "tutorial": "value", "how-to": "value", "howto": "value", "guide": "value",
    "curated": "share", "curation": "share", "ugc": "share", "reshare": "share",
    "repost": "share", "behind-the-scenes": "personal", "behind the scenes": "personal",
    "bts": "personal", "fun": "personal", "humor": "personal", "humour": "personal",
    "opinion": "personal", "question": "conversation", "poll": "conversation",
    "ama": "conversation", "engagement": "conversation", "thank-you": "thanks",
    "gratitude": "thanks", "shout-out": "thanks", "shoutout": "thanks",
}  # fmt: skip

_SLOT_KIND_ALIASES = {
    "engagement": "conversation", "engage": "conversation", "replies": "inbox", "reply": "inbox",
    "listening": "listen", "gratitude": "thanks", "thank-you": "thanks", "free": "open",
}  # fmt: skip

_RECORD_KIND_ALIASES = {
    "praise": "recognition", "compliment": "recognition", "shout-out": "recognition",
    "shoutout": "recognition", "repost": "share", "reshare": "share", "criticism": "complaint",
    "introduction": "connection", "crisis": "incident",
}  # fmt: skip

_STATUS_ALIASES = {
    "ready": "approved", "planned": "draft", "pending": "draft", "posted": "published",
    "sent": "published", "live": "published", "canceled": "cancelled", "on hold": "held",
}  # fmt: skip


@lru_cache(1000)
def channel_of(word: str) -> str | None:
    """The canonical name of a platform however it is spelled, or None for other words."""
    name = word.strip().lower().replace("_", " ")
    if name in CHANNELS:
        return name
    return _CHANNEL_ALIASES.get(name)


def column_field_of(word: str) -> str | None:
    """The field that a word means a column to be, or None for a word that is none."""
    return _canonical(word, COLUMN_FIELDS, _COLUMN_ALIASES)


@lru_cache(1000)
def post_kind_of(word: str) -> str | None:
    """The kind of a post that a word means, or None."""
    return _canonical(word, POST_KINDS, _POST_KIND_ALIASES)


@lru_cache(1000)
def slot_kind_of(word: str) -> str | None:
    """The kind of a slot that a word means, or None."""
    return _canonical(word, SLOT_KINDS, _SLOT_KIND_ALIASES)


def record_kind_of(word: str) -> str | None:
    """The kind of a record that a word means, or None."""
    return _canonical(word, RECORD_KINDS, _RECORD_KIND_ALIASES)


@lru_cache(1000)
def status_of(word: str) -> str | None:
    """The status that a word means, or None."""
    return _canonical(word, STATUSES, _STATUS_ALIASES)


def _canonical(word: str, names: tuple[str, ...], aliases: dict[str, str]) -> str | None:
    name = word.strip().lower().replace("_", "-")
    if name in names:
        return name
    return aliases.get(name) or aliases.get(name.replace("-", " "))
