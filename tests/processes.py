"""Runs calls at the same moment, each in a process of its own with a database connection of its own, as servers do."""

import gc
import multiprocessing
import os
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.synchronize import Barrier
from typing import Any

from django.db import connection, connections

_PATIENCE = 60
# A process that is started afresh would spend a second on imports; one that is forked has them.
_FORKING = multiprocessing.get_context("fork")


def in_processes(calls: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each of `calls` told of itself, in their order: `repr`s of what it returned, or of what it raised.

    Only in tests with transactions of their own: the processes must see what was committed.
    """
    # A connection that two processes had in common would be neither's.
    connections.close_all()
    gc.freeze()
    barrier = _FORKING.Barrier(len(calls))
    pipes = [_FORKING.Pipe(duplex=False) for _ in calls]
    people = [
        _FORKING.Process(target=_run, args=(call, barrier, sending), daemon=True)
        for call, (_, sending) in zip(calls, pipes, strict=True)
    ]
    for each in people:
        each.start()
    for _, sending in pipes:
        sending.close()
    gc.unfreeze()
    told = [_received(receiving) for receiving, _ in pipes]
    for each in people:
        each.join(_PATIENCE)
    assert [each.exitcode for each in people] == [0] * len(people)
    return told


def _received(pipe: Connection) -> Any:
    assert wait([pipe], _PATIENCE), "a process says nothing"
    return pipe.recv()


def _run(call: Callable[[], Any], barrier: Barrier, pipe: Connection) -> None:
    try:
        # Connected before the start, so that all set out together.
        connection.ensure_connection()
        barrier.wait(_PATIENCE)
        outcome = ("done", call())
    except Exception as error:
        outcome = (type(error).__name__, str(error))
    pipe.send(outcome)
    pipe.close()
    connection.close()
    # What pytest left to be done at the end is the parent's to do.
    os._exit(0)
