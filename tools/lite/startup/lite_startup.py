"""Start what the other modules do. These calls leave no name in the learner's namespace."""

__import__("on_demand").start()
__import__("programs").start(get_ipython())  # type: ignore[name-defined]  # noqa: F821 - IPython runs it
