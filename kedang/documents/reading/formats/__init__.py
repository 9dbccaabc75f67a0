"""One module per family of formats, imported on its first use to keep the worker small."""
