"""Kinds and statuses in the words of other tools and of other languages."""

import re
from functools import lru_cache
from itertools import pairwise

from planner.vocabulary import post_kind_of, status_of

_KINDS = {
    "promo": "launch demo affiliate giveaway contest sale discount promote offre promoción "
             "реклама promozione werbung cta webinar",
    "news": "annonce ankündigung anuncio анонс новость новости release update updates press "
            "aggiornamento milestone",
    "value": "insight insights tutorials guides explainer explainers conseil conseils "
             "consejo consejos tipp tipps wissen инструкция инструкции советы совет howtos "
             "training trivia technical tutoriel astuce astuces educativo educativa éducatif "
             "formation informative explanation",
    "share": "curated share shares reposts roundup testimonial testimonials veille reaction "
             "regram partage",
    "personal": "culture story storytime journey bts meme memes team coulisses humour humor "
                "lifestyle founder inspiration anekdote",
    "conversation": "questions polls quiz community discussion debate sondage sondages encuesta "
                    "frage umfrage опрос вопрос conversation comment comments challenge "
                    "interactive interaction engaging",
    "thanks": "thanks thank appreciation merci danke gracias спасибо",
}  # fmt: skip
_KIND_WORDS = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_KIND_PHRASES = {
    "call to action": "promo", "lead generation": "promo", "lead gen": "promo",
    "app feature": "promo", "product feature": "promo",
    "product launch": "promo", "product update": "news", "product updates": "news",
    "company news": "news", "company update": "news", "industry news": "share",
    "industry insights": "share", "behind the scenes": "personal", "bts": "personal",
    "failure case": "personal", "builder note": "personal", "build in public": "personal",
    "deep dive": "value", "how to": "value", "thank you": "thanks", "shout out": "thanks",
    "ask me anything": "conversation", "user generated content": "share", "q&a": "conversation",
    "thought leadership": "value", "success story": "share", "social proof": "share",
    "customer story": "share",
}  # fmt: skip
_MOST_WORDS = 4
_NOT_WORDS = re.compile(r"[^\w&]+")
_AND = frozenset(("&", "and", "und", "et", "y", "и", "post", "posts", "content", "a", "the"))

_STATUSES = {
    "idea": "idea ideas idee backlog todo brainstorm concept idée not-started",
    "draft": "drafting writing in-progress wip review in-review needs-review planned pending "
             "draft-ready entwurf brouillon borrador черновик à-produire to-do a-faire "
             "in-arbeit in-bearbeitung pendiente en-curso à-valider a-valider en-cours in-corso "
             "awaiting-approval pending-approval for-review planifié geplant",
    "approved": "ready approved ready-to-post ready-to-publish ready-to-schedule freigegeben "
                "fertig "
                "validé aprobado готово утверждено approuvé tayyor",
    "scheduled": "scheduled queued queue queued-auto auto-queued in-queue programmé programado "
                 "eingeplant запланировано запланирован confirmed booked",
    "published": "published posted sent live done-live veröffentlicht publié publicado "
                 "опубликовано опубликован complete-posted pubblicato shared",
    "held": "held hold on-hold paused postponed blocked",
    "cancelled": "cancelled canceled abgesagt annulé cancelado отменено skipped",
}  # fmt: skip
_STATUS_WORDS = {word: name for name, words in _STATUSES.items() for word in words.split()}
GONE = "gone"
"""The status of rows that are no posts any more."""
_GONE = frozenset(
    (
        "rejected",
        "removed",
        "deleted",
        "archived",
        "trashed",
        "abgelehnt",
        "refusé",
        "rechazado",
        "отклонено",
        "declined",
        "discarded",
        "dropped",
        "killed",
    )
)


@lru_cache(maxsize=4096)
def kind_of(text: str) -> str | None:
    """The kind of post that a word or short phrase names, when all of it speaks of one kind."""
    words = _NOT_WORDS.sub(" ", text.replace("_", " ").casefold()).split()
    phrase = " ".join(words)
    found = _one_kind(phrase) or _one_kind("-".join(words))
    if found or not words:
        return found
    head = re.split(r"\s[-\u2013\u2014]\s|:\s", text, maxsplit=1)[0]
    if head != text:
        return kind_of(head)
    if len(words) > _MOST_WORDS:
        return None
    kinds = {_one_kind(word) for word in words if word not in _AND}
    for first, second in pairwise(words):
        kinds.add(_KIND_PHRASES.get(f"{first} {second}"))
    kinds.discard(None)
    return kinds.pop() if len(kinds) == 1 else None


def _one_kind(words: str) -> str | None:
    return post_kind_of(words) or _KIND_PHRASES.get(words) or _KIND_WORDS.get(words)


@lru_cache(maxsize=4096)
def read_status(text: str) -> str | None:
    """The status that a word means, `GONE` for rows that are no posts any more, or None."""
    head = re.split(r"[:(/]|\s[-\u2013\u2014]\s", text, maxsplit=1)[0]
    words = "-".join(re.sub(r"[^\w\s-]", " ", head.replace("_", " ")).casefold().split())
    if words in _GONE:
        return GONE
    return status_of(words.replace("-", " ")) or _STATUS_WORDS.get(words) or status_of(words)
