"""What a program may ask of the drive: the methods of HTTP and WebDAV (RFC 9110, RFC 4918)."""
