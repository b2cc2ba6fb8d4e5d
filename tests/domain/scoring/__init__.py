"""From figures to points."""
