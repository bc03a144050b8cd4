"""R Markdown books (bookdown) -> books of ours. R itself is never run."""
