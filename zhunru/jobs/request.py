"""交给工作进程的，和它交回的。 What a worker is given, and what it hands back.

Both are pickles in the folder of the job, which only the user of the server can write: reading
them is as safe as running the program.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Protocol

from zhunru.errors import Bilingual, InputError, UserError
from zhunru.files import write_bytes

REQUEST: Final = "request.pickle"
OUTCOME: Final = "outcome.pickle"


class Tell(Protocol):
    """How work tells how far it is."""

    def __call__(self, done: int, total: int, words: Bilingual) -> None:
        """Tell how much is done of how much, and what is being done."""


def silent(done: int, total: int, words: Bilingual) -> None:
    """Tell nobody how far work is."""
    del done, total, words


@dataclass(frozen=True)
class Request:
    """What is to be done: a function of a module, and its arguments."""

    module: str
    name: str
    arguments: tuple[object, ...]

    @classmethod
    def of(cls, function: Callable[..., object], arguments: Sequence[object]) -> Request:
        """Describe a call.

        Raises:
            ValueError: If the function cannot be found again by its name.
        """
        request = cls(function.__module__, function.__qualname__, tuple(arguments))
        if request.module == "__main__" or request.function() is not function:
            raise ValueError(f"not importable: {request.module}.{request.name}")
        return request

    def function(self) -> Callable[..., object]:
        """Import the function."""
        found: Any = import_module(self.module)
        for part in self.name.split("."):
            found = getattr(found, part, None)
        return found  # type: ignore[no-any-return]


@dataclass(frozen=True)
class Outcome:
    """What became of the work: a value, or why there is none."""

    value: object = None
    error: UserError | None = None

    def get(self) -> object:
        """Return the value.

        Raises:
            UserError: Why there is none.
        """
        if self.error is not None:
            raise self.error
        return self.value


def portable(error: UserError) -> UserError:
    """Return an error that any process can read, whatever its class."""
    return InputError(error.problems) if isinstance(error, InputError) else UserError(str(error))


def write_pickle(path: Path, content: Request | Outcome) -> None:
    """Write for the other side, in one step."""
    write_bytes(path, pickle.dumps(content), private=True)


def read_request(folder: Path) -> Request:
    """Read what is to be done, and delete it."""
    path = folder / REQUEST
    request: Request = pickle.loads(path.read_bytes())
    path.unlink()
    return request


def read_outcome(folder: Path) -> Outcome | None:
    """Read what became of the work; None if the worker left nothing."""
    path = folder / OUTCOME
    if not path.exists():
        return None
    outcome: Outcome = pickle.loads(path.read_bytes())
    return outcome
