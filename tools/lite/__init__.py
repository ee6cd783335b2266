"""Build the site's lessons for the browser: JupyterLab and Python without a server, in ``lite/``.

* ``__main__``  ``python -m tools.lite FOLDER``: the steps, from the locks to the folder
* ``wheels``    the packages: locked, pure, and without what nobody uses in a browser
* ``pyodide``   Pyodide's core, and the lock that says which package comes from where
"""
