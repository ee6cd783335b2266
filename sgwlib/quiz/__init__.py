"""Practice: questions made from the catalogue, asked again when it is time.

* ``question``, ``likeness``, ``overlaps``   what a question is, and which wrong answers it may have
* ``kinds``, ``deck``       ways to ask, and all facts that can be asked about
* ``progress``, ``leitner`` what was answered, and when it is asked again
* ``keeping``               the file that this is kept in
* ``session``               what is asked now
* ``model``, ``gestures``   the state of a widget, without the widget, and what is done to it
* ``wording``, ``view``     what is on screen
* ``practice``              the widget

It is not called ``practice``: ``sgwlib.practice`` is the function that opens the widget.
"""
