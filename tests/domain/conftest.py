"""Property tests here give the same verdict on every machine, however slow."""

from hypothesis import settings

settings.register_profile("steady", deadline=None, database=None, derandomize=True, max_examples=40)
settings.load_profile("steady")
