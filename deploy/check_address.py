"""Refuse to start on an address that cannot be used. Usage: check_address.py HOST PORT; exits 1 with the reason."""

import errno
import socket
import sys

_REASONS = {
    errno.EADDRINUSE: "端口 {port} 已被占用（可能已经启动过一次）。请先停掉它，或换一个端口：make run PORT={other}",
    errno.EACCES: "没有权限使用端口 {port}，请换一个 1024 以上的端口：make run PORT=8000",
    errno.EADDRNOTAVAIL: "地址 {host} 不是这台机器的，请改用 HOST=127.0.0.1（只限本机）或 HOST=0.0.0.0。",
}


def fault_of(host: str, port_text: str) -> str | None:
    """Why nothing can listen on `host`:`port_text`, or None when it is free."""
    if not (port_text.isascii() and port_text.isdecimal()) or not 1 <= int(port_text) <= 65535:
        return f"端口“{port_text}”不对，应是 1 到 65535 之间的整数，例如：make run PORT=8000"
    port = int(port_text)
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            # As the server does: connections of a server just stopped do not count as taken.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except socket.gaierror:
        return f"地址“{host}”不对，应是这台机器的地址，例如：make run HOST=127.0.0.1"
    except OSError as fault:
        reason = _REASONS.get(fault.errno or 0, "不能在 {host}:{port} 上启动：{fault}")
        return reason.format(host=host, port=port, other=8001 if port == 8000 else 8000, fault=fault)
    return None


if __name__ == "__main__":
    sys.exit(fault_of(sys.argv[1], sys.argv[2]))
