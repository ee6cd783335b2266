"""The explorer: a state without widgets, and the views that draw it.

* ``model``      the state; ``gestures`` changes it as a view asks
* ``grid``       the visible rows, columns and cells
* ``sentences``  the status, and the line of Python
* ``detail``     the description of the selection, as HTML
* ``views``      the widgets, with their JavaScript in ``static/``
* ``explorer``   all of them together

The package is not called ``explorer``, because ``sgwlib.explorer`` is the function that opens one.
"""
