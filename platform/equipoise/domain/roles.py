"""Who may do what: five roles, each with everything the one below it has."""

from enum import StrEnum


class Role(StrEnum):
    """A person's standing in the organisation, from the most to the least."""

    OWNER = "OWNER"
    ADMIN = "ADMIN"
    EDITOR = "EDITOR"
    CONTRIBUTOR = "CONTRIBUTOR"
    VIEWER = "VIEWER"


class Permission(StrEnum):
    """What an act needs. Named after the act, so that a refusal can say it."""

    READ = "read the scorecard"
    COMMENT = "comment, check in and give an opinion"
    RECORD_OWN_VALUES = "record values of the KPIs you own or enter"
    RECORD_VALUES = "record values"
    EDIT_STRATEGY = "change scorecards, objectives, KPIs, targets and initiatives"
    DECIDE_REVIEWS = "run reviews and take their decisions"
    CONNECT_SOURCES = "connect sources and run them"
    READ_AUDIT = "read the audit log"
    MANAGE_PEOPLE = "manage people, units and policies"
    MANAGE_ORGANISATION = "manage owners and the organisation itself"


_ADDED = {
    Role.VIEWER: {Permission.READ, Permission.COMMENT},
    Role.CONTRIBUTOR: {Permission.RECORD_OWN_VALUES},
    Role.EDITOR: {Permission.RECORD_VALUES, Permission.EDIT_STRATEGY},
    Role.ADMIN: {
        Permission.DECIDE_REVIEWS,
        Permission.CONNECT_SOURCES,
        Permission.READ_AUDIT,
        Permission.MANAGE_PEOPLE,
    },
    Role.OWNER: {Permission.MANAGE_ORGANISATION},
}


def permissions(role: Role) -> frozenset[Permission]:
    """Everything the role may do, what it has from the roles below included."""
    return _PERMISSIONS[role]


def _accumulated() -> dict[Role, frozenset[Permission]]:
    held: frozenset[Permission] = frozenset()
    result = {}
    for role, added in _ADDED.items():
        held |= added
        result[role] = held
    return result


_PERMISSIONS = _accumulated()
