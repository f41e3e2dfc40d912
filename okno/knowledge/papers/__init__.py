"""Articles as files, out and in: front matter (`front`), what others wrote (`converting`), a folder or an archive (`reading`)."""
