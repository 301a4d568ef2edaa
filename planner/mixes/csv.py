"""The content mix as CSV: a row per week, channel and kind, with posts and their share."""

import csv
import io

from planner.content_mix import Mix
from planner.mix import by_week
from planner.mix_words import shown_days
from planner.weeks import week_name

COLUMNS = ("week", "from", "to", "channel", "kind", "posts", "share")


def render(mix: Mix) -> str:
    """The share is in percent of the channel's posts in that week; days are half-open."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for week in by_week(mix.counts):
        name, days = "", ("", "")
        if week.week is not None:
            first, until = shown_days(week.week, mix.days)
            name, days = week_name(week.week), (first.isoformat(), until.isoformat())
        for part in week.channels:
            for kind, posts in part.kinds.items():
                share = round(100 * posts / part.posts, 1)
                writer.writerow((name, *days, part.channel or "", kind, posts, share))
    return text.getvalue()
