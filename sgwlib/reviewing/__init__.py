"""Review code: what it does about each documented error of the operations that it calls.

The modules, in reading order:

* ``reader``      `review`, from the source to the result
* ``program``     the source: its calls of operations, and where each can be reached from
* ``documented``  the errors, as boto3 raises them
* ``verdicts``    one error on all paths through the program, and what the paths agree on
* ``walk``        one path
* ``statements``, ``compound``, ``expressions``, ``calls``, ``data``, ``outside``, ``values``
  the effects of statements and the values of expressions
* ``findings``    the problems
* ``running``     a function, run with each error
* ``report``      the result
"""

from __future__ import annotations

from sgwlib.extras import needed_by

with needed_by("sgwlib.reviewing"):
    from sgwlib.reviewing.findings import Finding
    from sgwlib.reviewing.reader import review
    from sgwlib.reviewing.report import Review, ReviewedCall
    from sgwlib.reviewing.verdicts import End, Outcome, Verdict

__all__ = ["End", "Finding", "Outcome", "Review", "ReviewedCall", "Verdict", "review"]
