"""JSON Schemas: a module per kind of file or output, found by its name.

Each has `schema(book)`, a JSON Schema as data; `book` knows the rules and profiles. Files that
people write (calendars, configurations, rules, profiles) are draft-07, which the YAML and TOML
servers of editors read; what planner prints for other programs is draft 2020-12.
"""
