"""Reading numbers out of Chinese text (文数一致): quantities with their places, and the claims made with them.

A text keeps its length while it is read, so that every finding quotes the words as they were written.
"""
