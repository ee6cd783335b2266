from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sgwlib.ui.history import History

steps = st.lists(st.integers(0, 3) | st.sampled_from(["back", "forward"]))


@given(steps)
def test_it_is_what_a_browser_does(taken: list[int | str]) -> None:
    history: History[int] = History(0)
    behind: list[int] = []
    ahead: list[int] = []
    here = 0
    for step in taken:
        if step == "back":
            if behind:
                ahead.append(here)
                here = behind.pop()
            assert history.back() == here
        elif step == "forward":
            if ahead:
                behind.append(here)
                here = ahead.pop()
            assert history.forward() == here
        else:
            assert isinstance(step, int)
            if step != here:
                behind.append(here)
                here, ahead = step, []
            history.visit(step)
        assert history.here == here
        assert (history.can_go_back, history.can_go_forward) == (bool(behind), bool(ahead))
