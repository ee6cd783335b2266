"""The scanning of logs."""
