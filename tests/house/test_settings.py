"""selfeval.settings: what production refuses, and what every page is sent with."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client, override_settings

TOP = Path(__file__).resolve().parents[2]
STRONG = "pXv2-9mQ_wZr7Lk4Tn8Bc1Yd5Hs3Jf6Ga0Eu-Ri_Oo7Pq2Wx9Vz4"
PRODUCTION = {"SELFEVAL_ENV": "production", "SECRET_KEY": STRONG, "ALLOWED_HOSTS": "selfeval.example"}


def manage(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`manage.py` in a process of its own, with nothing of this one's environment but PATH and the given variables."""
    clean = {"PATH": os.environ["PATH"], "PYTHONUTF8": "1", "SELFEVAL_DATA_DIR": str(tmp_path), **variables}
    return subprocess.run(
        [sys.executable, TOP / "manage.py", *arguments], env=clean, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The deployment check, then the settings, in one process: most of one goes into starting it."""
    code = "call_command('check', deploy=True, fail_level='WARNING'); call_command('diffsettings')"
    return manage(tmp_path_factory.mktemp("production"), *_shell(code), **PRODUCTION)


@pytest.fixture(scope="module")
def development(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """The check and all settings without a variable, and the folder that was given."""
    folder = tmp_path_factory.mktemp("development")
    return manage(folder, *_shell("call_command('check'); call_command('diffsettings', all=True)")), folder


def _shell(code: str) -> tuple[str, ...]:
    return "shell", "--no-imports", "-c", f"from django.core.management import call_command; {code}"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"SECRET_KEY": ""}, "必须设置环境变量 SECRET_KEY"),
        ({"SECRET_KEY": "changeme"}, "SECRET_KEY 太弱"),
        ({"DEBUG": "true"}, "正式环境不能打开 DEBUG"),
        ({"ALLOWED_HOSTS": ""}, "必须设置环境变量 ALLOWED_HOSTS"),
        ({"SELFEVAL_ENV": "prod"}, "应是 development、production 之一"),
        ({"DATABASE_URL": "oracle://x/y"}, "应形如 postgresql://"),
        ({"DATABASE_URL": "postgresql://u@h/d", "CONN_MAX_AGE": "ever"}, "CONN_MAX_AGE 的值“ever”不对"),
    ],
)
def test_refuses_to_start(tmp_path: Path, change: dict[str, str], message: str) -> None:
    run = manage(tmp_path, "check", **{**PRODUCTION, **change})
    assert run.returncode == 1
    assert message in run.stderr
    assert "Traceback" not in run.stderr


def test_h01_production_passes_the_deployment_check(production: subprocess.CompletedProcess[str]) -> None:
    assert production.returncode == 0, production.stderr
    assert "no issues (0 silenced)" in production.stdout


def test_h02_production_cookies_are_locked_to_the_host(production: subprocess.CompletedProcess[str]) -> None:
    assert production.returncode == 0, production.stderr
    lines = {line.split("  #")[0].strip() for line in production.stdout.splitlines()}
    assert {
        "SESSION_COOKIE_NAME = '__Host-sessionid'",
        "CSRF_COOKIE_NAME = '__Host-csrftoken'",
        "SESSION_COOKIE_SECURE = True",
        "CSRF_COOKIE_SECURE = True",
    } <= lines


@pytest.mark.django_db
def test_h04_every_answer_forbids_framing_and_foreign_content(client: Client) -> None:
    headers = client.get("/no-such-page").headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_development_needs_no_variable(development: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    run, folder = development
    assert run.returncode == 0, run.stderr
    assert (folder / "secret_key").exists()


def test_workbook_safety_is_checked(tmp_path: Path) -> None:
    # With the other checks of safety only: they want no pages imported.
    run = manage(tmp_path, "check", "--tag", "security", OPENPYXL_DEFUSEDXML="False")
    assert run.returncode == 1
    assert "selfeval.E001" in run.stderr


def test_debug_is_off_by_default(development: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    run, _ = development
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    assert "DEBUG = False" in [line.removeprefix("### ") for line in lines]


def test_content_policy_allows_nothing_inline() -> None:
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert policy["default-src"] == ["'self'"]
    assert policy["frame-ancestors"] == ["'none'"]
    sources = {source for allowed in policy.values() for source in allowed}
    assert sources == {"'self'", "'none'", "data:"}


@pytest.mark.parametrize(("fields", "status"), [(4_900, 200), (5_100, 400)])
@pytest.mark.django_db
def test_large_forms_fit_and_floods_do_not(client: Client, fields: int, status: int) -> None:
    sent = {f"field{number}": "" for number in range(fields)}
    assert client.post("/login/", sent).status_code == status


def test_passwords_are_kept_with_argon2() -> None:
    from selfeval.settings import PASSWORD_HASHERS

    assert PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")


def test_static_files_name_only_files_that_exist(tmp_path: Path) -> None:
    """Production names files by their content; a style sheet that names a missing one would stop the installation."""
    storage = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}
    with override_settings(STATIC_ROOT=tmp_path, STORAGES={**settings.STORAGES, "staticfiles": storage}):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert "vendor/bootstrap/bootstrap.min.css" in (tmp_path / "staticfiles.json").read_text(encoding="utf-8")
