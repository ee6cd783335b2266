"""Practice: questions, boxes, progress, its file, and the widget."""
