"""What a file says and looks like (识读), found out in a limited worker process.

`pool.read` gives the text, `pool.render` a page image. The worker starts without Django: nothing
in this package but `spool` and `pool` runs in the caller, and nothing here may import Django.
"""
