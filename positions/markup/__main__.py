"""The process that `apart` starts: does one piece of work after the other, until nobody is there to ask for more."""

import signal
import sys
from multiprocessing.connection import Connection


def serve(asked: Connection) -> None:
    """The kernel ends this process where work takes longer than it may: nothing in here could."""
    while True:
        try:
            seconds, work, given = asked.recv()
        except EOFError:
            return
        signal.setitimer(signal.ITIMER_PROF, seconds)
        try:
            answer: tuple[object, object] = (work(*given), None)
        except Exception as problem:  # noqa: BLE001 - whoever asked gets it
            answer = None, problem
        signal.setitimer(signal.ITIMER_PROF, 0)
        asked.send(answer)


serve(Connection(int(sys.argv[1])))
