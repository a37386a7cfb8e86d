"""Engine, the runtime's own tables, the catalog of all statements, migrations, backup."""
