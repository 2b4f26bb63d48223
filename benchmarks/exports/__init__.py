"""Projects as others export them: unsorted, with long texts, in four forms; shapes for them."""
