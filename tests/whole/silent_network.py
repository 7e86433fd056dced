"""Run by `unshare`: a machine whose network answers nothing, with the server on it; prints what was asked of the outside.

All that leaves goes to the loopback device, where it is seen: names are asked of an address that listens and says nothing.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request

from tests.serving import ROOT, command

PORT = 8501
NAME_SERVER = "127.0.0.53"


def silent() -> socket.socket:
    """Bring the loopback device up, with a name server that never answers; gives the socket on which it hears."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["ip", "route", "add", "default", "dev", "lo"], check=True)
    hears = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    hears.bind((NAME_SERVER, 53))
    hears.setblocking(False)
    with tempfile.NamedTemporaryFile("w", suffix=".conf", delete=False) as file:
        file.write(f"nameserver {NAME_SERVER}\noptions timeout:5 attempts:2\n")
    subprocess.run(["mount", "--bind", file.name, "/etc/resolv.conf"], check=True)
    return hears


def heard(hears: socket.socket) -> int:
    """How many questions came."""
    count = 0
    while True:
        try:
            hears.recv(2000)
        except BlockingIOError:
            return count
        count += 1


def health() -> float:
    """Seconds until the server says that it is well."""
    begun = time.monotonic()
    with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz", timeout=60) as answer:
        answer.read()
    return time.monotonic() - begun


def upgrade(origin: str, host: str = f"127.0.0.1:{PORT}") -> str:
    """The status line with which a websocket of a page of this origin is answered."""
    lines = [
        "GET /_stcore/stream HTTP/1.1", f"Host: {host}", f"Origin: {origin}", "Upgrade: websocket", "Connection: Upgrade",
        "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol: streamlit", "", "",
    ]  # fmt: skip
    with socket.create_connection(("127.0.0.1", PORT), timeout=60) as connection:
        connection.sendall("\r\n".join(lines).encode())
        return connection.recv(1000).decode(errors="replace").partition("\r\n")[0]


def main() -> None:
    hears = silent()
    server = subprocess.Popen(
        command(PORT), cwd=ROOT, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                health()
                break
            except OSError:
                time.sleep(0.2)
        told = {"at_start": heard(hears)}
        answers: list[str] = []
        asking = [
            threading.Thread(target=lambda: answers.append(upgrade("http://evil.example"))),
            threading.Thread(target=lambda: answers.append(upgrade("http://evil.example", host="evil.example"))),
        ]
        for one in asking:
            one.start()
        time.sleep(0.5)
        told["health_seconds"] = health()
        for one in asking:
            one.join()
        told |= {"answers": sorted(answers), "own": upgrade(f"http://127.0.0.1:{PORT}"), "asked": heard(hears)}
        print(json.dumps(told))
    finally:
        server.terminate()
        server.wait(timeout=20)


if __name__ == "__main__":
    main()
