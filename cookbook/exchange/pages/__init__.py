"""Sites and folders of single pages, such as Hugo recipe collections -> books of ours."""
