"""Practice: questions made from the catalogue, and asked again before you forget the answer.

* ``question``  a question, and what may be a choice
* ``reading``   questions about a log
* ``clauses``   questions about a handler
* ``kinds``     all ways to ask, and which lesson has which
* ``progress``  what was answered, and the file that keeps it
* ``session``   which card is asked when
* ``forms``     the test before and after
* ``report``    a report for a class
* ``model``     the state of the widget, without the widget
* ``practice``  the widget and its texts

The package isn't called ``practice``: ``sgwlib.practice`` is the function that opens the widget.
"""
