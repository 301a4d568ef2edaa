"""What the names of columns and keys mean, in the words of the tools and teams that write them."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from planner.imports.zones import zone_named

_NAMES: dict[str, tuple[str, ...]] = {
    "when": (
        "scheduled at", "schedule at", "scheduled for", "scheduled date time", "scheduled datetime",
        "scheduled date", "schedule date", "schedule date time", "scheduled on", "scheduled",
        "post at specific time", "posting time", "publish at", "publish date time", "publish on",
        "publish date", "publication date", "publishing date", "post date", "posting date",
        "date time", "datetime", "date & time", "date and time", "date/time", "when", "at", "date",
        "go live", "go live date", "live date", "due at", "due date", "due", "start date", "start",
        "published at", "published on", "published date", "date published", "date posted",
        "date scheduled", "fecha de publicacion", "data di pubblicazione", "posted at", "posted on",
        "posted",
        "day", "datum", "fecha", "data", "date de publication", "дата", "sana", "scheduled time",
        "schedule time", "time 24hr", "post time", "publish time", "publication time", "time",
        "best time", "time of day", "hour", "slot", "uhrzeit", "zeit", "heure", "hora", "ora",
        "время", "vaqt", "schedule", "planned date", "date planned", "publishing time",
    ),
    "weekday": ("weekday", "day of week", "day name", "dow", "jour", "wochentag", "dia", "giorno",
                "день", "kun", "день недели"),
    "week": ("week", "kw", "kalenderwoche", "calendar week", "cw", "iso week", "settimana",
             "week number", "week no", "week of", "woche", "semaine", "semana", "неделя"),
    "month": ("month", "monat", "mois", "mes", "месяц"),
    "year": ("year", "jahr", "annee", "ano", "год"),
    "channel": (
        "platform", "platforms", "channel", "channels", "social network", "social networks",
        "network", "networks", "social profile", "social profiles", "red", "redes", "social media",
        "social platform", "social channel", "plateforme",
        "plateformes", "plattform", "kanal", "canal", "canales", "canale", "red social", "reseau",
        "piattaforma", "plataforma", "канал", "платформа", "площадка", "соцсеть", "profile",
        "profiles", "account", "accounts", "account id", "where",
    ),
    "kind": (
        "kind", "post kind", "purpose", "post purpose", "content pillar", "pillar", "category",
        "post category", "content category", "content type", "post type", "type", "theme", "angle",
        "post goal", "goal", "objective", "intent", "content style", "style", "content theme",
        "pilier", "kategorie", "categorie", "categoria", "категория", "тип", "kategoriya", "typ",
        "content bucket", "bucket", "format", "type de contenu", "tipo de contenido",
        "tipo di contenuto", "tipo", "inhaltstyp", "project type", "color label",
    ),
    "text": (
        "social caption", "social message", "post text", "post copy", "post caption",
        "full caption", "caption text",
        "final caption", "final copy", "social copy", "message text", "message", "caption", "text",
        "copy", "tweet text", "tweet", "post content", "post body", "content text", "content",
        "post", "body", "texte", "legende", "текст", "пост", "texto", "legenda", "testo",
        "beitrag", "beitragstext", "matn", "contenido", "didascalia", "status text", "desc",
    ),
    "title": (
        "title", "post title", "headline", "content title", "name", "hook", "post name", "titre",
        "titel", "titulo", "titolo", "заголовок", "название", "idea", "post idea", "content idea",
        "post subject", "project title",
        "concept", "opening line",
    ),
    "topic": ("topic", "subject", "product", "content topic", "sujet", "thema", "tema", "argomento",
              "тема", "mavzu", "campaign theme", "subtopic"),
    "tags": ("hashtags", "hashtag", "tags", "hash tags", "labels", "label", "etiquetas",
             "etichette", "хештеги", "хэштеги",
             "heshteglar"),
    "link": ("link", "url", "links", "post link", "link url", "cta link", "destination url",
             "landing page", "landing page url", "website link", "lien", "enlace", "ссылка"),
    "status": ("status", "state", "post status", "post state", "publishing status",
               "content status", "statut",
               "estado", "stato", "статус", "holat", "stage", "workflow status"),
    "by": ("author", "owner", "assigned to", "assignee", "assign", "asset owner", "post owner",
           "content owner", "responsible", "responsible person", "person", "people", "writer",
           "creator", "posted by", "created by", "by", "autor", "auteur", "verantwortlich",
           "responsable", "автор", "ответственный"),
    "id": ("id", "post id", "uid", "entry id", "content id", "slug", "key", "tweet id",
           "reference", "identifier", "uuid"),
    "media": ("media", "media url", "media urls", "media file", "media files", "image", "images",
              "image url", "image urls", "image file", "image path", "img", "picture", "pictures",
              "photo", "photos", "visuel", "visuels", "imagen", "immagine", "video", "video url",
              "video urls", "video file", "gif url",
              "gif urls", "asset", "assets", "asset file", "asset url", "asset link", "filename",
              "file name", "file", "content file", "visual", "creative", "slides", "bild",
              "public image url", "picture url", "attachment", "attachments"),
    "alt": ("alt text", "alt", "image alt text", "image alt", "alt texts", "media alt text"),
    "note": ("note", "notes", "internal notes", "internal note", "remarks", "comment", "comments",
             "notiz", "notizen", "notas", "примечание", "комментарий", "description"),
    "campaign": ("campaign", "campaign name", "kampagne", "campagne", "campana", "campagna",
                 "utm campaign"),
    "series": ("series", "serie"),
    "source": ("source", "credit", "credits", "quelle", "source url"),
    "mentions": ("mentions", "mention", "people tagged", "tagged accounts"),
    "timezone": ("timezone", "time zone", "tz", "zeitzone", "fuseau horaire"),
    "draft": ("draft", "is draft"),
    "archived": ("archived", "is archived", "closed", "deleted", "is deleted"),
    "published": ("published", "is published", "is posted"),
    "repeat": ("repeat", "repeats", "recurrence", "recurring", "repeat interval days", "rrule",
               "repeat every", "repeat interval", "frequency"),
}  # fmt: skip
FIELDS = {
    name: (field, place) for field, names in _NAMES.items() for place, name in enumerate(names)
}
"""What a name means, and its rank among the names for the same thing."""
_NEVER = frozenset((
    "updated", "created", "modified", "edited", "deadline", "approved", "review", "reviewed",
    "generated", "imported", "last",
))  # fmt: skip
_GROUPS = frozenset((
    "by", "media", "campaign", "series", "link", "channel", "status", "timezone", "topic", "source",
))  # fmt: skip
_ITS_NAME = frozenset(("name", "title", "label", "value", "url", "link", "id", "file", "path"))
"""Fields of a group that stand for the group: the name of its author is its author."""
_ABOUT_RESULTS = frozenset(("metrics", "analytics", "stats", "results", "performance", "insights"))
_DEEPER = 1000
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_INSIDE = re.compile(r"[(\[]([^)\]]*)[)\]]")
_HOURS = re.compile(r"\b(?:time|hour|slot|uhrzeit|zeit|heure|hora|ora|время|vaqt)\b")
_LOOSE = re.compile(r"[^\w/&]+")


class Name(NamedTuple):
    """The name of a column in plain words, and what it adds in brackets or behind a dash."""

    words: str
    hint: str = ""


class Meaning(NamedTuple):
    """What a name says of its column: a field, its rank, and the zone of its times."""

    field: str | None
    rank: int = 0
    zone: str | None = None
    zone_word: str = ""


NOTHING = Meaning(None)


@lru_cache(maxsize=4096)
def plain(name: str) -> Name:
    """A name without case, accents, underscores and decoration: `time (utc)` of `Time_(UTC)`."""
    text = _CAMEL.sub(" ", name.replace("(s)", "s").replace("_", " "))
    decomposed = unicodedata.normalize("NFKD", text)
    text = "".join(mark for mark in decomposed if mark == "\u0306" or not _is_accent(mark))
    text = unicodedata.normalize("NFC", text).casefold()
    hints = _INSIDE.findall(text)
    text = _INSIDE.sub(" ", text)
    head, dash, rest = text.partition(" - ")
    if dash:
        hints.append(rest)
    words = " ".join(_LOOSE.sub(" ", head).split())
    return Name(words.replace(" / ", "/"), " ".join(hints).strip())


def _is_accent(mark: str) -> bool:
    return unicodedata.combining(mark) != 0


@lru_cache(maxsize=4096)
def meaning_of(name: str) -> Meaning:
    """What a column is, going by its name alone; the last word of a route decides."""
    words, hint = plain(name)
    found = _known(words)
    if found.field is None and "." in name:
        return _of_route(name)
    if found.field == "when" and hint and found.zone is None:
        zone = zone_named(hint)
        found = found._replace(zone=zone, zone_word=hint.upper() if zone else "")
    return found


def names_hours(name: str) -> bool:
    """Whether a name speaks of times of day."""
    return _HOURS.search(plain(name).words) is not None


def _of_route(name: str) -> Meaning:
    """What `group.field` is: the field, or the group where the field is only its name or so."""
    head, _, last = name.rpartition(".")
    parent = head.rpartition(".")[2]
    group = meaning_of(parent)
    if plain(parent).words in _ABOUT_RESULTS:
        return NOTHING
    inner = group if group.field in _GROUPS and plain(last).words in _ITS_NAME else meaning_of(last)
    return inner._replace(rank=inner.rank + _DEEPER)


def _known(words: str) -> Meaning:
    if words in FIELDS:
        return Meaning(*FIELDS[words])
    parts = words.split()
    if _NEVER & set(parts):
        return NOTHING
    for size in range(1, min(4, len(parts))):
        tail = " ".join(parts[-size:])
        zone = zone_named(tail)
        found = FIELDS.get(" ".join(parts[:-size]))
        if zone and found and found[0] == "when":
            return Meaning(*found, zone, tail.upper() if size == 1 else zone)
    if parts[-1:] and parts[-1].isdecimal() and len(parts) > 1:
        return _known(" ".join(parts[:-1]))
    for part in words.split("/"):
        if part.strip() in FIELDS:
            return Meaning(*FIELDS[part.strip()])
    return NOTHING
