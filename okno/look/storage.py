"""Static files with their hash in the name, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStatic(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise ships no types
    """Hashed names in pages, in ``url()`` of CSS and ``import`` of ES modules; compressed copies beside."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """Return the hashed name; the plain one where nothing was collected yet (tests)."""
        if not self.hashed_files:
            return name
        stored: str = super().stored_name(name)
        return stored
