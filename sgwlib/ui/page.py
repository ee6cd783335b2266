"""The page without a kernel and without a network: as a file, and as a part of another page."""

from __future__ import annotations

import base64
import gzip
import json
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sgwlib.ui.document import as_json
from sgwlib.ui.frontend import module, style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sgwlib.catalogue import Catalogue

_PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>AWS Storage Gateway errors</title>
<style>{style}</style>
</head>
<body class="sgw-page" style="margin: 0">
<noscript>This page needs JavaScript.</noscript>
<script type="application/json" id="sgw-document">{document}</script>
<script type="module">{module}
const catalogue = JSON.parse(document.getElementById("sgw-document").textContent);
new explorer.Explorer(document.body, catalogue, {{ state: {state}, report: {report} }});
</script>
</body>
</html>
"""


# Compressed, because each cell of a saved notebook has one.
_PART = """\
<div id="{name}"><p>{text}</p></div><script type="module">
const packed = Uint8Array.from(atob("{packed}"), (letter) => letter.charCodeAt(0));
const unpacking = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
const {{ style, module, catalogue, ...start }} = await new Response(unpacking).json();
const address = URL.createObjectURL(new Blob([module], {{ type: "text/javascript" }}));
const {{ default: explorer }} = await import(address);
const place = document.getElementById("{name}");
place.replaceChildren(Object.assign(document.createElement("style"), {{ textContent: style }}));
new explorer.Explorer(place, JSON.parse(catalogue), start);
</script>
"""


def page(catalogue: Catalogue, state: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Return the explorer as an HTML page. It starts at a state, with the report of a client."""
    return _PAGE.format(
        style=style("explorer.css"),
        document=_inert(as_json(catalogue)),
        module=module("explorer.js").replace("export default", "const explorer ="),
        state=_inert(json.dumps(dict(state))),
        report=_inert(json.dumps(dict(report))),
    )


def fragment(catalogue: Catalogue, state: Mapping[str, Any], report: Mapping[str, Any]) -> str:
    """Return the explorer as a part of another page, such as a notebook that was exported."""
    whole = {
        "style": style("explorer.css"),
        "module": module("explorer.js"),
        "catalogue": as_json(catalogue),
        "state": dict(state),
        "report": dict(report),
    }
    packed = base64.b64encode(gzip.compress(json.dumps(whole).encode(), mtime=0)).decode()
    return _PART.format(
        packed=packed,
        name=f"sgw-{uuid4().hex}",
        text="The explorer of AWS Storage Gateway errors runs here if the page may run scripts.",
    )


def _inert(text: str) -> str:
    """Return JSON that can't end the script element that it is in."""
    return text.replace("<", "\\u003c")
