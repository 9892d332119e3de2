"""What a token may be narrowed to: scopes, each with the permissions that it lets through.

What a token may do in the end is what its role may do and its scopes let through, both.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache

from equipoise.domain.errors import Forbidden, Invalid
from equipoise.domain.roles import Permission


class InsufficientScope(Forbidden):
    """The role would allow it, but the token was given for something else."""

    code = "INSUFFICIENT_SCOPE"


class Scope(StrEnum):
    """A part of what a person may do, as OAuth 2 writes it: from narrow to wide, then two without permissions."""

    SCORECARD_READ = "scorecard:read"
    DISCUSSION_WRITE = "discussion:write"
    VALUES_WRITE = "values:write"
    STRATEGY_WRITE = "strategy:write"
    REVIEW_RUN = "review:run"
    CONNECTIONS_MANAGE = "connections:manage"
    AUDIT_READ = "audit:read"
    PEOPLE_MANAGE = "people:manage"
    ADMIN = "admin"
    OPENID = "openid"
    OFFLINE_ACCESS = "offline_access"

    @property
    def words(self) -> str:
        """What somebody who is asked for consent reads."""
        return _WORDS[self]


OF_A_PERSON = frozenset({Scope.OPENID, Scope.OFFLINE_ACCESS})
"""Scopes without meaning for a service, behind which nobody is who could be named or be away."""

_PERMISSIONS = {
    Scope.SCORECARD_READ: frozenset({Permission.READ}),
    Scope.DISCUSSION_WRITE: frozenset({Permission.COMMENT}),
    Scope.VALUES_WRITE: frozenset({Permission.RECORD_OWN_VALUES, Permission.RECORD_VALUES}),
    Scope.STRATEGY_WRITE: frozenset({Permission.EDIT_STRATEGY}),
    Scope.REVIEW_RUN: frozenset({Permission.DECIDE_REVIEWS}),
    Scope.CONNECTIONS_MANAGE: frozenset({Permission.CONNECT_SOURCES}),
    Scope.AUDIT_READ: frozenset({Permission.READ_AUDIT}),
    Scope.PEOPLE_MANAGE: frozenset({Permission.MANAGE_PEOPLE}),
    Scope.ADMIN: frozenset(Permission),
    Scope.OPENID: frozenset[Permission](),
    Scope.OFFLINE_ACCESS: frozenset[Permission](),
}

_WORDS = {
    Scope.SCORECARD_READ: "Read scorecards, objectives, KPIs with their values, and reviews",
    Scope.DISCUSSION_WRITE: "Comment, check in and give opinions in your name",
    Scope.VALUES_WRITE: "Record values of the KPIs that you may record",
    Scope.STRATEGY_WRITE: "Change scorecards, objectives, KPIs, targets and initiatives",
    Scope.REVIEW_RUN: "Run reviews and take their decisions",
    Scope.CONNECTIONS_MANAGE: "Connect data sources and run them",
    Scope.AUDIT_READ: "Read the audit log",
    Scope.PEOPLE_MANAGE: "Manage people, units and policies",
    Scope.ADMIN: "Everything that you may do, tokens and applications included",
    Scope.OPENID: "Know who you are: your name and e-mail address",
    Scope.OFFLINE_ACCESS: "Stay connected while you are away, until you or an administrator ends it",
}


@cache
def let_through(scopes: frozenset[Scope]) -> frozenset[Permission]:
    """Every permission that one of the scopes lets through."""
    return frozenset().union(*(_PERMISSIONS[scope] for scope in scopes))


def scope_for(permission: Permission) -> Scope:
    """The narrowest scope that lets this through."""
    return next(scope for scope in Scope if permission in _PERMISSIONS[scope])


def read_scopes(names: Iterable[str], field: str) -> frozenset[Scope]:
    """Scopes by their names.

    Raises: Invalid, naming the place of one that there is not.
    """
    known = {scope.value: scope for scope in Scope}
    found = set()
    for place, name in enumerate(names):
        if name not in known:
            raise Invalid(f"There is no such scope; there are {', '.join(known)}.", field=f"{field}.{place}")
        found.add(known[name])
    return frozenset(found)


def parse_scopes(text: str | None) -> frozenset[Scope] | None:
    """Scopes as a token keeps them; None, of a token without any limit, stays None.

    One that there is no more lets nothing through.
    """
    if text is None:
        return None
    known = {scope.value: scope for scope in Scope}
    return frozenset(known[name] for name in text.split() if name in known)


def write_scopes(scopes: Iterable[Scope]) -> str:
    """Separated by blanks, in their order, as OAuth 2 writes them."""
    return " ".join(scope.value for scope in Scope if scope in frozenset(scopes))
