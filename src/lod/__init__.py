"""lod: publish a public funder's projects as linked open data."""
