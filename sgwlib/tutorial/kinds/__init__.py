"""The kinds of answers, and the forms in which a widget asks for a program."""

from __future__ import annotations

from sgwlib.tutorial.forms import Faded as Faded
from sgwlib.tutorial.forms import Parsons as Parsons
from sgwlib.tutorial.kinds.predicting import Prediction as Prediction
from sgwlib.tutorial.kinds.predicting import Trace as Trace
from sgwlib.tutorial.kinds.programs import Case as Case
from sgwlib.tutorial.kinds.programs import GoodTest as GoodTest
from sgwlib.tutorial.kinds.programs import Plan as Plan
from sgwlib.tutorial.kinds.programs import Program as Program
from sgwlib.tutorial.kinds.programs import Subject as Subject
from sgwlib.tutorial.kinds.scenes import Attempt as Attempt
from sgwlib.tutorial.kinds.scenes import Scene as Scene
from sgwlib.tutorial.kinds.scenes import Tried as Tried
from sgwlib.tutorial.kinds.scenes import World as World
from sgwlib.tutorial.kinds.values import Judged as Judged
from sgwlib.tutorial.kinds.values import Names as Names
from sgwlib.tutorial.kinds.values import Number as Number
from sgwlib.tutorial.kinds.values import OneName as OneName
