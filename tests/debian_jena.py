"""Jena's command `shacl` from Debian's package, which has the libraries but no commands."""

import shlex
from pathlib import Path
from zipfile import ZipFile

JAVA = Path("/usr/share/java")
JENA = ("base", "iri", "core", "arq", "shacl", "cmds")
OTHERS = ("commons-compress", "guava", "slf4j-api", "slf4j-nop", "thrift")

#: Debian 4.5.0 给 Xerces 的类换了包名，却没换它的消息文件；找不到它们，Jena 起不来。
#: Debian 4.5.0 renamed the package of the classes of Xerces but not that of their messages, and
#: Jena does not start without those.
MISPLACED = "org/apache/jena/ext/"


def write_command(folder: Path) -> None:
    """Write `shacl` into a folder; it knows `shacl validate` only."""
    jars = [JAVA / f"{name}.jar" for name in (*(f"jena-{one}" for one in JENA), *OTHERS)]
    lacking = [str(jar) for jar in jars if not jar.exists()]
    assert not lacking, f"run: make jena ({lacking})"
    messages = folder / "messages"
    _unpack_messages(JAVA / "jena-core.jar", messages)
    class_path = ":".join(map(str, (messages, *jars)))
    command = folder / "shacl"
    command.write_text(
        f'#!/bin/sh\nshift\nexec java -cp {shlex.quote(class_path)} shacl.shacl_validate "$@"\n'
    )
    command.chmod(0o755)


def _unpack_messages(jar: Path, target: Path) -> None:
    with ZipFile(jar) as content:
        for name in content.namelist():
            if name.startswith(MISPLACED) and name.endswith(".properties"):
                place = target / name.removeprefix(MISPLACED)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(content.read(name))
