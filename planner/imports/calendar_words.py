"""Names of months and weekdays in the languages that calendars were found in."""

from collections.abc import Iterable

_MONTHS = (
    "january february march april may june july august september october november december",
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "yanvar fevral mart aprel may iyun iyul avgust sentyabr oktyabr noyabr dekabr",
)
_WEEKDAYS = (
    "monday tuesday wednesday thursday friday saturday sunday",
    "montag dienstag mittwoch donnerstag freitag samstag sonntag",
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "lunes martes miércoles jueves viernes sábado domingo",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "segunda terça quarta quinta sexta sábado domingo",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "понедельник вторник среда четверг пятница суббота воскресенье",
    "dushanba seshanba chorshanba payshanba juma shanba yakshanba",
)
_SHORT_WEEKDAYS = (
    "mo di mi do fr sa so",
    "пн вт ср чт пт сб вс",  # noqa: RUF001  # it is Russian
    "mo tu we th fr sa su",
)


def _table(languages: Iterable[str], shortest: int) -> dict[str, int]:
    """Every name and its beginnings, where they mean only one thing."""
    found: dict[str, int] = {}
    unclear = set()
    for language in languages:
        for number, name in enumerate(language.split()):
            for size in range(min(shortest, len(name)), len(name) + 1):
                if found.setdefault(name[:size], number) != number:
                    unclear.add(name[:size])
    whole = {name: number for language in languages for number, name in enumerate(language.split())}
    return {name: number for name, number in found.items() if name not in unclear} | whole


MONTHS = {name: number + 1 for name, number in _table(_MONTHS, 3).items()}
WEEKDAYS = _table(_WEEKDAYS, 3) | {
    name: number for line in _SHORT_WEEKDAYS for number, name in enumerate(line.split())
}


def month_of(word: str) -> int | None:
    """The number of a month, from 1."""
    return MONTHS.get(word.strip(" .").lower())


def weekday_of(word: str) -> int | None:
    """The number of a weekday, 0 for Monday."""
    return WEEKDAYS.get(word.strip(" .,:").lower())
