from django.apps import AppConfig
from django.core.checks import Tags, register


class SearchConfig(AppConfig):
    name = "entrepot.search"
    label = "search"

    def ready(self) -> None:
        # Models, which both come to, can be imported only now. `tasks` brings the listeners.
        from entrepot.search import tasks  # noqa: F401, PLC0415
        from entrepot.search.checks import index_is_there  # noqa: PLC0415

        register(index_is_there, Tags.database)
