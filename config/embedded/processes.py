"""Finding and ending the processes of a server, known by the program's name and the folder they work in.

Never by a process number from a file: that number may belong to somebody else by now.
"""

import contextlib
import signal
from pathlib import Path

import psutil

from config.embedded.errors import ServicesCouldNotStop
from config.embedded.locks import is_held, wait_until
from config.embedded.server import HAS_PROC, Server


def processes_of(server: Server) -> list[psutil.Process]:
    """Every process of the server, orphans included."""
    return [process for process in psutil.process_iter(["name"]) if _belongs(process, server)]


def is_gone(server: Server) -> bool:
    """Whether nothing of the server is left, not even on a data folder that was deleted under it."""
    return not is_held(server.in_use_lock) and not processes_of(server)


def stop_server(server: Server) -> None:
    """End whatever runs in the server's folder, gently first. Nothing committed is lost at any step.

    Raises: ServicesCouldNotStop when something survives.
    """
    for farewell, seconds in server.farewell:
        if is_gone(server):
            return
        _send(farewell, server)
        if wait_until(lambda: is_gone(server), seconds):
            return
    numbers = ", ".join(str(process.pid) for process in processes_of(server))
    raise ServicesCouldNotStop(
        f"{server.title} of {server.home.path} does not stop"
        + (f" (process {numbers})." if numbers else ": it runs in another container or on another machine.")
    )


def heads_of(server: Server) -> list[psutil.Process]:
    """Those of its processes that no other of them started."""
    processes = processes_of(server)
    numbers = {process.pid for process in processes}
    heads = []
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            if process.ppid() not in numbers:
                heads.append(process)
    return heads


def end_all(processes: list[psutil.Process], server: Server) -> None:
    """End processes found earlier, for when the folder they are known by is gone. A reused number is not hit."""
    for farewell, seconds in server.farewell:
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.send_signal(farewell)
        _, processes = psutil.wait_procs(processes, timeout=seconds)


def _belongs(process: psutil.Process, server: Server) -> bool:
    if process.info["name"] not in server.programs:
        return False
    try:
        return Path(process.cwd()).is_relative_to(server.folder) and _shares_our_root(process)
    except (psutil.Error, OSError):
        return False


def _shares_our_root(process: psutil.Process) -> bool:
    """Whether the process sees the same file system, so that an equal path means the same folder.

    A process in a container may work in a folder of the same name.
    """
    root = Path(f"/proc/{process.pid}/root")
    return not HAS_PROC or root.samefile("/")


def _send(farewell: signal.Signals, server: Server) -> None:
    """To the heads only, which see to their children; SIGKILL to all."""
    processes = processes_of(server) if farewell is signal.SIGKILL else heads_of(server)
    for process in processes:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.send_signal(farewell)
