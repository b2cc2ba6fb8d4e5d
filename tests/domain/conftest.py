"""Property tests here give the same verdict on every machine, however slow."""

import os

from hypothesis import settings

# Nothing here touches a database: a second run of the suite on another one need not search as widely again.
EXAMPLES = 10 if "DATABASE_URL" in os.environ else 60

settings.register_profile("steady", deadline=None, database=None, derandomize=True, max_examples=EXAMPLES)
settings.load_profile("steady")
