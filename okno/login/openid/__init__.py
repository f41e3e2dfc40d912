"""Single sign-on: entering with an account of somebody else, by OpenID Connect; the conversation itself is allauth's."""
