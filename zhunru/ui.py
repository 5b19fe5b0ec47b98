"""打开界面：在本机启动 Streamlit。 Open the app: start Streamlit on this machine."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Final

from zhunru.resources import folder

HOST: Final = "127.0.0.1"
DEFAULT_PORT: Final = 8501
_START_SECONDS: Final = 60.0
_STOP_SECONDS: Final = 10.0


def run(port: int | None, open_browser: bool, variables: Mapping[str, str] | None = None) -> int:
    """Start the app and stay until it ends or is interrupted.

    Args:
        port: The port to listen on; None for the default one, or any free one if that is taken.
        open_browser: Whether to open the page in the user's browser.
        variables: Environment variables for the app.

    Returns:
        The exit code: 0 after an interruption or a clean end, 2 if the port asked for is taken,
        otherwise that of Streamlit.
    """
    if port is not None and not _is_free(port):
        print(
            f"端口 {port} 已被占用，请换一个，或不写 --port。\n"
            f"Port {port} is taken: choose another one, or leave --port out.",
            file=sys.stderr,
        )
        return 2
    chosen = port or (DEFAULT_PORT if _is_free(DEFAULT_PORT) else free_port())
    server = start(chosen, variables)
    previous = signal.signal(signal.SIGTERM, _interrupt)
    try:
        if wait_until_ready(server, chosen):
            _announce(chosen, open_browser)
        elif server.poll() is None:
            print("界面迟迟没有应答。 The app does not answer.", file=sys.stderr)
        return server.wait()
    except KeyboardInterrupt:
        print("\n已停止。 Stopped.")
        return 0
    finally:
        signal.signal(signal.SIGTERM, previous)
        stop(server)


def start(port: int, variables: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
    """Start the server of the app on this machine only.

    Args:
        port: A free port.
        variables: Environment variables for the app.

    Returns:
        The process, in a session of its own: Ctrl-C in the terminal reaches this process only,
        which then stops the server.
    """
    app = folder("ui") / "app.py"
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    options = [f"--server.port={port}", f"--server.address={HOST}", "--server.headless=true"]
    return subprocess.Popen(
        [*command, *options],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={
            **os.environ,
            "STREAMLIT_BROWSER_GATHER_USAGE_STATS": "false",
            **(variables or {}),
        },
        start_new_session=True,
    )


def free_port() -> int:
    """Find a free port.

    Returns:
        A port of this machine that was free a moment ago.
    """
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def wait_until_ready(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers.

    Args:
        server: The process of the server.
        port: Its port.

    Returns:
        Whether it answers; False if it ended, or did not answer within a minute.
    """
    end = time.monotonic() + _START_SECONDS
    while server.poll() is None and time.monotonic() < end:
        if _answers(port):
            return True
        time.sleep(0.1)
    return False


def stop(server: subprocess.Popen[bytes]) -> None:
    """Stop the server, gently at first.

    Args:
        server: The process of the server.
    """
    if server.poll() is not None:
        return
    server.terminate()
    try:
        server.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _announce(port: int, open_browser: bool) -> None:
    address = f"http://{HOST}:{port}"
    print(
        f"界面已打开：{address}\n按 Ctrl-C 停止。\n"
        f"The app is at {address}. Press Ctrl-C to stop it.",
        flush=True,
    )
    if open_browser:
        webbrowser.open(address)


def _answers(port: int) -> bool:
    # 不用 urllib：它会把本机地址也交给代理。 Not urllib, which would hand the address to a proxy.
    connection = HTTPConnection(HOST, port, timeout=2)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _interrupt(number: int, frame: object) -> None:
    del number, frame
    raise KeyboardInterrupt
