"""What all tests share."""

from hypothesis import settings

# No deadline: a busy machine must not fail a law. 40 examples find what 100 find, in less time.
settings.register_profile("sgwlib", deadline=None, max_examples=40)
settings.load_profile("sgwlib")
