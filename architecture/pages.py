"""The pages people wait for: name → parameters of the address, query."""

PAGES: dict[str, tuple[tuple[str, ...], str]] = {
    "home": ((), ""),
    "customers": ((), ""),
    "customer": (("customer_id",), ""),
    "customer_history": (("customer_id",), ""),
    "documents:documents": ((), ""),
    "documents:document": (("document_id",), ""),
    "documents:folder": (("customer_id",), ""),
    "filing:tree": ((), ""),
    "search": ((), "?q=远景"),
    "search_instant": ((), "?q=远景"),
    "accounts:profile": ((), ""),
    "tray": ((), ""),
}
