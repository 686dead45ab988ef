"""The marketplace's own categories; later versions of the tree are loaded by `categories.load()` at the start."""

from django.db import migrations

from entrepot.catalog import categories


def load(apps, schema_editor):
    category = apps.get_model("catalog", "Category")
    for position, (slug, name, name_zh) in enumerate(categories.tree()):
        category.objects.update_or_create(
            slug=slug,
            defaults={
                "name": name,
                "name_zh": name_zh,
                "parent_id": slug.rpartition("/")[0] or None,
                "position": position,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_files_and_wanted_pictures")]
    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
