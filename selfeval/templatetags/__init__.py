"""Tags the page templates use."""
