"""Files are kept in an S3-compatible store too, and stay private there."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from django.core.files.storage import default_storage
from django.test import Client
from moto.server import ThreadedMotoServer
from pytest_django import Settings

from portal.file_settings import file_storage
from resources.models import VersionState
from tests.cast import Cast
from tests.resources import files
from tests.resources.shelf import make_resource, shared_file, upload
from tests.resources.test_sweep_files import swept

BUCKET = "catalogue-files"


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The address of a store with one empty bucket, in this process."""
    server = ThreadedMotoServer("127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


class Given:
    """Stands for the environment: what a deployment would set."""

    def __init__(self, values: dict[str, str]) -> None:
        self.values = values

    def str(self, name: str, default: str, **_: Any) -> str:
        return self.values.get(name, default)


@pytest.fixture
def in_a_store(store: str, settings: Settings, tmp_path: Any) -> Any:
    """The portal keeps its files in a bucket; gives a client of the store."""
    secret = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    client = boto3.client("s3", endpoint_url=store, region_name="us-east-1", **secret)
    client.create_bucket(Bucket=BUCKET)
    given = Given(
        {
            "FILES_BUCKET": BUCKET,
            "FILES_STORE_URL": store,
            "FILES_STORE_REGION": "us-east-1",
            "FILES_STORE_KEY": "key",
            "FILES_STORE_SECRET": "secret",
        }
    )
    kept: Any = file_storage(given, tmp_path)  # type: ignore[arg-type]
    settings.STORAGES = {**settings.STORAGES, "default": kept}
    return client


def keys(client: Any) -> list[str]:
    found = client.list_objects_v2(Bucket=BUCKET).get("Contents", [])
    return [row["Key"] for row in found]


@pytest.mark.usefixtures("demonstration")
def test_a_file_goes_its_way_and_is_sent_from_a_store(
    cast: Cast, in_a_store: Any, as_user: Callable[[Any], Client]
) -> None:
    content = files.pdf("One.", "Two.")
    made = shared_file(cast.lead, content=content, name="a.pdf")
    version = made.files.get()
    assert version.state == VersionState.READY
    assert set(keys(in_a_store)) >= {
        f"files/{version.pk}",
        f"pictures/{version.pk}.png",
    }
    assert not [key for key in keys(in_a_store) if key.startswith("quarantine/")]
    client = as_user(cast.stranger)
    url = f"/resources/{made.key}/download/"
    assert b"".join(client.get(url).streaming_content) == content
    part = client.get(url, headers={"range": "bytes=5-9"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, content[5:10])


@pytest.mark.usefixtures("demonstration")
def test_no_page_gives_away_an_address_of_the_store(
    cast: Cast, in_a_store: Any, store: str, as_user: Callable[[Any], Client]
) -> None:
    made = shared_file(cast.lead)
    client = as_user(cast.stranger)
    for rest in ("", "versions/"):
        page = client.get(f"{made.get_absolute_url()}{rest}").content.decode()
        assert store not in page
        assert "files/" + str(made.files.get().pk) not in page
    acl = in_a_store.get_object_acl(Bucket=BUCKET, Key=made.files.get().key)
    assert not [g for g in acl["Grants"] if "URI" in g["Grantee"]]


def test_a_refused_file_leaves_nothing_in_a_store(cast: Cast, in_a_store: Any) -> None:
    before = set(keys(in_a_store))
    upload(make_resource(cast.lead), cast.lead, b"%PDF-1.7 nothing", "a.pdf")
    assert set(keys(in_a_store)) == before


def test_a_sweep_reads_a_store(cast: Cast, in_a_store: Any) -> None:
    upload(make_resource(cast.lead), cast.lead)
    assert default_storage.listdir("files")[1]
    assert "0 files" in swept()
