# Calls without names, so that none is left in the learner's namespace.
__import__("on_demand").start()
__import__("programs").start(get_ipython())  # noqa: F821 - IPython runs this file
