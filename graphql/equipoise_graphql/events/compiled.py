"""How it is read in a compiled statement where the events stand."""

from equipoise_graphql.compiled.json_text import Json, quoted, sql_text
from equipoise_graphql.compiled.selected import Selected


def event_cursor(selected: Selected) -> Json:
    """What `cursor_at` writes: the last four bytes of the tenant's id and the position."""
    counter = selected.new_alias()
    position = (
        f"(SELECT {counter}.position FROM change_counter AS {counter} WHERE {counter}.tenant_id = {selected.tenant})"
    )
    place = f"substring(uuid_send({selected.tenant}) FROM 13) || int8send(coalesce({position}, 0))"
    return (sql_text(quoted(f"translate(encode({place}, 'base64'), '+/', '-_')")),)
