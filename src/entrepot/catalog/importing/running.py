"""From an upload to its report: kept, read, applied batch by batch; what was begun is taken up again after a crash."""

import json
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.utils.text import get_valid_filename

from entrepot.catalog.errors import FILE_SENTENCES, FileRefused
from entrepot.catalog.importing import reading
from entrepot.catalog.importing.applying import OvertakenError, apply
from entrepot.catalog.importing.normal import ProductForm, Remark
from entrepot.catalog.importing.reading import Sheet
from entrepot.catalog.models import Import, ImportState
from entrepot.identity.acting import actor_of_person
from entrepot.kit import clock
from entrepot.kit.actor import SYSTEM, Actor, Caller, Permission
from entrepot.kit.errors import NotAllowed, NotFound
from entrepot.kit.events import record
from entrepot.kit.ids import new_id
from entrepot.kit.sql import fetch
from entrepot.kit.verb import verb
from entrepot.merchants import queries as merchants

log = logging.getLogger(__name__)

#: Rows applied in one transaction: enough to need few statements, few enough that progress is seen.
BATCH_ROWS = 1000
#: How long a file waits for its encoding to be named.
WAIT_DAYS = 7
#: The advisory lock of imports ("impo"): with the merchant's hash, one import of a merchant at a time.
LOCK = 0x696D706F

type Progress = Callable[[Import], None]


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def ask(merchant_id: UUID, *, file: BinaryIO, file_name: str, encoding: str = "", by: Actor) -> Import:
    """Keep an uploaded file and have it imported by the worker. Raises NotAllowed, FileRefused (too large, unknown encoding).

    The file lies in the data folder, not among the media: nobody can fetch it.
    """
    if not by.may(Permission.CATALOGUE, merchant_id):
        raise NotAllowed
    reading.check_encoding(encoding)
    run = Import(pk=new_id(), merchant_id=merchant_id, by_id=by.id, encoding=encoding[:20])
    run.file_name = get_valid_filename(Path(file_name).name or "products.csv")[:255]
    run.file_path = str(_keep(file, run.pk))
    _let_go(merchant_id)
    run.save(force_insert=True)
    record("import.asked", run.pk, by=by, merchant_id=merchant_id)
    return run


@verb(allow={Caller.MEMBER, Caller.SYSTEM})
def read_as(run_id: UUID, *, merchant_id: UUID, encoding: str, by: Actor) -> Import:
    """Import a file that was refused for its encoding in this one. Raises NotFound, FileRefused (unknown encoding, gone)."""
    found = Import.objects.visible_to(by).locked().filter(pk=run_id, merchant_id=merchant_id).first()
    if found is None or by.is_operator:
        raise NotFound
    reading.check_encoding(encoding)
    if not waits_for_encoding(found):
        raise FileRefused("file.gone")
    found.encoding, found.state = encoding[:20], ImportState.WAITING
    found.problem, found.finished_at = "", None
    found.save(update_fields=["encoding", "state", "problem", "finished_at"])
    record("import.asked", found.pk, by=by, merchant_id=merchant_id)
    return found


def waits_for_encoding(found: Import) -> bool:
    """Whether a file was refused for its encoding, and is kept until somebody names it or uploads another."""
    return _is_of_encoding(problem_of(found)) and Path(found.file_path).exists()


def _is_of_encoding(problem: FileRefused | None) -> bool:
    return problem is not None and problem.code in ("file.encoding", "file.not_encoding")


def _let_go(merchant_id: UUID) -> None:
    """Nobody waits any more for the encoding of this merchant's earlier files, nor of anybody's that were left for WAIT_DAYS."""
    left = Q(finished_at__lt=clock.now() - timedelta(days=WAIT_DAYS))
    refused = Import.objects.filter(Q(merchant_id=merchant_id) | left, state=ImportState.FAILED)
    for path in refused.order_by("-id").values_list("file_path", flat=True)[:500]:
        Path(path).unlink(missing_ok=True)


def _keep(file: BinaryIO, run_id: UUID) -> Path:
    path = folder() / f"{run_id}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    most = reading.MEGABYTES_MAX * 1024 * 1024
    with path.open("wb") as kept:
        shutil.copyfileobj(_Limited(file, most + 1), kept)
    if path.stat().st_size > most:
        path.unlink()
        raise FileRefused("file.too_large", megabytes=reading.MEGABYTES_MAX)
    return path


class _Limited:
    """A file that ends after so many bytes."""

    def __init__(self, file: BinaryIO, most: int) -> None:
        self._file, self._left = file, most

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, self._left) if size >= 0 else self._left)
        self._left -= len(data)
        return data


def folder() -> Path:
    """Where uploads wait."""
    return Path(settings.DATA) / "imports"


def run_next() -> bool:
    """Run the oldest import that waits or was left behind by a worker that died; whether there was one. Called by the worker."""
    for pk in _unfinished():
        with _alone(pk) as is_ours:
            if is_ours:
                run(pk)
                return True
    return False


def _unfinished() -> list[UUID]:
    states = [ImportState.WAITING, ImportState.RUNNING]
    return list(Import.objects.filter(state__in=states).order_by("id").values_list("pk", flat=True)[:20])


def run_here(run_id: UUID, *, progress: Progress | None = None) -> Import:
    """Run one import in this process and wait for it: for the command line. If a worker has it, wait for that one's end."""
    with _alone(run_id, wait=True):
        return run(run_id, progress=progress)


def run(run_id: UUID, *, progress: Progress | None = None) -> Import:
    """Read the file and apply it from where it stands; a finished import stays as it is. Refusals of the whole file are kept.

    Safe to repeat: how far it is and what became of each row are written together with the products.
    """
    found = Import.objects.get(pk=run_id)
    if found.state in (ImportState.DONE, ImportState.FAILED):
        return found
    try:
        sheet = reading.inspect(Path(found.file_path), encoding=found.encoding)
        found.state, found.source, found.rows_total = ImportState.RUNNING, sheet.shop.SOURCE, sheet.rows
        found.save(update_fields=["state", "source", "rows_total"])
        for done in _apply_all(found, sheet, _actor_of(found)):
            found = done
            if progress:
                progress(found)
    except FileRefused as refusal:
        return _finish(found, ImportState.FAILED, problem=refusal)
    except OvertakenError:
        return Import.objects.get(pk=run_id)
    return _finish(found, ImportState.DONE)


def _actor_of(found: Import) -> Actor:
    """The import is the deed of who uploaded it, with the rights that person has now."""
    by = SYSTEM if found.by_id is None else actor_of_person(found.by_id)
    if not by.may(Permission.CATALOGUE, found.merchant_id):
        raise FileRefused("file.not_allowed")
    return by


def _apply_all(found: Import, sheet: Sheet, by: Actor) -> Iterator[Import]:
    currency = merchants.terms([found.merchant_id])[found.merchant_id].currency
    forms = sheet.shop.products(
        lambda: reading.rows(sheet), names=sheet.names, currency=currency, unit=sheet.unit
    )
    done = 0
    for batch in _batches(forms):
        size = sum(len(form.rows) for form in batch)
        if done >= found.rows_done:
            found = _apply(batch, found, sheet.shop.SOURCE, currency, by)
            yield found
        done += size


def _batches(forms: Iterator[ProductForm]) -> Iterator[list[ProductForm]]:
    """Whole products of about BATCH_ROWS rows together, cut at the same places whenever the same file is read."""
    batch: list[ProductForm] = []
    size = 0
    for form in forms:
        batch.append(form)
        size += len(form.rows)
        if size >= BATCH_ROWS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _apply(batch: Sequence[ProductForm], found: Import, source: str, currency: str, by: Actor) -> Import:
    """Apply a batch; an unexpected error applies it product by product, so that one fails alone and says so."""
    values: dict[str, Any] = {"run_id": found.pk, "source": source, "currency": currency, "by": by}
    try:
        return apply(batch, after_rows=found.rows_done, **values)
    except OvertakenError:
        raise
    except Exception:
        log.exception("import %s: rows %s could not be applied", found.pk, batch[0].rows[0])
    for form in batch:
        fresh = ProductForm(
            form.key, form.rows, form.title, form.values, form.variants, form.pictures, form.refusals
        )
        try:
            found = apply([fresh], after_rows=found.rows_done, **values)
        except OvertakenError:
            raise
        except Exception:
            log.exception("import %s: the product of row %s could not be written", found.pk, form.rows[0])
            number = f"{found.pk.hex[:8]}-{form.rows[0]}"
            fresh.refusals = [Remark(form.rows[0], "failed", facts={"number": number})]
            found = apply([fresh], after_rows=found.rows_done, **values)
    return found


def _finish(found: Import, state: ImportState, *, problem: FileRefused | None = None) -> Import:
    """Write how it ended, and let the file go: what it said is in the tables. One whose encoding is not known yet is kept."""
    found.state, found.finished_at = state, clock.now()
    if problem is not None:
        found.problem = pack_problem(problem)
    found.save(update_fields=["state", "finished_at", "problem"])
    if not _is_of_encoding(problem):
        Path(found.file_path).unlink(missing_ok=True)
    return found


def pack_problem(problem: FileRefused) -> str:
    """A refusal as kept: its code and facts, so that each reader is told in his own language."""
    return json.dumps([problem.code, problem.facts], ensure_ascii=False)


def problem_of(found: Import) -> FileRefused | None:
    """Why a whole file was refused, or None."""
    if not found.problem:
        return None
    code, facts = json.loads(found.problem)
    return FileRefused(code, **facts) if code in FILE_SENTENCES else None


@contextmanager
def _alone(run_id: UUID, *, wait: bool = False) -> Iterator[bool]:
    """Hold the lock of this import's merchant; whether it is ours. It dies with the connection, so a killed worker holds none."""
    merchant_id = Import.objects.filter(pk=run_id).values_list("merchant_id", flat=True).first()
    if merchant_id is None:
        raise NotFound
    key = int.from_bytes(merchant_id.bytes[-4:], signed=True)
    call = "pg_advisory_lock" if wait else "pg_try_advisory_lock"
    [(answer,)] = fetch(f"SELECT {call}(%s::int, %s::int)", [LOCK, key])
    is_ours = bool(answer) or wait
    try:
        yield is_ours
    finally:
        if is_ours and not connection.needs_rollback:
            fetch("SELECT pg_advisory_unlock(%s::int, %s::int)", [LOCK, key])
