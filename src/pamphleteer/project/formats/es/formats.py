"""Dates in Spanish, with 24 hours."""

DATE_FORMAT = r"j \d\e F \d\e Y"  # 25 de noviembre de 2026
TIME_FORMAT = "H:i"  # 14:05
DATETIME_FORMAT = r"j \d\e F \d\e Y, H:i"
MONTH_DAY_FORMAT = r"j \d\e F"
SHORT_DATE_FORMAT = "j/n/Y"
SHORT_DATETIME_FORMAT = "j/n/Y, H:i"
FIRST_DAY_OF_WEEK = 1  # Monday
