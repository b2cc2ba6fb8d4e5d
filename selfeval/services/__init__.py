"""Writes. Each is one keyword-only call: atomic, under the version the caller saw, and recorded as one event.

`actor` and `now` are arguments; `actor` None is the system itself, a command on the server.
"""
