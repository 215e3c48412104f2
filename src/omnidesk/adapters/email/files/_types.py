"""Media types and extensions: which are the same, which are programs, which go with which."""

from __future__ import annotations

GENERIC = frozenset(
    {"", "application/octet-stream", "application/x-download", "binary/octet-stream"}
)
"""Types that say nothing."""

# What programs write, and what is meant.
_SAME = {
    "application/ics": "text/calendar",
    "application/msexcel": "application/vnd.ms-excel",
    "application/x-gzip": "application/gzip",
    "application/x-msword": "application/msword",
    "application/x-pdf": "application/pdf",
    "application/x-pkcs7-mime": "application/pkcs7-mime",
    "application/x-pkcs7-signature": "application/pkcs7-signature",
    "application/x-rar": "application/vnd.rar",
    "application/x-rar-compressed": "application/vnd.rar",
    "application/x-zip": "application/zip",
    "application/x-zip-compressed": "application/zip",
    "application/ms-tnef": "application/vnd.ms-tnef",
    "audio/m4a": "audio/mp4",
    "audio/mp3": "audio/mpeg",
    "audio/x-amr": "audio/amr",
    "audio/wave": "audio/wav",
    "audio/x-m4a": "audio/mp4",
    "audio/x-wav": "audio/wav",
    "image/jpg": "image/jpeg",
    "image/pjpeg": "image/jpeg",
    "image/x-bmp": "image/bmp",
    "image/x-ms-bmp": "image/bmp",
    "image/x-png": "image/png",
    "text/directory": "text/vcard",
    "text/rtf": "application/rtf",
    "text/x-vcard": "text/vcard",
    "text/xml": "application/xml",
    "application/x-dosexec": "application/vnd.microsoft.portable-executable",
    "application/x-msdownload": "application/vnd.microsoft.portable-executable",
    "application/x-msdos-program": "application/vnd.microsoft.portable-executable",
}

_OPEN_XML = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."

EXTENSIONS = {
    "7z": "application/x-7z-compressed",
    "amr": "audio/amr",
    "avif": "image/avif",
    "bmp": "image/bmp",
    "csv": "text/csv",
    "doc": "application/msword",
    "docx": _OPEN_XML + "wordprocessingml.document",
    "eml": "message/rfc822",
    "epub": "application/epub+zip",
    "gif": "image/gif",
    "gz": "application/gzip",
    "heic": "image/heic",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "m4a": "audio/mp4",
    "mov": "video/quicktime",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "msg": "application/vnd.ms-outlook",
    "odp": _OPEN_DOCUMENT + "presentation",
    "ods": _OPEN_DOCUMENT + "spreadsheet",
    "odt": _OPEN_DOCUMENT + "text",
    "ogg": "audio/ogg",
    "p7m": "application/pkcs7-mime",
    "p7s": "application/pkcs7-signature",
    "pdf": "application/pdf",
    "png": "image/png",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": _OPEN_XML + "presentationml.presentation",
    "rar": "application/vnd.rar",
    "rtf": "application/rtf",
    "svg": "image/svg+xml",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "txt": "text/plain",
    "vcf": "text/vcard",
    "wav": "audio/wav",
    "webm": "video/webm",
    "webp": "image/webp",
    "xls": "application/vnd.ms-excel",
    "xlsx": _OPEN_XML + "spreadsheetml.sheet",
    "xml": "application/xml",
    "zip": "application/zip",
    "3gp": "video/3gpp",
}
"""The types of the extensions that people send."""

_PREFERRED = {
    kind: extension
    for extension, kind in EXTENSIONS.items()
    if extension not in ("htm", "jpeg", "tif")
} | {"image/heif": "heic", "application/vnd.ms-tnef": "dat", "application/pgp-signature": "asc"}

ZIPPED = frozenset(
    {kind for kind in EXTENSIONS.values() if kind.startswith((_OPEN_XML, _OPEN_DOCUMENT))}
    | {
        "application/epub+zip",
        "application/java-archive",
        "application/vnd.android.package-archive",
        "application/vnd.ms-excel.sheet.macroenabled.12",
        "application/vnd.ms-word.document.macroenabled.12",
        "application/zip",
    }
)
"""Formats that are ZIP archives."""

OLE = frozenset(
    {
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-outlook",
        "application/vnd.ms-powerpoint",
        "application/x-msi",
        "application/x-ole-storage",
    }
)
"""Formats that are OLE compound files (MS-CFB)."""

PROGRAMS = frozenset(
    {
        "application/java-archive",
        "application/java-vm",
        "application/vnd.android.package-archive",
        "application/vnd.microsoft.portable-executable",
        "application/vnd.ms-htmlhelp",
        "application/x-elf",
        "application/x-mach-binary",
        "application/x-ms-shortcut",
        "application/x-sh",
        "text/x-shellscript",
    }
)
"""Types of what runs when it is opened, or starts something that does."""

_RUN = (
    "apk app appimage application bash bat bin chm class cmd com command cpl csh desktop dll dmg"
    " elf exe gadget hta inf ins jar job js jse ksh lnk msc msi msix msp mst msu o pif pl ps1"
    " ps1xml ps2 psc1 py pyw rb reg run scf scr sct sh so sys url vb vbe vbs ws wsc wsf wsh xll zsh"
)
PROGRAM_EXTENSIONS = frozenset(_RUN.split())
"""Extensions of the same, in lower case."""

_LONGEST_EXTENSION = 16


def canonical(media_type: str) -> str:
    """Return a type in lower case without its parameters, by the name that is registered for it."""
    kind = media_type.partition(";")[0].strip().lower()
    return _SAME.get(kind, kind)


def extension_of(filename: str) -> str:
    """Return the extension in lower case without its dot; empty if there is none."""
    stem, _, extension = filename.rstrip(". ").rpartition(".")
    extension = extension.strip().lower()
    return extension if stem and len(extension) <= _LONGEST_EXTENSION else ""


def extension_for(media_type: str) -> str | None:
    """Return the usual extension of a type, or `None`."""
    return _PREFERRED.get(canonical(media_type))
