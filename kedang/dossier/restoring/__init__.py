"""A dossier brought back: checked before anything is stored, decided by a person, restored by a run."""
