"""What comes in: customer lists and folders of files."""
