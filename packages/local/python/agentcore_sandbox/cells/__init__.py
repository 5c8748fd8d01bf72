"""The Python cell process: it runs untrusted code."""
