"""Tests of lod.sources; the seed's truth is in seed_table.py, typed by hand."""
