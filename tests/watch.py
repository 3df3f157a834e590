"""Run commands of onespec and write down what the interpreter is asked to do besides computing (PEP 578).

    python watch.py LOG '[["check", "--study", "spec"], ...]'

LOG gets a JSON list with, for each command, its exit code and its events: [kind, what].
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
KINDS = {
    "socket.connect": "network",
    "socket.getaddrinfo": "network",
    "socket.gethostbyname": "network",
    "socket.sendto": "network",
    "socket.sendmsg": "network",
    "urllib.Request": "network",
    "subprocess.Popen": "process",
    "os.system": "process",
    "os.exec": "process",
    "os.fork": "process",
    "os.forkpty": "process",
    "os.posix_spawn": "process",
    "os.spawn": "process",
    "os.startfile": "process",
    "os.remove": "remove",
    "os.rmdir": "remove",
    "os.rename": "remove",
    "shutil.rmtree": "remove",
    "os.truncate": "write",
    "os.mkdir": "write",
    "os.link": "write",
    "os.symlink": "write",
    "exec": "execute",
    "pickle.find_class": "unpickle",
}
PAIRS = {"os.rename", "os.link", "os.symlink"}
seen: dict[tuple[str, str], None] = {}


def hook(event: str, given: tuple) -> None:
    if event in ("os.remove", "os.rmdir") and given[1] != -1:
        return  # inside a folder for which there is shutil.rmtree
    if event == "open" and given[2] & WRITES:
        seen["write", _text(given[0])] = None
    elif event in KINDS:
        for what in given[: 2 if event in PAIRS else 1]:
            seen[KINDS[event], _text(what)] = None


def _text(what: object) -> str:
    """A path, the file of a code, or what Python calls it."""
    what = getattr(what, "co_filename", what)
    return os.fsdecode(what) if isinstance(what, str | bytes | os.PathLike) else repr(what)


if __name__ == "__main__":
    from onespec.cli.main import main

    sys.addaudithook(hook)
    log = []
    for command in json.loads(sys.argv[2]):
        seen.clear()
        log.append((main(command), list(seen)))
    Path(sys.argv[1]).write_text(json.dumps(log), encoding="utf-8")
