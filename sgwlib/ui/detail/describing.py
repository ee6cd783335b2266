"""From a selection to its description: what it means first, then what a client makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sgwlib.ui.detail.carriers import carriers_of
from sgwlib.ui.detail.clause import clause_of_code, clause_of_exception
from sgwlib.ui.detail.code import about_code
from sgwlib.ui.detail.exception import about_exception, choose_exception
from sgwlib.ui.detail.markup import copyable
from sgwlib.ui.detail.operation import about_operation
from sgwlib.ui.detail.pair import about_pair
from sgwlib.ui.detail.simulation import about_response

if TYPE_CHECKING:
    from markupsafe import Markup

    from sgwlib.response import ErrorResponse
    from sgwlib.ui.model import ExplorerModel

__all__ = ["describe"]


def describe(model: ExplorerModel) -> str:
    """Return what is known of the selection, and its simulated response, as HTML.

    Every text goes through markupsafe, which escapes what is put into a template.

    Examples
    --------
    >>> from sgwlib.ui.model import ExplorerModel
    >>> model = ExplorerModel()
    >>> model.select("DeleteVolume", "VolumeInUse")
    >>> "iSCSI initiators are still connected" in describe(model)
    True
    """
    response = model.response
    if response is None:
        return choose_exception(model.catalogue)
    return _about_subject(model) + _clause(model, response) + about_response(model, response)


def _about_subject(model: ExplorerModel) -> Markup:
    operation, code, exception = model.subject
    if operation and code:
        return about_pair(model.catalogue, operation, code, exception)
    if code:
        return about_code(model.catalogue, code, exception)
    if exception:
        return about_exception(model.catalogue, exception, operation)
    return about_operation(model.catalogue, operation)


def _clause(model: ExplorerModel, response: ErrorResponse) -> Markup:
    """Return how to catch what is selected, or what is chosen instead to be simulated."""
    catalogue, subject = model.catalogue, model.subject
    code = response.code
    if not subject.code and subject.exception in catalogue.carriers and not model.error:
        code = None  # a carrier is selected as such; its code is only an example
    if code is None:
        caught = str(response.exception)
        text = clause_of_exception(caught, carries_code=caught in catalogue.carriers)
    else:
        caught = code
        chosen = model.simulated_carrier
        text = clause_of_code(
            code, [chosen] if chosen else carriers_of(catalogue, catalogue.codes[code])
        )
    return copyable("clause", f"Catch {caught} with boto3", text)
