"""工作进程里做的小事。 Small work for the tests of jobs."""

import os
import signal

from zhunru.errors import Bilingual, InputError, Problem, UserError

WORDS = Bilingual("正在数", "counting")
PROBLEM = Problem("x", "甲.csv", 2, "列", "值", WORDS, WORDS)


def read(files, *arguments, tell):
    tell(1, 2, WORDS)
    print("what libraries print is no progress")
    return [path.name for path in files], [path.read_bytes() for path in files], arguments


def refuse(files, *, tell):
    raise InputError([PROBLEM])


class OtherError(UserError):
    def __init__(self, one, two):
        super().__init__(f"{one}{two}")


def refuse_otherwise(files, *, tell):
    raise OtherError("不", "行")


def break_down(files, *, tell):
    raise RuntimeError("secret detail")


def be_killed(files, *, tell):
    os.kill(os.getpid(), signal.SIGKILL)


def devour_memory(files, size, *, tell):
    return len(bytearray(size))


def stay(files, *, tell):
    """Go on until killed, with a child that must not survive either."""
    child = os.fork()
    if child:
        tell(child, 0, Bilingual(str(os.getpid()), ""))
    while True:
        signal.pause()
