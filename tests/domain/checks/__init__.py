"""Each check: a case that raises, a neighbouring one that does not, silence where an input is missing."""
