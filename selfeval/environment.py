"""Typed reading of environment variables.

Every reader answers a value of one type or raises `SettingError` with a Chinese sentence that names the variable,
what it holds and what would be right. A variable set to an empty string counts as not set. Holds no setting itself.
"""

import os
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off"})
_WEAK_KEY_PREFIX = "django-insecure-"
_KEY_LENGTH = 50
_KEY_DISTINCT = 5


class SettingError(Exception):
    """A setting is missing or cannot be used; the message is for the person who installs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The variables to read from, usually `os.environ`."""

    values: Mapping[str, str]

    def text(self, name: str, *, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool) -> bool:
        found = self.text(name).lower()
        if not found:
            return default
        if found in _TRUE:
            return True
        if found in _FALSE:
            return False
        raise SettingError(f"环境变量 {name} 的值“{found}”看不懂，应写 true 或 false。")

    def whole_number(self, name: str, *, default: int, minimum: int, maximum: int) -> int:
        found = self.text(name)
        if not found:
            return default
        if not (found.isascii() and found.isdecimal()) or not minimum <= int(found) <= maximum:
            raise SettingError(f"环境变量 {name} 的值“{found}”不对，应是 {minimum} 到 {maximum} 之间的整数。")
        return int(found)

    def choice(self, name: str, *, options: Iterable[str], default: str) -> str:
        found = self.text(name, default=default)
        allowed = tuple(options)
        if found not in allowed:
            raise SettingError(f"环境变量 {name} 的值“{found}”不对，应是 {'、'.join(allowed)} 之一。")
        return found

    def task_backend(self, name: str, *, options: Mapping[str, str], default: str) -> str:
        """The class of one of `options`, or a class of somebody else's by its dotted path."""
        found = self.text(name, default=default)
        if "." in found:
            return found
        return options[self.choice(name, options=options, default=default)]

    def listed(self, name: str, *, default: Iterable[str] = ()) -> list[str]:
        """Values parted by commas; spaces around them do not count."""
        found = [part.strip() for part in self.text(name).split(",") if part.strip()]
        return found or list(default)

    def address(self, name: str) -> tuple[str, int] | None:
        """Host and port of `host:port`; None where it is not set."""
        found = self.text(name)
        if not found:
            return None
        host, _, port = found.rpartition(":")
        if not host or not (port.isascii() and port.isdecimal()) or not 1 <= int(port) <= 65_535:
            raise SettingError(f"环境变量 {name} 的值“{found}”不对，应形如 127.0.0.1:3310。")
        return host.strip("[]"), int(port)

    def object_storage(self, prefix: str) -> dict[str, Any]:
        """The `STORAGES` entry for the S3-compatible bucket `<prefix>_BUCKET`; empty where none is set."""
        bucket = self.text(f"{prefix}_BUCKET")
        if not bucket:
            return {}
        keys = {name: self.text(f"{prefix}_{name}") for name in ("ACCESS_KEY", "SECRET_KEY")}
        missing = [f"{prefix}_{name}" for name, value in keys.items() if not value]
        if missing:
            raise SettingError(f"设了环境变量 {prefix}_BUCKET，还要设 {'、'.join(missing)}。")
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": bucket,
                "endpoint_url": self.text(f"{prefix}_ENDPOINT") or None,
                "region_name": self.text(f"{prefix}_REGION") or None,
                "access_key": keys["ACCESS_KEY"],
                "secret_key": keys["SECRET_KEY"],
                # Nothing is readable by its address; every file is handed out by the application.
                "default_acl": None,
                "querystring_auth": True,
                "file_overwrite": False,
                "signature_version": "s3v4",
            },
        }

    def database(self, name: str, *, sqlite_path: Path) -> dict[str, Any]:
        """The `DATABASES` entry for a `sqlite:` or `postgresql:` address; without one, SQLite at `sqlite_path`."""
        address = self.text(name)
        if not address:
            return _sqlite(sqlite_path)
        parts = urlsplit(address)
        if parts.scheme == "sqlite" and parts.path.strip("/"):
            # sqlite:///relative.db and sqlite:////absolute.db, as everywhere else.
            return _sqlite(Path(unquote(parts.path[1:])))
        if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/"):
            return _postgresql(name, address)
        raise SettingError(
            f"环境变量 {name} 的地址看不懂（开头是“{parts.scheme}:”），"
            "应形如 postgresql://用户:口令@主机:5432/库名 或 sqlite:///文件路径。"
        )


def _sqlite(path: Path) -> dict[str, Any]:
    """WAL lets readers go on during a write; IMMEDIATE makes a second writer wait instead of failing at once."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
        },
    }


def _postgresql(name: str, address: str) -> dict[str, Any]:
    """Query parameters of the address go to libpq (`?sslmode=require`, `?host=/run/postgresql`)."""
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError as fault:
        raise SettingError(f"环境变量 {name} 里的端口不对，应是 1 到 65535 之间的整数。") from fault
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(port or ""),
        "OPTIONS": options,
        "CONN_HEALTH_CHECKS": True,
        # pgbouncer in transaction mode hands the next statement to another connection.
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def strong_key(name: str, key: str) -> str:
    """`key` itself when it is fit for production; `SettingError` otherwise. The key is never quoted."""
    weak = len(key) < _KEY_LENGTH or len(set(key)) < _KEY_DISTINCT or key.startswith(_WEAK_KEY_PREFIX)
    if not key:
        raise SettingError(f"正式环境必须设置环境变量 {name}（至少 {_KEY_LENGTH} 个随机字符）。")
    if weak:
        raise SettingError(
            f"环境变量 {name} 太弱：正式环境至少要 {_KEY_LENGTH} 个随机字符，不能以 {_WEAK_KEY_PREFIX} 开头。"
        )
    return key


def key_kept_in(path: Path) -> str:
    """The random key kept in `path`; made on first need, readable by the owner only.

    Several processes may start at once: each writes a file of its own and links it into place, the first one wins.
    """
    try:
        return path.read_text(encoding="ascii").strip()
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    return path.read_text(encoding="ascii").strip()
