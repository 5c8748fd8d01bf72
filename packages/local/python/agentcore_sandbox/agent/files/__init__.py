"""The file tools. They run in a process of their own."""
