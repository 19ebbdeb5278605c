"""The beginning of every router of the interface."""

from __future__ import annotations

from fastapi import APIRouter

from service.web.api.route import ApiRoute

PREFIX = "/api/v1"


def api_router(tag: str) -> APIRouter:
    """Make a router below the prefix, whose routes the document lists under one heading."""
    return APIRouter(prefix=PREFIX, route_class=ApiRoute, tags=[tag])
