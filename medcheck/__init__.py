"""medcheck: eligibility of medical-insurance designated facilities, clause by clause, cell by cell."""

__version__ = "0.1.0"
