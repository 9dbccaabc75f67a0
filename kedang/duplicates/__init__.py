"""The same customer twice: found, compared, merged, parted again."""
