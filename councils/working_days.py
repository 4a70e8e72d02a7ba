"""Counts working days in England: Mondays to Fridays that are no bank holiday.

The holidays stand in `data/bank_holidays.yaml`.
"""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import yaml

HOLIDAYS = Path(__file__).parent / "data" / "bank_holidays.yaml"
DAY = timedelta(days=1)
SATURDAY = 5


@cache
def bank_holidays() -> frozenset[date]:
    """Every bank holiday of the file."""
    years: dict[int, list[date]] = yaml.safe_load(HOLIDAYS.read_text("utf-8"))
    return frozenset(day for days in years.values() for day in days)


def is_working_day(day: date) -> bool:
    return day.weekday() < SATURDAY and day not in bank_holidays()


def working_days_between(first: date, last: date) -> int:
    """How many working days lie after `first` up to and with `last`; 0 if none do."""
    days = (last - first).days
    return sum(is_working_day(first + n * DAY) for n in range(1, days + 1))


def after_working_days(first: date, count: int) -> date:
    """The day on which `count` working days have passed since `first`."""
    day = first
    while count > 0:
        day += DAY
        count -= is_working_day(day)
    return day
