"""The stage board's page; what it holds is `catalogue.board`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalogue.board import BoardFilter, board_of
from catalogue.kinds import USE_CASE


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Products down, councils across, narrowed by service area and AI type."""
    listed = BoardFilter(request.GET, kind_number=USE_CASE.number, reader=request.user)
    context = {
        "listed": listed,
        "board": board_of(listed, request.user),
        "facets": listed.offered,
        "query": request.GET,
    }
    status = 400 if listed.faults else 200
    return render(request, "catalogue/board.html", context, status=status)
