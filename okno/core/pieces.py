"""A file on its way to a browser, piece by piece. An async server would else get it of Django when it is read whole."""

import asyncio
from collections.abc import AsyncIterator, Iterator

from django.http import FileResponse

PIECE_BYTES = 256 * 1024


class FileInPieces(FileResponse):
    """Django's answer with a file, of which no more than a piece is in memory."""

    block_size = PIECE_BYTES

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Read a piece when the one before is sent; a slow disk or bucket keeps nobody else waiting."""
        pieces = self.streaming_content
        assert isinstance(pieces, Iterator), "a file is read where it lies"
        while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
            yield piece
