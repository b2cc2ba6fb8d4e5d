"""The rules of departmental self-evaluation, without Django, I/O or a clock.

Everything here is a pure function over frozen values: a framework (指标体系), a filing (填报) and the score sheet
computed from the two. The contracts of these values are the public files of `docs/formats.md`; `files` reads and
prints them, `scoring` computes rates and points, `checks` finds what would be returned, `workflow` is the table of
states and actions.
"""
