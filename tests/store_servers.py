"""Real SPARQL stores in processes of their own, on loopback: Oxigraph and Virtuoso."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError

CONFIGURATION = """\
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 200
[TempDatabase]
DatabaseFile = t.db
TransactionFile = t.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
ServerThreads = 8
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
ServerThreads = 4
[SPARQL]
ResultSetMaxRows = 1000000
"""


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@contextmanager
def oxigraph():
    """Run an empty Oxigraph server in memory; yield its address without the last segment."""
    address = f"127.0.0.1:{free_port()}"
    command = [Path(sys.executable).with_name("oxigraph"), "serve", "--bind", address]
    with _running(command, None, f"http://{address}/query?query=ASK%7B%7D"):
        yield f"http://{address}"


@contextmanager
def virtuoso(folder):
    """Run an empty Virtuoso server, whose user `dba` has the password `dba`; yield its address."""
    program = shutil.which("virtuoso-t")
    assert program, (
        "Virtuoso 未安装，请运行 make virtuoso。 Virtuoso is missing: run make virtuoso."
    )
    sql, http = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(CONFIGURATION.format(sql=sql, http=http))
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    address = f"http://127.0.0.1:{http}"
    with _running(command, folder, f"{address}/sparql?query=ASK%7B%7D"):
        yield address


@contextmanager
def _running(command, folder, page):
    server = subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(page, server)
        yield
    finally:
        # 数据用过即弃，不必慢慢收尾。 The data is thrown away: no need for a slow shutdown.
        server.kill()
        server.wait(10)


def _wait_for(page, server):
    for _ in range(600):
        assert server.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(page, timeout=5).close()
        except HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")
