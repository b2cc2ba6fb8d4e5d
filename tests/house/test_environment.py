"""selfeval.environment: every reader answers one type, or says in Chinese what is wrong and what would be right."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from selfeval.environment import Environment, SettingError, key_kept_in, strong_key


def environment(**values: str) -> Environment:
    return Environment(values=values)


@pytest.mark.parametrize("word", ["1", "true", "TRUE", "yes", "On", " true "])
def test_flag_reads_yes(word: str) -> None:
    assert environment(DEBUG=word).flag("DEBUG", default=False) is True


@pytest.mark.parametrize("word", ["0", "false", "No", "OFF"])
def test_flag_reads_no(word: str) -> None:
    assert environment(DEBUG=word).flag("DEBUG", default=True) is False


@pytest.mark.parametrize("default", [True, False])
def test_unset_and_empty_take_the_default(default: bool) -> None:
    assert environment().flag("DEBUG", default=default) is default
    assert environment(DEBUG="  ").flag("DEBUG", default=default) is default


def test_flag_refuses_anything_else() -> None:
    with pytest.raises(SettingError, match="环境变量 DEBUG 的值“maybe”看不懂，应写 true 或 false"):
        environment(DEBUG="maybe").flag("DEBUG", default=False)


@pytest.mark.parametrize("value", ["abc", "-1", "1.5", "٣", "1e3", "0", "101"])
def test_whole_number_refuses(value: str) -> None:
    with pytest.raises(SettingError, match=f"“{value}”不对，应是 1 到 100 之间的整数"):
        environment(N=value).whole_number("N", default=5, minimum=1, maximum=100)


def test_whole_number_reads_its_limits() -> None:
    read = [environment(N=value).whole_number("N", default=5, minimum=1, maximum=100) for value in ("1", "100", "")]
    assert read == [1, 100, 5]


def test_choice_names_the_options() -> None:
    with pytest.raises(SettingError, match="SELFEVAL_ENV 的值“prod”不对，应是 development、production 之一"):
        environment(SELFEVAL_ENV="prod").choice(
            "SELFEVAL_ENV", options=("development", "production"), default="development"
        )


def test_listed_parts_at_commas() -> None:
    assert environment(HOSTS=" a.example, ,b.example ").listed("HOSTS") == ["a.example", "b.example"]
    assert environment(HOSTS=" , ").listed("HOSTS", default=["c.example"]) == ["c.example"]


def test_database_is_sqlite_without_an_address(tmp_path: Path) -> None:
    entry = environment().database("DATABASE_URL", sqlite_path=tmp_path / "db.sqlite3")
    assert entry["ENGINE"] == "django.db.backends.sqlite3"
    assert entry["NAME"] == tmp_path / "db.sqlite3"
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert entry["OPTIONS"]["timeout"] == 20


@pytest.mark.parametrize(
    ("address", "path"),
    [("sqlite:///data/a.db", "data/a.db"), ("sqlite:////srv/a.db", "/srv/a.db"), ("sqlite:///%E5%BA%93.db", "库.db")],
)
def test_database_reads_sqlite_addresses(address: str, path: str) -> None:
    assert environment(DATABASE_URL=address).database("DATABASE_URL", sqlite_path=Path("x"))["NAME"] == Path(path)


def test_database_reads_postgresql_addresses() -> None:
    address = "postgresql://user:p%40ss@db.example:5433/selfeval?sslmode=require"
    entry = environment(DATABASE_URL=address).database("DATABASE_URL", sqlite_path=Path("x"))
    wanted = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "selfeval",
        "USER": "user",
        "PASSWORD": "p@ss",
        "HOST": "db.example",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
        "CONN_HEALTH_CHECKS": True,
    }
    assert wanted.items() <= entry.items()


def test_database_reads_a_socket_folder() -> None:
    address = "postgres://selfeval@/selfeval?host=/run/postgresql"
    entry = environment(DATABASE_URL=address).database("DATABASE_URL", sqlite_path=Path("x"))
    assert (entry["HOST"], entry["PORT"], entry["OPTIONS"]) == ("/run/postgresql", "", {})


@pytest.mark.parametrize("address", ["mysql://a/b", "postgresql://host", "sqlite://", "just words"])
def test_database_refuses_other_addresses(address: str) -> None:
    with pytest.raises(SettingError, match="应形如 postgresql://用户:口令@主机:5432/库名"):
        environment(DATABASE_URL=address).database("DATABASE_URL", sqlite_path=Path("x"))


def test_database_fault_does_not_repeat_the_password() -> None:
    for address in ("mysql://user:Tr0ub4dor@host/name", "postgresql://user:Tr0ub4dor@host:99999/name"):
        with pytest.raises(SettingError) as fault:
            environment(DATABASE_URL=address).database("DATABASE_URL", sqlite_path=Path("x"))
        assert "Tr0ub4dor" not in str(fault.value)


@pytest.mark.parametrize("key", ["short", "a" * 60, "abcd" * 20, "django-insecure-" + "0123456789" * 6])
def test_weak_keys_are_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(SettingError, match="SECRET_KEY 太弱") as fault:
        strong_key("SECRET_KEY", key)
    assert key not in str(fault.value)


def test_missing_key_is_refused() -> None:
    with pytest.raises(SettingError, match="必须设置环境变量 SECRET_KEY"):
        strong_key("SECRET_KEY", "")


def test_kept_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "new" / "secret_key"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: key_kept_in(path), range(8)))
    assert keys == {path.read_text(encoding="ascii")}
    assert strong_key("SECRET_KEY", keys.pop())
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret_key"]


def test_an_address_is_a_host_and_a_port() -> None:
    assert environment(CLAMD="127.0.0.1:3310").address("CLAMD") == ("127.0.0.1", 3310)
    assert environment(CLAMD="[::1]:3310").address("CLAMD") == ("::1", 3310)
    assert environment().address("CLAMD") is None


@pytest.mark.parametrize("value", ["127.0.0.1", ":3310", "clamd:0", "clamd:65536", "clamd:port"])
def test_what_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(SettingError, match=f"“{value}”不对，应形如 127.0.0.1:3310"):
        environment(CLAMD=value).address("CLAMD")


def test_a_bucket_needs_its_keys() -> None:
    assert environment().object_storage("S3") == {}
    options = environment(S3_BUCKET="b", S3_ACCESS_KEY="k", S3_SECRET_KEY="s").object_storage("S3")["OPTIONS"]
    assert (options["bucket_name"], options["endpoint_url"], options["default_acl"]) == ("b", None, None)
    with pytest.raises(SettingError, match="设了环境变量 S3_BUCKET，还要设 S3_SECRET_KEY"):
        environment(S3_BUCKET="b", S3_ACCESS_KEY="k").object_storage("S3")
