"""deploy/check_address.py: a clear sentence before anything is started on an address that cannot be used."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "deploy/check_address.py"


def check(host: str, port: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "utf8", SCRIPT, host, port], capture_output=True, text=True, check=False
    )


def test_taken_port_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        run = check("127.0.0.1", str(port))
    assert run.returncode == 1
    assert f"端口 {port} 已被占用" in run.stderr
    assert "make run PORT=" in run.stderr


def test_free_port_is_fine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    run = check("127.0.0.1", str(port))
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("port", ["0", "65536", "80a", "", "-1", "８０００"])
def test_wrong_port_is_refused(port: str) -> None:
    run = check("127.0.0.1", port)
    assert run.returncode == 1
    assert f"端口“{port}”不对，应是 1 到 65535 之间的整数" in run.stderr


@pytest.mark.parametrize("host", ["192.0.2.1", "no such host"])
def test_wrong_host_is_refused(host: str) -> None:
    run = check(host, "8000")
    assert run.returncode == 1
    assert "HOST=127.0.0.1" in run.stderr
