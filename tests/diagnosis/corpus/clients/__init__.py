"""One small program for each client: it calls operations and hands back what the client prints."""
