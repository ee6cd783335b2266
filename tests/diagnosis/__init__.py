"""The explanation of error texts, and the corpus that it is judged by."""
