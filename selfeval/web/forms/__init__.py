"""Forms: from what a browser sends to typed domain values, each refusal standing on its own box."""
