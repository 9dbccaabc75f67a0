"""Which records may be one customer: names taken apart, compared field by field, weighed (Fellegi–Sunter by Splink).

Nothing here knows Django: it runs in a process of its own (`worker`), in memory only, on keyed tokens instead of numbers
and addresses.
"""
