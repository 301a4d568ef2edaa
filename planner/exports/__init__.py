"""Plans as the CSV files that schedulers import: their dialects are data, one YAML file each.

A dialect in `dialects/` says its header, how it writes times, its limits and how far it can be
trusted. `f"csv:{name}"` is its name as an output format.
"""
