"""Whether it serves, said to whatever watches."""

from unittest.mock import patch

from django.db import OperationalError, connection
from django.test import Client


def test_it_serves(db: None) -> None:
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_it_says_when_the_database_is_gone(db: None) -> None:
    with patch.object(connection, "cursor", side_effect=OperationalError):
        response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (503, {"status": "database unavailable"})


def test_it_takes_no_post(db: None) -> None:
    assert Client().post("/healthz").status_code == 405
