"""The explorer: a state without widgets, and the views that draw it.

``model`` knows nothing of screens, ``visible`` and ``detail`` turn its state into rows and
text, ``matrix`` and ``explorer`` are the widgets. The package is not called ``explorer``
since ``sgwlib.explorer`` is the function that opens one: a module of the same name would
take its place as soon as it is imported.
"""
