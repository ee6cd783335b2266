"""Practice: questions, when they are asked, tests, progress, its file, and the widget."""
