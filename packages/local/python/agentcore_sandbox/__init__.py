"""What runs around and inside the sandboxes of the local service."""
