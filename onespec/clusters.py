# pyright: standard
"""Parts on the machines of a cluster that is there: a scheduler of dask.distributed takes them, its workers do them.

A worker has the same program, and sees the folder of the outputs under the same path.  What travels are a plan and the
number of a part; what comes back is a summary, while the datasets of the part are kept in that folder.  So the bytes
are those of one machine: parts are put together by their numbers, whoever has done them.
"""

from __future__ import annotations

import platform
import secrets
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from onespec.engine.build.freshness import cache_folder
from onespec.engine.program import engine_digest, versions

PATIENCE = 20  # seconds until a scheduler answers, and until a first worker is there
TRIES = 3  # of a part whose worker dies


class NoCluster(OSError):
    """The cluster cannot be used; the text says why, and what to do."""


@contextmanager
def cluster(scheduler: str, out: Path, patience: float = PATIENCE) -> Iterator[Executor]:
    """An executor of parts on a cluster, after its workers were looked at.

    scheduler  its address, as ``tcp://host:8786``, or ``tls://`` with the certificates that dask's settings name
    out        the outputs' folder: beside it lies what workers read and write

    Raises `NoCluster` without the library, an answer or a worker, and where a worker has another program, other
    libraries or another Python, or does not see the folder.
    """
    try:
        from distributed import Client
    except ImportError:
        raise NoCluster("a cluster needs dask.distributed: pip install 'onespec[cluster]'.") from None
    try:
        client = Client(scheduler, timeout=patience, name="onespec", set_as_default=False)
    except (OSError, ValueError, TypeError) as error:
        raise NoCluster(f"no scheduler answers at {scheduler} ({_first_line(error)}). Is it running?") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=patience)
        except TimeoutError:
            raise NoCluster(f"the scheduler at {scheduler} has no workers. Start some.") from None
        _look_at(client, cache_folder(out))
        yield _Parts(client)


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0].rstrip(".")


def _look_at(client: Any, folder: Path) -> None:
    """Raises `NoCluster` for workers that would compute otherwise, or not see what they are to work on."""
    folder.mkdir(parents=True, exist_ok=True)
    token, mine = folder / f"cluster-{secrets.token_hex(4)}", what_i_am()
    token.write_text(secrets.token_hex(16), encoding="utf-8")
    try:
        told = client.run(_seen_by, str(token), on_error="return")
        said = token.read_text(encoding="utf-8")
    finally:
        token.unlink()
    faults = []
    for worker, found in sorted(told.items()):
        if isinstance(found, Exception):
            faults.append(f"{worker} has no such program ({_first_line(found)})")
            continue
        theirs, seen = found
        others = [f"{n} {theirs.get(n, 'none')}, here {mine[n]}" for n in mine if theirs.get(n) != mine[n]]
        faults += [f"{worker} has {', '.join(others)}"] if others else []
        faults += [f"{worker} does not see {folder}"] if seen != said else []
    if faults:
        more = f"; and {len(faults) - 3} more" if len(faults) > 3 else ""
        raise NoCluster(f"these workers cannot take parts: {'; '.join(faults[:3])}{more}.")


def what_i_am() -> dict[str, str]:
    """What must be alike where parts are computed, by name."""
    return {"Python": platform.python_version(), **versions(), "program": engine_digest()[:12]}


def _seen_by(token: str) -> tuple[dict[str, str], str]:
    """Of a worker: what it is, and what it finds in a file."""
    try:
        seen = Path(token).read_text(encoding="utf-8")
    except OSError:
        seen = ""
    return what_i_am(), seen


class _Parts(Executor):
    """Sends what all parts have in common once, and each part to a worker; one whose worker dies to another."""

    def __init__(self, client: Any):
        self._client, self._sent = client, {}
        self._executor = client.get_executor(pure=False, retries=TRIES)

    def submit(self, function: Callable, /, *given: Any, **named: Any) -> Future:
        if given and hasattr(given[0], "digest"):
            common = given[0]
            if common.digest not in self._sent:
                self._sent[common.digest] = self._client.scatter(common, broadcast=True, hash=False)
            given = (self._sent[common.digest], *given[1:])
        return self._executor.submit(function, *given, **named)
