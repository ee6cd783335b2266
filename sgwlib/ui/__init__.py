"""The explorer: a page that answers every gesture by itself, and its widget in Python.

* ``document``   everything that the page needs to know, written once
* ``state``      what is selected and filtered, checked
* ``page``       the page as a file, and as a part of another page
* ``services``   what only Python can do: explain, call, run, read a report
* ``explorer``   the widget
* ``static/``    the page itself: ES modules and a style sheet; ``frontend`` joins them

The package is not called ``explorer``, because ``sgwlib.explorer`` is the function that opens one.
"""
