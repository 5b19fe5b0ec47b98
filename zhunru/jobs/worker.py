"""做一项工作的进程。 The process that does one job: `python -m zhunru.jobs.worker FOLDER`.

It reads the request from its folder, tells progress on its standard output, a JSON array a line,
and leaves the outcome in the folder. It ends at once when its standard input does: the server that
started it is gone.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from threading import Thread
from typing import TextIO

from zhunru.errors import Bilingual, UserError
from zhunru.jobs.limits import MEMORY_BYTES
from zhunru.jobs.request import (
    OUTCOME,
    Outcome,
    Request,
    Tell,
    portable,
    read_request,
    write_pickle,
)


def main(folder: Path) -> None:
    """Do the work of a folder."""
    line = _own_line()
    Thread(target=_end_with_server, daemon=True).start()
    _limit_memory()
    outcome = _done(folder, _telling(line))
    write_pickle(folder / OUTCOME, outcome)


def _done(folder: Path, tell: Tell) -> Outcome:
    try:
        request: Request = read_request(folder)
        return Outcome(request.function()(*request.arguments, tell=tell))
    except UserError as error:
        return Outcome(error=portable(error))
    except MemoryError:
        return Outcome(error=UserError(_TOO_LARGE))
    except Exception:
        # 详情给看管服务器的人，不给页面。 Details are for those who keep the server.
        traceback.print_exc()
        return Outcome(error=UserError(_BROKEN))


def _own_line() -> TextIO:
    """Keep standard output for progress: what libraries print goes to standard error."""
    line = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return line


def _telling(line: TextIO) -> Tell:
    told: list[object] = []

    def tell(done: int, total: int, words: Bilingual) -> None:
        percent = 100 * done // max(total, 1)
        if told != [percent, total, words]:
            told[:] = [percent, total, words]
            print(json.dumps([done, total, *words]), file=line, flush=True)

    return tell


def _end_with_server() -> None:
    while os.read(0, 4096):
        pass
    # 连同它自己起的进程；只在自己是组长时，免得伤及别人。
    # With the processes it started; only as the leader of its group, lest others be hit.
    if sys.platform != "win32" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def _limit_memory() -> None:
    """Limit the memory that is written to; what is only reserved does not count.

    Windows 没有这样的限度，只靠读入时的各项上限。
    Windows has no such limit; there, only the limits of the intake hold.
    """
    if sys.platform == "win32":
        return
    import resource

    # 已有更严的限度，就照它。 A stricter limit that is there already stands.
    given, _ = resource.getrlimit(resource.RLIMIT_DATA)
    allowed = MEMORY_BYTES if given == resource.RLIM_INFINITY else min(MEMORY_BYTES, given)
    resource.setrlimit(resource.RLIMIT_DATA, (allowed, allowed))


_TOO_LARGE = "数据太大，内存不够，请分成几份。 The data need too much memory: split them."
_BROKEN = (
    "程序出了错，没有做完；详情在服务器的输出里。"
    " The program failed; the output of the server tells more."
)

if __name__ == "__main__":
    main(Path(sys.argv[1]))
