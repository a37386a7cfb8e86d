"""Stored files: what was sent up, what can be fetched again by its id."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.counterparts.telegram.refusals import bad_request
from tests.counterparts.telegram.wire import Json, Params, Upload

LARGEST_DOWNLOAD = 20_000_000
LARGEST_PHOTO = 10_000_000
LARGEST_UPLOAD = 50_000_000
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF")


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file on the server."""

    id: str
    unique_id: str
    name: str
    mime_type: str
    path: str
    data: bytes = field(repr=False)

    def json(self) -> Json:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": len(self.data)}

    def download_json(self) -> Json:
        return self.json() | {"file_path": self.path}

    def document(self) -> Json:
        return self.json() | {"file_name": self.name, "mime_type": self.mime_type}

    def photo(self) -> list[Json]:
        width, height = self._size()
        return [self.json() | {"width": width, "height": height}]

    def _size(self) -> tuple[int, int]:
        if self.data.startswith(_PICTURES[0]):
            return int.from_bytes(self.data[16:20]), int.from_bytes(self.data[20:24])
        return 640, 480


class Files:
    """Every file of the town, by id and by path."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def store(self, data: bytes, name: str, mime_type: str, folder: str = "documents") -> StoredFile:
        number = len(self._by_id) + 1
        suffix = name.rpartition(".")[2] if "." in name else "bin"
        stored = StoredFile(
            id=f"AgACAgUAAxkBAAI{number:08d}",
            unique_id=f"AQAD{number:08d}",
            name=name,
            mime_type=mime_type,
            path=f"{folder}/file_{number}.{suffix}",
            data=data,
        )
        self._by_id[stored.id] = self._by_path[stored.path] = stored
        return stored

    def by_path(self, path: str) -> StoredFile | None:
        return self._by_path.get(path)

    def by_id(self, file_id: str) -> StoredFile:
        stored = self._by_id.get(file_id)
        if stored is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return stored

    def take(self, params: Params, name: str, *, folder: str) -> StoredFile:
        """The file of a parameter: an uploaded part, `attach://part`, or the id of a known file."""
        return self.taken(params, params.text(name), params.files.get(name), folder)

    def taken(self, params: Params, reference: str, upload: Upload | None, folder: str) -> StoredFile:
        if upload is None and reference.startswith("attach://"):
            upload = params.files.get(reference.removeprefix("attach://"))
            if upload is None:
                raise bad_request("there is no file in the request to attach")
        if upload is not None:
            return self._keep(upload, folder)
        if not reference:
            raise bad_request(f"there is no {folder.removesuffix('s')} in the request")
        if reference.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        return self.by_id(reference)

    def _keep(self, upload: Upload, folder: str) -> StoredFile:
        if not upload.data:
            raise bad_request("file must be non-empty")
        if folder == "photos":
            if len(upload.data) > LARGEST_PHOTO:
                raise bad_request(f"file of size {len(upload.data)} bytes is too big for a photo")
            if not upload.data.startswith(_PICTURES):
                raise bad_request("IMAGE_PROCESS_FAILED")
        return self.store(upload.data, upload.filename, upload.mime_type, folder)
