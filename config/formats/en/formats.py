"""How days and instants are written, for staff and on the public pages alike: the day before its month, in words.

Nobody can take 5 March 2024 for another day, and none of it is abbreviated but where a line is short.
"""

DATE_FORMAT = "j F Y"
SHORT_DATE_FORMAT = "j M Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
SHORT_DATETIME_FORMAT = "j M Y, H:i"
MONTH_DAY_FORMAT = "j F"
