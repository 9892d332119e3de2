"""The person for whom a token made at the shell acts."""

from sqlalchemy import Select, select

from equipoise.audit.record import record
from equipoise.db.ids import new_id
from equipoise.db.session import TenantSession
from equipoise.domain.errors import NotFound
from equipoise.domain.roles import Role
from equipoise.identity.actor import Actor
from equipoise.identity.models import Person, PersonKind

_DOMAIN = "@shell.invalid"


async def person_by_email(session: TenantSession, email: str) -> Person:
    """Raises: NotFound."""
    found = await session.scalar(_by_email(session, email.strip().lower()))
    if found is None:
        raise NotFound(f"Nobody of this organisation has the address {email}.", field="person")
    return found


async def shell_person(session: TenantSession, actor: Actor, role: Role, kind: PersonKind) -> Person:
    """Somebody with this role, made when first needed: one for each role and kind, so that use can be told apart."""
    email = f"{role.lower()}-{kind.lower()}{_DOMAIN}"
    found = await session.scalar(_by_email(session, email))
    if found is not None:
        return found
    word = "service" if kind is PersonKind.SERVICE else "person"
    person = Person(
        id=new_id(),
        display_name=f"{role.title()} {word} at the shell",
        email=email,
        kind=kind,
        role=role,
        created_at=actor.now,
    )
    session.add(person)
    await session.flush()
    record(session, actor, "person.added", "person", person.id, after={"email": email, "role": role})
    return person


def of_the_shell(person: Person) -> bool:
    """Whether it stands for whoever works at the shell rather than for somebody of the organisation."""
    return person.email.endswith(_DOMAIN)


def _by_email(session: TenantSession, email: str) -> Select[Person]:
    return select(Person).where(Person.tenant_id == session.tenant_id, Person.email == email, Person.left_at.is_(None))
