"""The trusted first process of a session."""
