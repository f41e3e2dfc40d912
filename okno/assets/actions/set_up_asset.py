from django.db import transaction

from okno.assets.models import Asset


@transaction.atomic
def set_up_asset(asset: Asset) -> Asset:
    """Save an object of an organisation."""
    asset.save()
    return asset
