"""命令写错时先说中文；Ctrl-C 与断开的管道安静地结束。 How misuse is told, how commands end."""

import signal
import subprocess
import sys

import pytest

from zhunru import cli
from zhunru.cli_usage import in_chinese
from zhunru.errors import UserError
from zhunru.inputs import example_hospital
from zhunru.remote import Endpoint

EXAMPLE = str(example_hospital())


@pytest.fixture
def run(monkeypatch, capsys):
    def run_main(*words):
        monkeypatch.setattr(sys, "argv", ["zhunru", *words])
        monkeypatch.setattr(cli, "_end", sys.exit)
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code, "".join(capsys.readouterr().err.split())

    return run_main


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("whatif", EXAMPLE), "缺少选项“--set”。"),
        (("validate",), "缺少参数“paths”。"),
        (("vaildate", EXAMPLE), "没有命令“vaildate”，是否validate？"),
        (("frobnicate",), "没有命令“frobnicate”。"),
        (("validate", EXAMPLE, "--strickt"), "没有选项“--strickt”，是否--strict？"),
        (("validate", EXAMPLE, "--zzzzzzzz"), "没有选项“--zzzzzzzz”。"),
        (("validate", "--as-of"), "选项“--as-of”后面须写值。"),
        (("ui", "--browser=3"), "选项“--browser”后面不写值。"),
        (("ask", "a", "b"), "多出了参数：b。"),
        (("ui", "--port", "70000"), "“--port”的值不对：应不大于65535。"),
        (("ui", "--port", "0"), "“--port”的值不对：应不小于1。"),
        (("ui", "--port", "x"), "“--port”的值不对：应为整数。"),
        (("match", "x", "--accept-above", "x"), "“--accept-above”的值不对：应为数字。"),
        (
            ("validate", EXAMPLE, "--as-of", "2026-13-01"),
            "“--as-of”的值不对：“2026-13-01”应为2026-01-31这样的日期。",
        ),
        (
            ("ask", "--format", "x"),
            "“--format”的值不对：“x”不是允许的值，可用的有table、csv、json、ttl。",
        ),
        (("shapes", "bild"), "没有命令“bild”，是否build？"),
    ],
)
def test_misuse_is_told_in_chinese_first(run, words, says):
    code, told = run(*words)
    box = told.replace("│", "")
    assert code == 2
    assert says in box
    chinese, english = box.split(says)
    assert "错误Error" in chinese
    assert english.startswith(("Missing", "No", "Option", "Got", "Invalid"))


def test_a_sentence_that_nobody_translated_is_told_in_general():
    assert in_chinese("Something new.") == "命令写得不对。"
    assert in_chinese("Invalid value for '--x': Something new.") == "“--x”的值不对。"


def test_help_alone_is_no_error(run):
    code, told = run("shapes", "--help")
    assert (code, told) == (0, "")


def test_what_a_command_finds_is_still_its_exit_code(run):
    code, told = run("validate", "/no/such/folder")
    assert code == 2
    assert "不存在" in told


@pytest.mark.parametrize("words", [("--help",), ("ask",)])
def test_nobody_reads_on(words):
    process = subprocess.Popen(
        [sys.executable, "-m", "zhunru", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout
    process.stdout.close()
    _, told = process.communicate()
    assert (process.returncode, told) == (141, b"")


HEAVY = """
from functools import partial
import pyoxigraph as ox
from zhunru.interruption import interruptible

store = ox.Store()
for n in range(2000):
    store.add(ox.Quad(ox.NamedNode(f"x:{n}"), ox.NamedNode("x:p"), ox.Literal(n)))

def count():
    print("started", flush=True)
    return list(store.query("SELECT (COUNT(*) AS ?n) {?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l}"))

interruptible(count)
"""


def test_a_query_that_does_not_end_ends_at_ctrl_c():
    process = subprocess.Popen([sys.executable, "-c", HEAVY], stdout=subprocess.PIPE)
    assert process.stdout
    assert process.stdout.readline() == b"started\n"
    process.send_signal(signal.SIGINT)
    try:
        assert process.wait(30) == 130
    finally:
        process.kill()


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://example.org/x", "example.org", "http://", "http://[x"]
)
def test_an_endpoint_is_an_address_of_the_web(address):
    with pytest.raises(UserError, match="应以 http:// 或 https:// 开头"):
        Endpoint(address)
