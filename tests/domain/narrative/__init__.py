"""Numbers read out of Chinese text, and what is claimed with them."""
