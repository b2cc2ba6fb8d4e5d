"""One module a page or an action; each asks for rights, reads, maybe writes once, and chooses a template."""
