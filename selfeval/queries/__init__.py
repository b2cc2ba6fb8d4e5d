"""Reads. Keyword-only functions that return querysets, scoped to who asks, or domain values; nothing here writes."""
