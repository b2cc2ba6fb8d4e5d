"""The official documents of one filing: what is printed, computed once, drawn by each renderer.

`build.build_form` turns domain values into a `document.FormDocument`. Everything after that only draws it: `pdf`
(WeasyPrint), `excel` (XlsxWriter) and `preview` (the review page) print the same `text` of the same cells, so they
cannot disagree. Nothing here reads a database or a clock: what a document says about time and people is its `Stamp`.
"""
