"""`kedang bench`: how fast it is here, each figure beside its limit measured in the same run.

It works in a data folder of its own, which it removes.
"""
