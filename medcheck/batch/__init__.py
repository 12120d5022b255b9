"""Many workbooks: a folder in, a report each, an index, a summary; one bad file costs itself only.

`scan` finds the files, `worker` assesses one, `pool` and `cluster` run workers, `store` keeps what is finished, `run` ties
them together. Start reading in `run`.
"""
