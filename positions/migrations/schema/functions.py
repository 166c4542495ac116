"""Every position, statement and article keeps its part of an answer as JSON, rendered once by the database itself.

The functions are immutable: to_char without names of days or months depends on no setting, and instants are taken in
UTC. Their bodies are of the kind that PostgreSQL parses once, so a dump can be restored under any search_path.
"""

VALUES = """
CREATE FUNCTION parley_number(exact numeric) RETURNS text IMMUTABLE PARALLEL SAFE
RETURN CASE
    WHEN abs(exact) >= 1e308 THEN 'null'
    WHEN exact = trunc(exact) AND abs(exact) <= 9007199254740992 THEN trunc(exact)::text
    ELSE exact::float8::text
END;

CREATE FUNCTION parley_day(day date) RETURNS text IMMUTABLE PARALLEL SAFE
RETURN '"' || to_char(day::timestamp, 'YYYY-MM-DD') || '"';

CREATE FUNCTION parley_instant(instant timestamptz) RETURNS text IMMUTABLE PARALLEL SAFE
RETURN '"' || to_char(instant AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
    || CASE WHEN extract(microseconds FROM instant)::bigint % 1000000 = 0 THEN ''
       ELSE to_char(instant AT TIME ZONE 'UTC', '.US') END
    || 'Z"';

CREATE FUNCTION parley_text(words text) RETURNS text IMMUTABLE PARALLEL SAFE
RETURN coalesce(to_json(words)::text, 'null');

CREATE FUNCTION parley_terms(terms jsonb) RETURNS text IMMUTABLE PARALLEL SAFE
RETURN (
    SELECT '[' || coalesce(string_agg(
        '{"text":' || parley_text(term ->> 'text')
        || ',"value":' || coalesce(parley_number((term ->> 'value')::numeric), 'null')
        || ',"unit":' || parley_text(term ->> 'unit') || '}',
        ',' ORDER BY place
    ), '') || ']'
    FROM jsonb_array_elements(terms) WITH ORDINALITY AS listed(term, place)
);
"""
ROWS = """
CREATE FUNCTION parley_position(
    id uuid, stance text, act text, salience text, salience_value float8, scale_low numeric, scale_high numeric,
    terms jsonb, condition text, summary text, valid_from date, valid_to date, recorded_at timestamptz
) RETURNS text IMMUTABLE PARALLEL SAFE
RETURN '"id":"' || id::text
    || '","stance":' || parley_text(stance) || ',"act":' || parley_text(act) || ',"salience":' || parley_text(salience)
    || ',"salience_value":' || coalesce(salience_value::text, 'null')
    || ',"scale":' || coalesce(
        '{"low":' || parley_number(scale_low) || ',"high":' || parley_number(scale_high) || '}', 'null')
    || ',"terms":' || parley_terms(terms)
    || ',"condition":' || parley_text(condition) || ',"summary":' || parley_text(summary)
    || ',"valid_from":' || parley_day(valid_from) || ',"valid_to":' || coalesce(parley_day(valid_to), 'null')
    || ',"recorded_at":' || parley_instant(recorded_at);

CREATE FUNCTION parley_statement(id uuid, quote text, start integer) RETURNS text IMMUTABLE PARALLEL SAFE
RETURN '"id":"' || id::text || '","quote":' || parley_text(left(quote, 600))
    || ',"start":' || start::text || ',"end":' || (start + least(char_length(quote), 600))::text;

CREATE FUNCTION parley_article(id uuid, title text, url text, outlet text, published_on date)
RETURNS text IMMUTABLE PARALLEL SAFE
RETURN '{"id":"' || id::text || '","title":' || parley_text(title) || ',"url":' || parley_text(url)
    || ',"outlet":' || parley_text(outlet) || ',"published_on":' || coalesce(parley_day(published_on), 'null') || '}';
"""
UNDO = """
DROP FUNCTION parley_article, parley_statement, parley_position, parley_terms, parley_text, parley_instant, parley_day,
    parley_number;
"""
