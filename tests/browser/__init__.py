"""The product in a real browser: the whole work in four roles, and what people meet on the way."""
