"""Gives out what a person uploaded to a filing, or had uploaded for her."""

from uuid import UUID

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from app.accounts.session import SignedIn
from app.documents.giving import give_file, give_preview
from app.documents.models import Document
from app.kit.db import Reading
from app.kit.house import HouseDep
from app.people import access

router = APIRouter()


@router.get("/documents/{document_id}/file")
async def download(document_id: UUID, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The whole file, piece by piece."""

    def find(asked: Session) -> Document:
        return access.find(asked, actor, Document, document_id, "receive_documents")

    return give_file(house, session, actor, find)


@router.get("/documents/{document_id}/preview")
async def preview(document_id: UUID, actor: SignedIn, house: HouseDep, session: Reading) -> Response:
    """The small picture of a photo, or of a PDF's first page."""
    return give_preview(house, access.find(session, actor, Document, document_id, "receive_documents"))
