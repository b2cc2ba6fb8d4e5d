"""The three public files."""
