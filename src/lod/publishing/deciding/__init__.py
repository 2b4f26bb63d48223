"""Decisions on anomalies: what is open, what can be chosen, and the Turtle that says it."""

from lod.publishing.deciding.anomalies import OpenAnomaly, find_anomaly, open_anomalies
from lod.publishing.deciding.choices import (
    expected_value,
    read_day,
    read_organization,
    read_reasons,
    read_value,
)
from lod.publishing.deciding.writing import Decision, write_decision

__all__ = [
    "Decision",
    "OpenAnomaly",
    "expected_value",
    "find_anomaly",
    "open_anomalies",
    "read_day",
    "read_organization",
    "read_reasons",
    "read_value",
    "write_decision",
]
