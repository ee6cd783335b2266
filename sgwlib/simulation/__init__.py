"""Real clients meet simulated errors: faults, plans, injection, the endpoint, the pytest plugin."""
