"""读压缩包，防备恶意或残缺的内容。 Read archives, on guard against hostile or broken ones.

Nothing is ever unpacked onto the disk. Names that lead out of the archive, links, archives within
archives, passwords and contents that expand beyond all measure are refused all the same: whoever
made such a file meant something else than handing in tables.
"""

from __future__ import annotations

import io
import stat
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Final
from zipfile import BadZipFile, ZipFile, ZipInfo

from zhunru.errors import Bilingual
from zhunru.intake.limits import MAX_EXPANDED_BYTES, MAX_MEMBERS, MAX_RATIO
from zhunru.intake.sources import (
    ARCHIVES,
    SheetError,
    Source,
    check_size,
    refuse,
    whole_file,
)

_SMALL: Final = 10 * 1024 * 1024
"""不大于此（字节）的文件不问压缩比。 Files up to this size may shrink as they like."""
_ENCRYPTED: Final = 0x1
_UTF8_NAME: Final = 0x800
_NO_LINKS: Final = Bilingual("只装着表格的压缩包", "an archive that holds tables only")
_ZIP: Final = Bilingual("有效的 .zip 压缩包", "a valid .zip archive")
_SMALLER: Final = Bilingual(
    f"解压后不超过 {MAX_EXPANDED_BYTES // 2**20} MB 的文件",
    f"a file of at most {MAX_EXPANDED_BYTES // 2**20} MB once unzipped",
)


def archived_sources(archive: Source) -> Iterator[Source]:
    """给出压缩包里的文件，不论在哪一层文件夹。 Yield the files of an archive, at any depth.

    Args:
        archive: 压缩包 the archive.

    Yields:
        其中的文件，名称带包名 its files, named after the archive.

    Raises:
        SheetError: the archive is damaged, or holds what no archive of tables holds.
    """
    try:
        with ZipFile(io.BytesIO(archive.content)) as opened:
            check_members(archive.name, opened)
            for member in opened.infolist():
                name = _readable_name(member)
                _check_name(archive.name, member, name)
                if not (member.is_dir() or is_hidden(name)):
                    check_size(f"{archive.name}/{name}", member.file_size)
                    content = read_member(archive.name, opened, member)
                    yield Source(f"{archive.name}/{name}", content)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError) as error:
        finding = Bilingual("压缩包已损坏，读不出", f"is a damaged archive ({error})")
        raise SheetError(whole_file("not-an-archive", archive.name, finding, _ZIP)) from error


def names_in(file: Path) -> list[str]:
    """列出压缩包里的文件名。 List the names of the files of an archive.

    Args:
        file: 压缩包 a sound archive.
    """
    with ZipFile(file) as opened:
        return [_readable_name(one) for one in opened.infolist() if not one.is_dir()]


def check_members(file: str, archive: ZipFile) -> None:
    """按压缩包自己的目录拒收可疑的内容。 Refuse an archive by what its directory declares.

    Args:
        file: 用于消息的名称 how messages call it.
        archive: 打开的压缩包 the open archive.

    Raises:
        SheetError: it has too many files, is encrypted, or expands too far.
    """
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        finding = Bilingual(f"装有 {len(members)} 个文件", f"holds {len(members)} files")
        expected = Bilingual(f"不超过 {MAX_MEMBERS} 个文件", f"at most {MAX_MEMBERS} files")
        refuse("too-many-files", file, finding, expected)
    if any(member.flag_bits & _ENCRYPTED for member in members):
        finding = Bilingual("设有密码", "is protected by a password")
        refuse("encrypted", file, finding, Bilingual("没有密码的文件", "a file without password"))
    shrunk = (m.file_size > max(_SMALL, MAX_RATIO * m.compress_size) for m in members)
    if sum(member.file_size for member in members) > MAX_EXPANDED_BYTES or any(shrunk):
        _refuse_expansion(file)


def read_member(file: str, archive: ZipFile, member: ZipInfo) -> bytes:
    """读出一个文件，不信它自报的大小。 Read a file without trusting the size that it declares.

    Args:
        file: 用于消息的名称 how messages call the archive.
        archive: 打开的压缩包 the open archive.
        member: 其中的文件 the file in it.

    Returns:
        内容 its content.

    Raises:
        SheetError: it is larger than it says, or than `MAX_EXPANDED_BYTES`.
        BadZipFile: it is damaged.
    """
    with archive.open(member) as stream:
        content = stream.read(min(member.file_size, MAX_EXPANDED_BYTES) + 1)
    if len(content) > member.file_size:
        _refuse_expansion(file)
    return content


def _refuse_expansion(file: str) -> None:
    finding = Bilingual("解压后过大，没有读取", "is too large once unzipped and was not read")
    refuse("too-large", file, finding, _SMALLER)


def _readable_name(member: ZipInfo) -> str:
    """Return the name; Windows writes Chinese names in GBK without saying so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename
    raw = member.filename.encode("cp437", errors="replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename


def _check_name(archive: str, member: ZipInfo, name: str) -> None:
    parts = name.replace("\\", "/").split("/")
    leads_out = not parts[0] or ".." in parts or ":" in name
    is_link = stat.S_ISLNK(member.external_attr >> 16)
    if leads_out or is_link:
        finding = Bilingual(
            f"里的“{name}”指向压缩包之外", f"holds “{name}”, which leads out of the archive"
        )
        refuse("unsafe-path", archive, finding, _NO_LINKS)
    if PurePosixPath(name).suffix.lower() in ARCHIVES:
        finding = Bilingual(f"里又有压缩包“{name}”", f"holds another archive, “{name}”")
        refuse("nested-archive", archive, finding, _NO_LINKS)


def is_hidden(name: str) -> bool:
    """是否 Excel 或系统自用的文件。 Tell whether Excel or a system keeps the file for itself."""
    parts = PurePosixPath(name).parts
    return "__MACOSX" in parts or parts[-1].startswith((".", "~$"))
