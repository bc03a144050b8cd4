"""Foreign collections in, book folders out: readers of what people really keep."""
