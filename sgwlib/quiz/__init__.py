"""Practice: questions made from the catalogue, and asked again when it is time.

* ``question``  a question, and which wrong answers it may have
* ``kinds``     the ways to ask
* ``progress``  what was answered, and the file that keeps it
* ``session``   which card is asked when
* ``model``     the state of the widget, without the widget
* ``practice``  the widget and its texts

The package isn't called ``practice``: ``sgwlib.practice`` is the function that opens the widget.
"""
