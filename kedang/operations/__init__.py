"""Running Kedang: serve, doctor, export, bench."""
