"""What must be true of the shipped frameworks and sample filings, as data."""
