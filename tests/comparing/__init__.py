"""Comparisons: `lod diff`."""
