from kedang.intake.models.customer_import import CustomerImport, RowProblem

__all__ = ["CustomerImport", "RowProblem"]
