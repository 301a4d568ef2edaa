"""Calendars of other tools: rows and records whose columns are recognised by name and value.

A reader of such files makes `Table`s (module `table`) and hands them on:

    planner.imports.recognise.read_tables(
        name: str,                    # how messages call the file
        data: bytes,                  # what the spans of the cells count in
        tables: Sequence[Table],
        options: ReadOptions,
        findings: Sequence[Finding] = (),   # what the reader itself has to say
        notes: Sequence[Note] = (),
    ) -> Reading

It decides what each column means, which rows are posts, and says what it assumed or left out.
A value in `Table.settings` counts for every row that has no such value itself, exactly like a
column of that name (`timezone`, `channel`, `date`, `week`, `year` ...). A column may be called
`group.date` when the date stands in a group of fields inside the record.

Rows are numbered over all tables in their order: the source finds `("rows", 3)`, and fields of
it such as `("rows", 3, "at")`, `"channel"`, `"text"`, `"kind"`, `"id"` and `"status"`; a post's
route is that of its row.
"""
