"""The reader of old forms: documents made here, and the two published ones where they are at hand."""
