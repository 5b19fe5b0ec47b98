"""`zhunru ui`：启动与停止。 Starting and stopping the app."""

import http.client
import signal
import socket
import subprocess
import sys

from zhunru.ui import HOST, free_port, run

PROGRAM = "from zhunru.ui import run; raise SystemExit(run({port}, False))"


def heed_ctrl_c():
    """A shell starts background jobs deaf to Ctrl-C, and the tests may run in one."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def start(port):
    return subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(port=port)],
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=heed_ctrl_c,
    )


def answers(port):
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def test_it_says_where_it_is_and_ends_on_ctrl_c():
    port = free_port()
    with start(port) as process:
        said = process.stdout.readline()
        assert f"http://{HOST}:{port}" in said
        assert "界面" in said
        assert answers(port)
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=30)
        assert process.returncode == 0
    assert "已停止" in rest
    assert not answers(port)


def test_it_ends_on_sigterm_too():
    port = free_port()
    with start(port) as process:
        process.stdout.readline()
        process.terminate()
        assert process.wait(30) == 0
    assert not answers(port)


def test_a_port_that_is_taken_is_refused(capsys):
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert run(port, False) == 2
    message = capsys.readouterr().err
    assert f"端口 {port} 已被占用" in message
    assert f"Port {port} is taken" in message


def test_without_a_port_it_finds_one_beside_the_default():
    taken = socket.socket()
    taken.bind((HOST, 0))
    taken.listen()
    default = taken.getsockname()[1]
    program = f"from zhunru import ui; ui.DEFAULT_PORT = {default}; ui.run(None, False)"
    with (
        taken,
        subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, text=True
        ) as process,
    ):
        said = process.stdout.readline()
        port = int(said.rsplit(":", 1)[1])
        assert port != default
        assert answers(port)
        process.terminate()
        assert process.wait(30) == 0
