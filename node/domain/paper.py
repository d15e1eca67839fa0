"""What files the papers of a node become."""

from enum import StrEnum


class ReportFormat(StrEnum):
    """What file a report becomes."""

    PDF = "pdf"
    """For people, with the evidence attached."""
    DOCX = "docx"
    JSON = "json"
    """The evidence alone."""
    CSV = "csv"
    XLSX = "xlsx"


class StatisticsFormat(StrEnum):
    """What file statistics become."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"
    PDF = "pdf"
    DOCX = "docx"
