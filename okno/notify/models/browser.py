from django.db import models


class Browser(models.Model):
    """A browser in which a person wants pushes: an address at its maker's push service, and keys that only it knows.

    It lives no longer than the session in which it was named: after the logout nothing is pushed to that screen.
    """

    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="browsers")
    session_key = models.CharField(max_length=40)
    endpoint = models.CharField(max_length=1000, unique=True)
    public_key = models.CharField(max_length=100, help_text="P-256, uncompressed, base64url (RFC 8291)")
    secret = models.CharField(max_length=40, help_text="16 bytes, base64url (RFC 8291)")
    agent = models.CharField(max_length=300, blank=True)
    named_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person_id} {self.agent[:40]}"


class Push(models.Model):
    """One push to one browser on its way. Whoever claims it sends it; a claim is never given back by a death."""

    browser = models.ForeignKey(Browser, on_delete=models.CASCADE, related_name="pushes")
    ticket = models.ForeignKey(
        "desk.Ticket",
        on_delete=models.CASCADE,
        related_name="+",
        null=True,
        help_text="none: an article, or a summary",
    )
    article = models.ForeignKey("knowledge.Article", on_delete=models.CASCADE, related_name="+", null=True)
    tag = models.CharField(max_length=32, help_text="a later push with the same tag takes its place")
    sealed = models.TextField(help_text="what the browser shows, under the seal of the desk's key")
    written_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name_plural = "pushes"
        indexes = [models.Index(fields=["not_before"], name="push_due", condition=models.Q(claimed_at=None))]

    def __str__(self) -> str:
        return f"{self.tag} → {self.browser_id}"


class DeskKey(models.Model):
    """The key by which push services know this desk (VAPID, RFC 8292): made once, kept under the seal of the desk's key."""

    is_the_one = models.BooleanField(default=True, unique=True)
    sealed = models.TextField()
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.made_at)
