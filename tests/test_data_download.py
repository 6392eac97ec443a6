"""A server that behaves badly: a sentence, nothing half-written, and the next try works."""

import hashlib
import io
import os
import ssl
import tarfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PIL import Image

from course_utils.data import DataProblem, catalogue, commands, download, load


def packed(members):
    """A .tar.gz of (name, content) pairs, or of ready TarInfo objects."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                tar.addfile(member)
            else:
                info = tarfile.TarInfo(member[0])
                info.size = len(member[1])
                tar.addfile(info, io.BytesIO(member[1]))
    return buffer.getvalue()


def a_picture(shade):
    buffer = io.BytesIO()
    Image.effect_noise((60, 40), shade).save(buffer, "JPEG")
    return buffer.getvalue()


GOOD = packed(
    (f"flower_photos/{name}/{index}.jpg", a_picture(20 + index))
    for name in ("daisy", "roses")
    for index in range(40)
)


class Server:
    """A server on 127.0.0.1 that does with `content` what `manner` says, and remembers requests."""

    def __init__(self):
        self.content, self.manner, self.ranges = GOOD, "well", []
        outer, self.released = self, threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.answer(self)

            def log_message(self, *arguments):
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/flower_photos.tgz"
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, request):
        wanted = request.headers.get("Range")
        self.ranges.append(wanted)
        start = int(wanted.split("=")[1].rstrip("-")) if wanted else 0
        if self.manner == "never":
            self.released.wait(5)
            return
        if self.manner == "404":
            request.send_error(404)
            return
        if self.manner == "elsewhere":
            request.send_response(302)
            request.send_header("Location", "http://flowers.example/flower_photos.tgz")
            request.end_headers()
            return
        if self.manner == "whole only":
            start = 0
        if start >= len(self.content) > 0:
            request.send_error(416)
            return
        body = self.content[start:]
        request.send_response(206 if start else 200)
        if start:
            total = len(self.content)
            request.send_header("Content-Range", f"bytes {start}-{total - 1}/{total}")
        if self.manner != "no length":
            request.send_header("Content-Length", str(len(body)))
        request.end_headers()
        if self.manner in ("cut", "no length"):
            body = body[: len(body) // 2]
        request.wfile.write(body)

    def close(self):
        self.released.set()
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server(monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY", "COURSE_MIRROR"):
        monkeypatch.delenv(name, raising=False)
    server = Server()
    yield server
    server.close()


@pytest.fixture
def target(tmp_path, monkeypatch):
    monkeypatch.setenv("COURSE_DATA", str(tmp_path / "cache"))
    return tmp_path / "cache" / "flowers"


def archive_of(server, content=GOOD):
    digest = hashlib.sha256(content).hexdigest()
    return download.Archive(server.url, sha256=digest, bytes=len(content))


def left_behind(target):
    return sorted(path.name for path in target.parent.iterdir())


def check_next_try_works(server, target):
    server.manner, server.content = "well", GOOD
    assert download.fetch(archive_of(server), target) == target
    assert left_behind(target) == ["flowers"]
    names = sorted(p.relative_to(target).as_posix() for p in target.rglob("*.jpg"))
    assert len(names) == 80 and names[0] == "flower_photos/daisy/0.jpg"


def test_a_good_download(server, target):
    check_next_try_works(server, target)
    requests = len(server.ranges)
    download.fetch(archive_of(server), target)  # here already: no network
    assert len(server.ranges) == requests


@pytest.mark.parametrize("manner", ["cut", "no length"])
def test_a_connection_cut_half_way_goes_on_from_there(server, target, manner):
    server.manner = manner
    with pytest.raises(DataProblem, match="The connection to 127.0.0.1:.* was cut.*Try again"):
        download.fetch(archive_of(server), target)
    assert left_behind(target) == ["flower_photos.tgz.part"] and not target.exists()
    kept = (target.parent / "flower_photos.tgz.part").stat().st_size
    assert 0 < kept < len(GOOD)
    check_next_try_works(server, target)
    assert server.ranges == [None, f"bytes={kept}-"]


def test_a_server_that_cannot_go_on_sends_all_again(server, target):
    server.manner = "cut"
    with pytest.raises(DataProblem):
        download.fetch(archive_of(server), target)
    server.manner = "whole only"
    assert download.fetch(archive_of(server), target) == target


@pytest.mark.parametrize(
    "content", [b"<html>Please log in</html>", b"", GOOD[:-1] + b"x", GOOD + b"more", GOOD[::-1]]
)
def test_wrong_bytes_are_thrown_away(server, target, content):
    server.content = content
    with pytest.raises(DataProblem, match="SHA-256 differs"):
        download.fetch(archive_of(server), target)
    assert not target.exists()
    check_next_try_works(server, target)


def test_a_mirror_with_half_the_archive(server, target):
    server.content = GOOD[: len(GOOD) // 2]
    with pytest.raises(DataProblem, match="was cut after"):
        download.fetch(archive_of(server), target)
    with pytest.raises(DataProblem, match="answered 416"):
        download.fetch(archive_of(server), target)
    assert left_behind(target) == []
    check_next_try_works(server, target)


def test_an_endless_answer_is_not_stored(server, target):
    server.content = GOOD + b"0" * 5_000_000
    with pytest.raises(DataProblem, match="SHA-256 differs"):
        download.fetch(archive_of(server), target)
    assert left_behind(target) == []


def test_a_wrong_piece_from_an_earlier_try(server, target):
    target.parent.mkdir(parents=True)
    (target.parent / "flower_photos.tgz.part").write_bytes(b"something else")
    with pytest.raises(DataProblem, match="SHA-256 differs"):
        download.fetch(archive_of(server), target)
    check_next_try_works(server, target)


def link(name, target_name, kind):
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target_name
    return info


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (("../outside.jpg", b"x"), "leads out of the folder"),
        (("flower_photos/../../outside.jpg", b"x"), "leads out of the folder"),
        (("/tmp/outside.jpg", b"x"), "leads out of the folder"),
        (("..\\outside.jpg", b"x"), "leads out of the folder"),
        (("C:/outside.jpg", b"x"), "leads out of the folder"),
        (link("flower_photos/link", "/etc/passwd", tarfile.SYMTYPE), "a link or special file"),
        (link("flower_photos/link", "../../outside", tarfile.LNKTYPE), "a link or special file"),
        (link("flower_photos/pipe", "", tarfile.FIFOTYPE), "a link or special file"),
        (link("flower_photos/device", "", tarfile.CHRTYPE), "a link or special file"),
    ],
)
def test_hostile_archives(server, target, tmp_path, member, reason):
    server.content = packed([("flower_photos/daisy/0.jpg", b"x"), member])
    with pytest.raises(DataProblem, match=reason):
        download.fetch(archive_of(server, server.content), target)
    assert not target.exists() and not list(tmp_path.rglob("outside*"))
    assert left_behind(target) == []
    check_next_try_works(server, target)


def test_an_archive_that_grows_without_end(server, target):
    server.content = packed([("flower_photos/daisy/0.jpg", bytes(5_000_000))])
    with pytest.raises(DataProblem, match="holds far more than it should"):
        download.fetch(archive_of(server, server.content), target)
    assert left_behind(target) == []


def test_what_is_no_archive(server, target):
    server.content = b"not packed" * 100
    with pytest.raises(DataProblem, match="could not be unpacked"):
        download.fetch(archive_of(server, server.content), target)
    assert left_behind(target) == []
    check_next_try_works(server, target)


def test_not_found(server, target):
    server.manner = "404"
    with pytest.raises(DataProblem, match="answered 404 .*--mirror.*--from"):
        download.fetch(archive_of(server), target)
    assert left_behind(target) == []
    check_next_try_works(server, target)


def test_a_server_that_never_answers(server, target):
    server.manner = "never"
    start = time.perf_counter()
    with pytest.raises(DataProblem, match="did not answer in time"):
        download.fetch(archive_of(server), target, timeout=0.3)
    assert time.perf_counter() - start < 3
    check_next_try_works(server, target)


def test_no_server_at_all(server, target):
    archive = archive_of(server)
    server.close()
    with pytest.raises(DataProblem, match="cannot be reached .*Check the network.*--from"):
        download.fetch(archive, target)
    assert left_behind(target) == []


@pytest.mark.parametrize("url", ["http://flowers.example/a.tgz", "ftp://127.0.0.1/a", "file:///a"])
def test_only_https_or_this_computer(target, url):
    with pytest.raises(DataProblem, match="is not an https address"):
        download.fetch(download.Archive(url, "0", 1), target)


def test_redirects_must_be_safe_too(server, target):
    server.manner = "elsewhere"
    with pytest.raises(DataProblem, match="flowers.example.* is not an https address"):
        download.fetch(archive_of(server), target)


def test_certificates_are_checked():
    handler = next(h for h in download._opener().handlers if hasattr(h, "https_open"))
    assert handler._context.verify_mode == ssl.CERT_REQUIRED and handler._context.check_hostname


def test_mirror_as_an_address_and_as_a_folder(server, target, tmp_path, monkeypatch):
    elsewhere = archive_of(server)
    elsewhere = download.Archive(
        "https://nowhere.invalid/flower_photos.tgz", elsewhere.sha256, elsewhere.bytes
    )
    download.fetch(elsewhere, target.parent / "one", mirror=server.url)
    download.fetch(elsewhere, target.parent / "two", mirror=server.url.rsplit("/", 1)[0] + "/")
    monkeypatch.setenv("COURSE_MIRROR", server.url)
    download.fetch(elsewhere, target.parent / "three")
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "flower_photos.tgz").write_bytes(GOOD)
    monkeypatch.setenv("COURSE_MIRROR", str(tmp_path / "share"))
    download.fetch(elsewhere, target.parent / "four")
    assert left_behind(target) == ["four", "one", "three", "two"]


def test_a_local_file(server, target, tmp_path):
    path = tmp_path / "copy.tgz"
    with pytest.raises(DataProblem, match="There is no file"):
        download.fetch(archive_of(server), target, local=path)
    path.write_bytes(b"something else")
    with pytest.raises(DataProblem, match="copy.tgz is not the flower_photos.tgz"):
        download.fetch(archive_of(server), target, local=path)
    path.write_bytes(GOOD)
    download.fetch(archive_of(server), target, local=path)
    assert path.exists() and left_behind(target) == ["flowers"] and server.ranges == []


def test_no_space_and_no_permission(server, target, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        usage = download.shutil.disk_usage(tmp_path)._replace(free=1000)
        patch.setattr(download.shutil, "disk_usage", lambda _: usage)
        with pytest.raises(DataProblem, match="0 MB are free.*COURSE_DATA"):
            download.fetch(archive_of(server), target)
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(DataProblem, match="Could not write below .*COURSE_DATA"):
        download.fetch(archive_of(server), tmp_path / "file" / "flowers")
    assert server.ranges == []


def test_flowers_from_the_command_and_from_python(server, target, monkeypatch, capsys):
    monkeypatch.setattr(catalogue, "FLOWER_PHOTOS", archive_of(server))
    server.manner = "404"
    assert commands.main(["fetch", "flowers"]) == 2
    assert "answered 404" in capsys.readouterr().err
    server.manner = "well"
    flowers = load("flowers", size=32, download=True)
    assert flowers.images.shape == (80, 32, 32, 3) and flowers.class_names == ("daisy", "roses")
    assert "LICENSE.txt" in flowers.licence and "TensorFlow" in flowers.source
    assert commands.main(["fetch", "flowers"]) == 0
    assert "was here already" in capsys.readouterr().out


def real_data_folder():
    named = os.environ.get("COURSE_REAL_DATA")
    return Path(named) if named else Path(__file__).resolve().parents[2] / "shared" / "real_data"


def real_data(name):
    path = real_data_folder() / name
    if not path.exists():
        pytest.skip(f"{name} is not here; COURSE_REAL_DATA names the folder that holds it")
    return path


def test_the_real_photographs(server, target, monkeypatch):
    sample = real_data("flower_photos_sample.tgz").read_bytes()
    server.content, server.manner = sample, "cut"
    monkeypatch.setattr(catalogue, "FLOWER_PHOTOS", archive_of(server, sample))
    with pytest.raises(DataProblem, match="was cut"):
        load("flowers", download=True)
    server.manner = "well"
    assert commands.main(["fetch", "flowers"]) == 0
    flowers = load("flowers", size=64)
    assert flowers.images.shape == (800, 64, 64, 3) and not flowers.report.left_out
    assert set(flowers.report.used.values()) == {160}
    assert [len(part) for part in flowers.split()] == [480, 160, 160]


def test_the_real_fashion_mnist(tmp_path, monkeypatch):
    import shutil

    shutil.copytree(real_data("keras_home") / "datasets", tmp_path / "keras" / "datasets")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    import keras

    # Keras read KERAS_HOME when it was first imported, perhaps by an earlier test.
    monkeypatch.setattr(keras.src.backend.config, "_KERAS_DIR", str(tmp_path / "keras"))
    fashion = load("fashion_mnist")
    assert fashion.images.shape == (70_000, 28, 28, 1) and len(fashion.class_names) == 10
    assert [len(part) for part in fashion.given_split()] == [60_000, 10_000]
    assert fashion.class_names[fashion.labels[0]] == "Ankle boot"
