"""What the benchmark of the press is made of."""
