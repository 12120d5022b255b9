"""The site-visit sheet made for one application (现场勘验). It judges nothing; what was filled in is read by the room `case`.

Start reading at `make_sheet.py`.
"""
