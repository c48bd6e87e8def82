"""The tamper-evident log: bytes in, bytes out; it knows no incident and reads no clock, file or chance."""
