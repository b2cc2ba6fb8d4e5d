"""Pages: the HTTP surface of the product.

`forms` end at typed values and never write; `views` ask `queries`, call `services` and `review`, and choose a template;
`presenters` turn domain values into what a template shows (texts, addresses, states: never HTML). A page and the
fragments sent after a change share their templates.
"""
