"""Many workbooks: a folder in, a report each, an index, a summary; one bad file costs itself only. Judges nothing itself.

`scan` finds the files, `worker` assesses one, `pool` and `cluster` run workers, `store` keeps what is finished,
`index_page` and `summary` show it, and `run_batch` ties them together. Start reading at `run_batch.py`.
"""
