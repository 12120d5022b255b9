"""medcheck: eligibility of medical-insurance designated facilities, clause by clause, cell by cell."""

__version__ = "0.1.0"

import os

# openpyxl writes through lxml wherever that happens to be installed (our Word papers need it), in other bytes than
# without it. The same data must give the same workbook on every computer; it is read when openpyxl is first imported.
os.environ["OPENPYXL_LXML"] = "False"
