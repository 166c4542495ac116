"""What an article's page says of its corrections: who corrected what, and what rests on a day that it no longer has."""

from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from positions.counting import counted
from positions.models import Article, Position, Statement
from positions.queries.curating.corrections import CorrectedValue, find_resting, list_corrections

NAMES = {"title": "title", "outlet": "outlet", "published_on": "day"}
NONE = "none"


def say_corrections(article: Article) -> str | SafeString:
    """The last first."""
    told = [
        (date_format(one.at, "DATETIME_FORMAT"), one.by, "; ".join(map(say_value, one.values)), one.reason)
        for one in list_corrections(article)
    ]
    return format_html_join("", "<p>{} UTC, {}: {}. {}</p>", told) or NONE


def say_value(value: CorrectedValue) -> str:
    return f"{NAMES[value.name]} {say(value.was)} became {say(value.became)}"


def say(value: str | date | None) -> str:
    if not value:
        return NONE
    return f"“{value}”" if isinstance(value, str) else date_format(value, "DATE_FORMAT")


def say_resting(article: Article) -> str | SafeString:
    """How many statements and positions, on which days, each with the way to where it is amended."""
    resting = find_resting(article)
    if not (resting.statements or resting.positions):
        return NONE
    days = ", ".join(date_format(day, "DATE_FORMAT") for day in resting.days)
    links = [*map(statement_link, resting.statements), *map(position_link, resting.positions)]
    return format_html(
        "<p>{} and {} still count from {}; the day of what was decided is changed by deciding again.</p><ul>{}</ul>",
        counted(len(resting.statements), "statement"),
        counted(len(resting.positions), "position"),
        days,
        format_html_join("", '<li><a href="{}">{}</a></li>', links),
    )


def statement_link(statement: Statement) -> tuple[str, str]:
    said = f"statement, said on {date_format(statement.said_on, 'DATE_FORMAT')}: {statement}"
    return f"{reverse('admin:desk')}?statement={statement.uuid}", said


def position_link(position: Position) -> tuple[str, str]:
    since = date_format(position.valid_from, "DATE_FORMAT")
    return reverse("admin:desk_timeline", args=[position.uuid]), f"position, since {since}: {position}"
