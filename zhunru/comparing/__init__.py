"""一个指标在各项技术间的比较。 One measure compared across techniques."""
