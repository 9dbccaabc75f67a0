"""Documents (客户文档), their versions, reading and preview."""
