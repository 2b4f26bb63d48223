"""Tests of lod.publishing.sources; the seed's truth is in seed_table.py, typed by hand."""
