"""育成：持有图谱、随要随分叉出工作进程的进程。 The process that holds the graph and forks workers.

It loads the graph once; a fork takes milliseconds and shares its memory, so a killed worker is
replaced at once. It has a single thread, which makes forking safe, and serves no query itself.

On its control socket it receives the socket of a worker to be, and tells `ready`, `born PID` and
`ended PID SIGNAL`, a line each. It ends when the gateway is gone, and all workers with it.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import select
import signal
import socket
import sys
import traceback
from typing import Final

import pyoxigraph

from zhunru.linked_data.documents import prepare
from zhunru.serving.worker import Allowance, work

_PR_SET_PDEATHSIG: Final = 1


def main() -> None:
    """Load N-Quads from standard input, then fork workers until the gateway is gone."""
    control = socket.socket(fileno=int(sys.argv[1]))
    allowance = Allowance.from_values(json.loads(sys.argv[2]))
    die_with_parent()
    store = pyoxigraph.Store()
    store.bulk_load(sys.stdin.buffer, pyoxigraph.RdfFormat.N_QUADS)
    prepare()
    # 分叉之后不再整理已有对象，共用的内存页就不会被改写。
    # The collector leaves what is there alone, so that shared pages stay shared.
    gc.collect()
    gc.freeze()
    wakeup = _child_signals()
    control.sendall(b"ready\n")
    while True:
        readable, _, _ = select.select([control, wakeup], [], [])
        if wakeup in readable:
            wakeup.recv(4096)
            _report_ended(control)
        if control in readable:
            message, descriptors, _, _ = socket.recv_fds(control, 1, 1)
            if not message:
                return
            _fork(control, socket.socket(fileno=descriptors[0]), store, allowance)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, where the kernel knows how to."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


def _child_signals() -> socket.socket:
    """Return a socket that becomes readable whenever a child has ended."""
    receiving, sending = socket.socketpair()
    sending.setblocking(False)
    signal.set_wakeup_fd(sending.detach(), warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
    return receiving


def _report_ended(control: socket.socket) -> None:
    while True:
        try:
            pid, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not pid:
            return
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        control.sendall(f"ended {pid} {ended_by}\n".encode())


def _fork(
    control: socket.socket, line: socket.socket, store: pyoxigraph.Store, allowance: Allowance
) -> None:
    nursery = os.getpid()
    pid = os.fork()
    if pid:
        line.close()
        control.sendall(f"born {pid}\n".encode())
        return
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        control.close()
        die_with_parent()
        # 育成进程若在此之前已不在，内核便不会再来通知。
        # The kernel tells nothing of a nursery that was gone before.
        if os.getppid() == nursery:
            work(line, store, allowance)
    except BaseException:
        traceback.print_exc()
    finally:
        # 不走解释器的收尾：那是育成进程的事。 The interpreter's clean-up belongs to the nursery.
        os._exit(0)


if __name__ == "__main__":
    main()
