"""The way to what a form refuses: a page that comes back begins at its top, and its problem may be screens below."""

from collections.abc import Iterable
from typing import Any


def go_to_problem(forms: Iterable[Any]) -> None:
    """The first field that can't be as it is gets the focus when the page is there: nobody has to look for it."""
    for form in forms:
        for name in form.fields:
            if name in form.errors:
                form.fields[name].widget.attrs["autofocus"] = True
                return
