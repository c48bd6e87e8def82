"""A bucket with Object Lock, on Amazon S3 or any store that speaks as it does."""
