"""What templates show: frozen values of texts, addresses and states, made from domain values and rows. No HTML."""
