"""The floors of the house: who may import whom, and where foreign keys point."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from grimp import ImportGraph, build_graph

FLOORS = ["register", "collect", "desk", "press", "post", "mirrors", "rescue"]
PLUGINS = ["collect.sources", "post.relays", "press.pages", "post.pages"]
HTTP_CLIENTS = {"aiohttp", "http", "httpx", "requests", "urllib3"}
SMTP_CLIENTS = {"smtplib", "aiosmtplib"}


@pytest.fixture(scope="module")
def graph() -> ImportGraph:
    return build_graph("pamphleteer", include_external_packages=True)


def test_the_contracts_of_the_house_are_kept() -> None:
    ran = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.parametrize("folder", PLUGINS)
def test_plugins_are_strangers_to_one_another(graph: ImportGraph, folder: str) -> None:
    plugins = graph.find_children(f"pamphleteer.{folder}") - _shared(folder)
    assert plugins, f"no plug-in found in {folder}"
    pairs = {
        (importer, imported)
        for importer in plugins
        for imported in plugins - {importer}
        if graph.direct_import_exists(importer=importer, imported=imported, as_packages=True)
    }
    assert not pairs


def _shared(folder: str) -> set[str]:
    """Return the modules of a plug-in folder that are the ground its plug-ins stand on."""
    names = {"post.relays": ["kit", "replies", "api"]}
    return {f"pamphleteer.{folder}.{name}" for name in names.get(folder, [])}


def test_only_the_fetcher_speaks_http_to_the_world(graph: ImportGraph) -> None:
    allowed = {"pamphleteer.ground.http"}
    # A server is no client: the demo's partners and inbox answer requests on loopback.
    allowed |= {"pamphleteer.project.demo"}
    # Providers are the outlet's own: it names them, and hands them a key.
    allowed |= {"pamphleteer.post.relays"}
    assert not list(_importers(graph, HTTP_CLIENTS, allowed))


def test_no_standard_http_client_is_used_anywhere() -> None:
    words = ("urllib.request", "http.client", "import ftplib")
    found = [
        f"{path}: {word}"
        for path in Path("src").rglob("*.py")
        for word in words
        if word in path.read_text()
    ]
    assert not found


def test_only_relays_speak_smtp_to_the_world(graph: ImportGraph) -> None:
    assert not list(_importers(graph, SMTP_CLIENTS, {"pamphleteer.post.relays"}))


def _importers(graph: ImportGraph, packages: set[str], allowed: set[str]) -> Iterator[str]:
    for package in packages & graph.modules:
        for importer in graph.find_modules_that_directly_import(package):
            if not any(importer == a or importer.startswith(f"{a}.") for a in allowed):
                yield f"{importer} imports {package}"


def test_no_foreign_key_points_uphill() -> None:
    uphill = [
        f"{field} points to {target}"
        for field, here, there, target in _keys()
        if there in FLOORS and FLOORS.index(there) > FLOORS.index(here)
    ]
    assert not uphill


def test_every_room_is_a_floor_and_an_app() -> None:
    installed = {c.label for c in apps.get_app_configs() if c.name.startswith("pamphleteer.")}
    assert installed == set(FLOORS)


def _keys() -> Iterator[tuple[models.Field, str, str, str]]:
    for room in FLOORS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if isinstance(field, models.ForeignKey | models.ManyToManyField):
                    target = field.remote_field.model._meta
                    yield field, room, target.app_label, target.label


def test_walking_the_keys_finds_some() -> None:
    assert len(list(_keys())) > 20
