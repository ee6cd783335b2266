"""Practice: questions made from the catalogue, and asked again before you forget the answer.

The package isn't called ``practice``: ``sgwlib.practice`` is the function that opens the widget.
"""
