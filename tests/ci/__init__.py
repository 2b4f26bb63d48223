"""What CI runs: the action, the hooks, the workflow."""
