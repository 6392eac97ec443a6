"""Bringing an archive of pictures here: checked, unpacked safely, whole or not at all.

Why not `pooch`? Tried in its place (1.9), it began again from zero when a connection was cut, which
229 MB over a classroom's network do not forgive, could not always tell a cut from a wrong file, and
stores all that a server sends before it looks at it. Safe unpacking would still be ours.
"""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import ssl
import tarfile
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zlib
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from pathlib import Path, PurePosixPath

from tqdm.auto import tqdm

from course_utils.data.problem import DataProblem

_CHUNK = 1 << 18
_DISK_ERRORS = (errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EFBIG)
_LOCAL_HOSTS = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Archive:
    """A packed folder (.tar.gz) on the network, and how to know that it is the right one."""

    url: str
    sha256: str
    bytes: int

    @property
    def file_name(self) -> str:
        return PurePosixPath(urllib.parse.urlsplit(self.url).path).name


def fetch(
    archive: Archive,
    folder: Path,
    *,
    mirror: str | None = None,
    local: Path | None = None,
    timeout: float = 30,
) -> Path:
    """Bring `archive` to this computer and unpack it into `folder`, which appears only when whole.

    A download that was interrupted goes on where it stopped. An archive that is not exactly the one
    expected is thrown away.

    Args:
        archive: what to bring.
        folder: where its content goes; must not exist yet.
        mirror: address of the archive, or address or folder that holds it, instead of
            `archive.url`. The environment variable `COURSE_MIRROR` says the same.
        local: the archive as a file on this computer, instead of a download.
        timeout: seconds without an answer after which a server is given up.

    Returns:
        `folder`.

    Raises:
        DataProblem: with a sentence on what is wrong and what to do. Nothing is left in `folder`.
    """
    if folder.exists():
        return folder
    mirror = mirror or os.environ.get("COURSE_MIRROR")
    if mirror and "://" not in mirror and local is None:
        named = Path(mirror).expanduser()
        local = named / archive.file_name if named.is_dir() else named
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _need_space(folder.parent, 2 * archive.bytes)
        if local is not None:
            _check_local(local, archive)
            _unpack(local, folder, most_bytes=4 * archive.bytes)
            return folder
        partial = folder.parent / f"{archive.file_name}.part"
        _download(_address(archive, mirror), partial, archive, timeout)
        try:
            _unpack(partial, folder, most_bytes=4 * archive.bytes)
        except DataProblem:
            partial.unlink()  # it will not get better
            raise
        partial.unlink()
        return folder
    except OSError as error:
        raise DataProblem(
            f"Could not write below {folder.parent}: {error.strerror or error}. Make space or "
            "allow writing there, or name another folder with the environment variable COURSE_DATA."
        ) from error


def _need_space(folder: Path, needed: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise DataProblem(
            f"{needed / 1e6:.0f} MB are needed in {folder}, and {free / 1e6:.0f} MB are free. Make "
            "space, or name a folder on another disk with the environment variable COURSE_DATA."
        )


def _address(archive: Archive, mirror: str | None) -> str:
    if not mirror:
        return archive.url
    same_file = urllib.parse.urlsplit(mirror).path.endswith(f"/{archive.file_name}")
    return mirror if same_file else f"{mirror.rstrip('/')}/{archive.file_name}"


def _check_local(path: Path, archive: Archive) -> None:
    if not path.is_file():
        raise DataProblem(f"There is no file {path}. Name a copy of {archive.file_name}.")
    if _hash(path) != archive.sha256:
        raise DataProblem(
            f"{path} is not the {archive.file_name} that was expected: its SHA-256 differs. Take "
            f"another copy; the original is at {archive.url}."
        )


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _download(url: str, partial: Path, archive: Archive, timeout: float) -> None:
    """Download to `partial`, from where an earlier try stopped, and check what came."""
    _refuse_unsafe(url)
    have = partial.stat().st_size if partial.exists() else 0
    if have < archive.bytes:
        try:
            _transfer(url, partial, have, archive.bytes, timeout)
        except (OSError, HTTPException) as error:
            if getattr(error, "errno", None) in _DISK_ERRORS:
                raise
            if getattr(error, "code", None) == 416:
                partial.unlink()  # the server's file ends before ours does: one of them is wrong
            raise DataProblem(_network_sentence(error, url, archive)) from error
    have = partial.stat().st_size
    if have < archive.bytes and _begins_as_archive(partial):
        raise DataProblem(
            f"The connection to {_host(url)} was cut after {have / 1e6:.0f} of "
            f"{archive.bytes / 1e6:.0f} MB. Try again: it goes on from there."
        )
    if _hash(partial) != archive.sha256:
        partial.unlink()
        raise DataProblem(
            f"What {url} sent is not the archive that was expected: its SHA-256 differs. It was "
            "thrown away. Try again, or name another source with --mirror."
        )


def _transfer(url: str, partial: Path, have: int, total: int, timeout: float) -> None:
    request = urllib.request.Request(url, headers={"User-Agent": "course_utils"})
    if have:
        request.add_header("Range", f"bytes={have}-")
    with _opener().open(request, timeout=timeout) as answer:
        # A server that cannot go on from the middle sends everything again, with status 200.
        goes_on = answer.status == 206 and _starts_at(answer, have)
        have = have if goes_on else 0
        with (
            partial.open("ab" if goes_on else "wb") as file,
            tqdm(desc=partial.stem, total=total, initial=have, unit="B", unit_scale=True, leave=False) as bar,
        ):
            # One byte more than expected is enough to know that it is the wrong file.
            while have <= total and (chunk := answer.read(min(_CHUNK, total + 1 - have) or 1)):
                file.write(chunk)
                have += len(chunk)
                bar.update(len(chunk))


def _begins_as_archive(path: Path) -> bool:
    """Tell a piece of an archive from a page of text, such as a wireless network's log-in page."""
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"  # gzip's mark


def _starts_at(answer: HTTPResponse, have: int) -> bool:
    return answer.headers.get("Content-Range", "").startswith(f"bytes {have}-")


def _refuse_unsafe(url: str) -> None:
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOCAL_HOSTS):
        raise DataProblem(f"{url} is not an https address, so what it sends could be changed.")


class _SafeRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        _refuse_unsafe(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _opener() -> urllib.request.OpenerDirector:
    try:
        import certifi  # comes with JupyterLab; Python from python.org on a Mac has no certificates
    except ImportError:
        context = ssl.create_default_context()
    else:
        context = ssl.create_default_context(cafile=certifi.where())
    return urllib.request.build_opener(_SafeRedirects, urllib.request.HTTPSHandler(context=context))


def _host(url: str) -> str:
    return urllib.parse.urlsplit(url).netloc


def _network_sentence(error: Exception, url: str, archive: Archive) -> str:
    other_ways = (
        f"name another source with --mirror, or bring {archive.file_name} from a computer that can "
        "reach it and name the file with --from."
    )
    reason = getattr(error, "reason", error)
    if isinstance(error, urllib.error.HTTPError):
        return f"{_host(url)} answered {error.code} ({error.reason}) for {url}: {other_ways}"
    if isinstance(reason, TimeoutError):
        return f"{_host(url)} did not answer in time. Try again later, {other_ways}"
    if isinstance(reason, ssl.SSLError):
        return f"The certificate of {_host(url)} could not be checked ({reason}): {other_ways}"
    if isinstance(error, (HTTPException, ConnectionError)):
        return (
            f"The connection to {_host(url)} was cut ({type(error).__name__}). Try again: what has "
            f"come so far is kept. Or {other_ways}"
        )
    return f"{_host(url)} cannot be reached ({reason}). Check the network, {other_ways}"


def _unpack(archive: Path, folder: Path, most_bytes: int) -> None:
    """Unpack beside `folder` and move it into place when complete.

    Python's own filter refuses what could leave the folder. This refuses more: everything but plain
    files and folders, and more bytes than such an archive can hold.
    """
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as temporary:
        inside = Path(temporary) / "content"
        inside.mkdir()
        try:
            unpacked = 0
            with tarfile.open(archive, "r:*") as tar:
                # Python before 3.11.4 knows no filters; the refusals below do without.
                tar.extraction_filter = getattr(tarfile, "data_filter", None)
                for member in tar:
                    _refuse_member(member)
                    unpacked += member.size
                    if unpacked > most_bytes:
                        raise DataProblem(f"{archive.name} holds far more than it should.")
                    tar.extract(member, inside)
        except (tarfile.TarError, EOFError, zlib.error) as error:
            raise DataProblem(f"{archive.name} could not be unpacked ({error}). Fetch it anew.") from error
        try:
            os.replace(inside, folder)
        except OSError:
            if not folder.is_dir():  # else another process was faster, and brought the same
                raise


def _refuse_member(member: tarfile.TarInfo) -> None:
    name = member.name
    plain = member.isreg() or member.isdir()
    parts = name.replace("\\", "/").split("/")
    if not plain or ".." in parts or parts[0] == "" or ":" in name:
        kind = "a link or special file" if not plain else "a path that leads out of the folder"
        raise DataProblem(
            f"The archive holds {kind} ({name!r}). Archives of pictures need none, so nothing of "
            "it was unpacked. Take the archive from another source."
        )
