"""The rules of departmental self-evaluation, tested from docs/formats.md; no database, no web."""
