"""命令行在本进程中运行。 The command line, run in this process."""

from click.testing import Result
from typer.testing import CliRunner

from zhunru.cli import app


def run(*arguments, stdin=None) -> Result:
    """Run a command, as `zhunru` with these arguments would."""
    return CliRunner().invoke(app, [str(one) for one in arguments], input=stdin)
