"""What a browser says about itself, in words for people."""


def browser(agent: str) -> str:
    """Return browser and system in two words out of what a browser says about itself; the whole where that fails."""
    programs = {"YaBrowser": "Яндекс Браузер", "Edg/": "Edge", "OPR/": "Opera", "Firefox": "Firefox"}
    programs |= {"Chrome": "Chrome", "Safari": "Safari"}
    systems = {"Android": "Android", "iPhone": "iPhone", "iPad": "iPad", "Windows": "Windows"}
    systems |= {"Mac OS": "macOS", "Linux": "Linux"}
    found = [_first(programs, agent), _first(systems, agent)]
    return ", ".join(word for word in found if word) or agent[:60]


def _first(words: dict[str, str], agent: str) -> str:
    return next((word for sign, word in words.items() if sign in agent), "")
