"""
Compile the mail reader to C while a wheel is built, for those who ask for it.

Hatchling runs it only with `HATCH_BUILD_HOOK_ENABLE_CUSTOM=true` in the environment; which modules
are compiled stands in `pyproject.toml`. The sources stay in the wheel beside what is made of them:
Python prefers the compiled ones, and falls back to the others where these do not fit.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_LEFT_AS_THEY_ARE = ("@dataclass", "@cached_property")


class CompileHook(BuildHookInterface[Any]):
    """Adds the compiled modules to a wheel."""

    PLUGIN_NAME = "custom"
    _made: TemporaryDirectory[str] | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile; an editable install keeps its sources."""
        if version == "editable":
            return
        self._made = TemporaryDirectory(prefix="omnidesk-")
        source = Path(self.root, self.config["source"])
        modules = modules_to_compile(source, self.config["include"])
        found = compile_modules(source, modules, Path(self._made.name))
        build_data["pure_python"] = False
        build_data["infer_tag"] = True
        build_data["force_include"].update(found)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Clean up, now that what was made is in the wheel."""
        if self._made is not None:
            self._made.cleanup()


def modules_to_compile(source: Path, patterns: list[str]) -> list[str]:
    """
    List the modules to compile.

    What defines data classes stays as it is, so that records can be copied, pickled and asked for
    the types of their fields; so do cached properties, which mypyc has no place for.

    Args:
        source: The folder that the packages stand in.
        patterns: What their files match, relative to it.

    Returns:
        Their files, relative to the folder.
    """
    found = {path for pattern in patterns for path in source.glob(pattern)}
    return sorted(str(path.relative_to(source)) for path in found if _may_be_compiled(path))


def _may_be_compiled(path: Path) -> bool:
    text = path.read_text("utf-8")
    return path.name != "__init__.py" and not any(one in text for one in _LEFT_AS_THEY_ARE)


def compile_modules(source: Path, modules: list[str], target: Path) -> dict[str, str]:
    """
    Compile modules with mypyc.

    Args:
        source: The folder that the packages stand in.
        modules: Their files, relative to it.
        target: An empty folder for what is made.

    Returns:
        The shared libraries, each with its place in the wheel.
    """
    from mypyc.build import mypycify
    from setuptools import Distribution
    from setuptools.command.build_ext import build_ext

    here = Path.cwd()
    os.chdir(source)
    try:
        # Types are `make check`'s to judge. What is not installed here is taken as it comes.
        options = ["--config-file=", "--ignore-missing-imports", "--follow-imports=silent"]
        extensions = mypycify(
            [*options, f"--cache-dir={target / 'cache'}", *modules],
            target_dir=str(target / "c"),
            group_name="omnidesk",
            multi_file=True,
            debug_level="0",
        )
        build = build_ext(Distribution({"name": "omnidesk", "ext_modules": extensions}))
        build.build_lib = str(target / "lib")
        build.build_temp = str(target / "objects")
        build.parallel = True
        build.ensure_finalized()
        build.run()
    finally:
        os.chdir(here)
    libraries = target / "lib"
    return {
        str(path): str(path.relative_to(libraries))
        for path in libraries.rglob("*")
        if path.suffix in (".so", ".pyd")
    }
