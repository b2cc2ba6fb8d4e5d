"""Background work over the task queue: packages of documents, by the thousand, for who may see them.

Saves the question and not the answer: which filings those are, and whether the person may have them, is asked when the
work is done. Stands above `exports`, which draws, and `services`, which write; pages and commands start it.
"""
