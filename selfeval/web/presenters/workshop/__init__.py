"""What the pages of 指标体系 show: frameworks and drafts read from their plain documents, in words people use."""
