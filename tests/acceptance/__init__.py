"""What the product is asked to show, driven from outside: commands and files."""
