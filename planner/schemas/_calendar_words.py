"""What the fields of a calendar mean, as editors show it: by section and key."""

CALENDAR = {
    "name": "What the calendar is called.",
    "timezone": "The IANA zone in which local times are read, like Europe/Berlin.",
    "week_starts": "The first day of the week; Monday if not said.",
    "channels": "Where posts go to, each with its handle, limit and hours; or only their names.",
    "people": "Who is in the team, each with a role and the hours on call; or only their names.",
    "domains": "The team's own sites: links to them are links to oneself.",
    "partners": "Handles of people that the team works with.",
    "posts": "Publications: one per entry and channel.",
    "slots": "Time reserved for people: replying, thanking, reaching out, listening.",
    "records": "What others did and that asks for an answer.",
    "guidelines": "What the team has agreed on for posting.",
    "crisis": "Who stops everything when something happens, and how.",
    "blackouts": "Days without posts, the first and the last included.",
}
SHARED = {
    "id": "A name of its own in this calendar, for findings and plans to speak of.",
    "lint": "Rules that are not to judge this entry, and why.",
    "note": "For the team; it is not published.",
    "tags": "Words to find and count entries by.",
    "status": "How far it is. Published is history; held and cancelled do not go out.",
    "channel": "Where it goes; each channel is a post of its own.",
    "channels": "Where it goes; each channel is a post of its own.",
}
POST = {
    "at": "When it goes out: 2026-11-23 09:00 in the calendar's zone, with an offset, or a day.",
    "kind": "promo: about us and asks for something. news: about us, asks nothing. value: useful "
    "by itself. share: the work of others, credited. personal: people and opinions. "
    "conversation: opens a talk. thanks: gratitude.",
    "text": "What is published.",
    "link": "The link that goes with it.",
    "by": "Who speaks.",
    "topic": "What it is of.",
    "about": "Whom it is about: us, others or the community.",
    "campaign": "The campaign it belongs to.",
    "goal": "What it is to achieve.",
    "from": "Whose idea it was.",
    "audience": "Whom it is for.",
    "series": "The series it is a part of; the parts keep their order.",
    "why": "Why anybody should care.",
    "event": "The day that it is about.",
    "promises": "Something that is promised in it; `due` says by when.",
    "due": "The day by which what it promises is there.",
    "delivers": "The promise that it keeps, by the same name.",
    "source": "Whose work it shares.",
    "title": "Its headline, where a platform has one.",
    "mentions": "Handles of the people that it addresses.",
    "media": "Pictures and films: file or url, a text for who cannot see it, what it shows.",
    "approvals": "How many people have to approve it.",
    "pin": "Whether a plan must leave it where it is.",
    "window": "The days inside which a plan may move it.",
    "automated": "Whether a tool sends it by itself.",
    "trigger": "The event on which a tool sends it.",
    "rss": "The feed from which it is made.",
    "paid": "Whether it is an advertisement.",
    "opinion": "Whether it is somebody's own opinion.",
}
SLOT = {
    "at": 'When it begins: 2026-11-24 12:45, or with `every` a time of day such as "16:00".',
    "every": "The days on which it repeats: day, weekday, weekend, [monday, thursday], or a rule.",
    "for": "How long it is: 30m, 1h, or a number of minutes.",
    "kind": "conversation, inbox (answering), outreach, thanks, listen, or open (kept free).",
    "by": "Who takes it.",
    "backup": "Who takes it otherwise.",
    "audience": "Whom it is for.",
    "with": "Handles of the people whom it is for.",
    "automated": "Whether a tool does it by itself.",
    "surfaces": "Where people are answered: comments, mentions, messages.",
    "channel": "The channels it serves; all if none is named.",
    "channels": "The channels it serves; all if none is named.",
}
RECORD = {
    "at": "When it happened.",
    "kind": "What happened: recognition, share, complaint, question, connection or incident.",
    "who": "The handle of the person.",
    "channel": "Where it happened.",
}
CHANNEL = {
    "handle": "The team's name there.",
    "limit": "The most characters of a post, where it differs from the platform's.",
    "hours": "When posts may go out: 08:00-20:00 or mon-fri 08:00-18:00.",
    "profile": "What the profile page says: picture, bio and the like.",
    "since": "The day on which the team began with it.",
    "dormant": "Whether it is left alone on purpose.",
}
PERSON = {
    "role": "What they do.",
    "on_call": "The hours in which they can take a slot: mon-fri 08:00-18:00.",
    "backup": "Who stands in for them.",
    "handle": "Their own account.",
}
