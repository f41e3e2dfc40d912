"""A file is sent as it is read."""

import io

from okno.core.pieces import PIECE_BYTES, FileInPieces


async def test_an_async_server_gets_a_file_piece_by_piece() -> None:
    content = bytes(range(256)) * 4096 + b"end"
    stream = io.BytesIO(content)
    response = FileInPieces(stream)
    got, read = b"", []
    async for piece in response:
        got += piece
        read.append(stream.tell())
    assert got == content
    assert read[:2] == [PIECE_BYTES, 2 * PIECE_BYTES], "nothing is read before it is asked for"
    assert response.headers["Content-Length"] == str(len(content))


def test_a_sync_server_gets_the_same() -> None:
    assert b"".join(FileInPieces(io.BytesIO(b"a file"))) == b"a file"
