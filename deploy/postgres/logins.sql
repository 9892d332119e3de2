-- The two logins and the database. The container runs this when its volume is still empty; to change the passwords,
-- run it again. psql quotes them, so any character may be in them. On a server of your own it does not take a
-- superuser: a role that may create roles and databases is enough.
\set ON_ERROR_STOP on
\set owner_password ''
\set login_password ''
\getenv owner_password EQUIPOISE_OWNER_PASSWORD
\getenv login_password EQUIPOISE_LOGIN_PASSWORD

SELECT least(length(:'owner_password'), length(:'login_password')) < 16
    OR :'owner_password' = :'login_password' AS unfit \gset
\if :unfit
    \warn 'EQUIPOISE_OWNER_PASSWORD and EQUIPOISE_LOGIN_PASSWORD have to be two passwords of 16 or more characters.'
    DO $$ BEGIN RAISE EXCEPTION 'The logins were not made.'; END $$;
\endif

SELECT current_setting('is_superuser')::boolean AS superuser \gset
\if :superuser
    -- Passwords stay out of the server's log, whatever it logs otherwise.
    SET log_statement = 'none';
    SET log_min_error_statement = 'panic';
    SET log_min_duration_statement = -1;
\endif

-- Every statement of the product runs as equipoise_app, which owns nothing, bypasses nothing and cannot log in.
SELECT format('CREATE ROLE %I', name)
FROM unnest(ARRAY['equipoise_app', 'equipoise_owner', 'equipoise_login']) AS wanted (name)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name) \gexec

ALTER ROLE equipoise_owner LOGIN PASSWORD :'owner_password';
ALTER ROLE equipoise_login LOGIN PASSWORD :'login_password';
GRANT equipoise_app TO equipoise_owner, equipoise_login;

\if :superuser
\else
    -- Only who can act as the owner may give a database to it.
    GRANT equipoise_owner TO CURRENT_USER;
\endif
SELECT 'CREATE DATABASE equipoise OWNER equipoise_owner'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'equipoise') \gexec
REVOKE ALL ON DATABASE equipoise FROM PUBLIC;
GRANT CONNECT ON DATABASE equipoise TO equipoise_app;
