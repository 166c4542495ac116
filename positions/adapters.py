"""What pydantic makes of a record to read it and to describe it: made once for each, by one thread at a time.

Each field's meaning is the string below it, which Python keeps in the source alone. To make an adapter, pydantic reads
and parses that source, which takes tens of milliseconds, and which Python 3.11 does not survive in several threads.
"""

from threading import Lock
from typing import Any, TypeVar

from pydantic import TypeAdapter

Shape = TypeVar("Shape")

_made: dict[Any, TypeAdapter[Any]] = {}
_making = Lock()


def adapter_of(shape: type[Shape]) -> TypeAdapter[Shape]:
    """The adapter of a record, the same one each time."""
    if shape not in _made:
        with _making:
            if shape not in _made:  # another thread may have made it while this one waited
                _made[shape] = TypeAdapter(shape)
    return _made[shape]
