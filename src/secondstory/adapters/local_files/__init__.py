"""Files on the local disk: durable writes, the write-once object store, published tiles."""
