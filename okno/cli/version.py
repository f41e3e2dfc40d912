def version() -> None:
    """Print the version of the desk and of what it stands on."""
    import platform
    from importlib.metadata import PackageNotFoundError, version

    try:
        ours = version("okno")
    except PackageNotFoundError:  # run from a clone that was never installed
        ours = "0.1.0"
    print(f"Okno {ours} · Django {version('Django')} · Python {platform.python_version()}")
