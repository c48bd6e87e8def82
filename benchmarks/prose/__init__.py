"""One small program for each tool that `benchmarks.coach` measures: work in on stdin as JSON, seconds out on stdout."""
