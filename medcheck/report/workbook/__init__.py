"""The applicant's own workbook given back with colours and comments, and tables as workbooks. Judges nothing."""
