"""Moving a filing along its workflow: who may (`permissions`), what must hold (`preconditions`), the move itself."""
