"""Type checks and formatting of the front end's JavaScript."""
