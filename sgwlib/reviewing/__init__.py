"""What a piece of code does about the documented errors of the operations that it calls.

* ``reader``       the whole way, in one function
* ``program``      the source: its calls of operations, and from where they are reached
* ``documented``   the errors, as boto3 raises them
* ``verdicts``     one error on all ways through the program, and what they agree on
* ``choices``, ``walk``, ``signals``   one way, and where several part
* ``statements``, ``clauses``, ``managers``, ``patterns``, ``targets``   what statements do
* ``expressions``, ``calls``, ``data``, ``routines``, ``outside``, ``values``   what values are
* ``findings``     what is wrong
* ``functions``, ``running``   a function that is there, and how it ends when it is run
* ``report``       the review, and how it is shown
"""

from __future__ import annotations

from sgwlib.reviewing.findings import Finding
from sgwlib.reviewing.reader import review
from sgwlib.reviewing.report import Review, ReviewedCall
from sgwlib.reviewing.verdicts import End, Outcome, Verdict

__all__ = ["End", "Finding", "Outcome", "Review", "ReviewedCall", "Verdict", "review"]
