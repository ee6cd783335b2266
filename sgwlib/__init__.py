"""Learn, look up, provoke and test against every documented AWS Storage Gateway error."""
