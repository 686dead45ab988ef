"""A contract for import-linter: a domain's models are its own."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class PrivateModels(Contract):
    """No package among `callers` imports `models` of another; the kit's are base classes and open to all.

    A model that another domain can import is one whose columns can no longer change: what it offers to others are its
    verbs, queries and events.
    """

    callers = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Broken by each direct import of another domain's models."""
        callers: list[str] = list(self.callers)  # type: ignore[call-overload]  # the field's value, by its metaclass
        found = []
        for module in sorted(graph.modules):
            _, domain, *inside = module.split(".") if module.count(".") >= 2 else ("", "", "")
            if domain in ("", "kit") or inside[-1] != "models":
                continue
            for importer in sorted(graph.find_modules_that_directly_import(module)):
                package = importer.split(".")[1] if "." in importer else ""
                if package != domain and package in callers:
                    found += graph.get_import_details(importer=importer, imported=module)
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import."""
        found: list[Any] = check.metadata["found"]
        for detail in found:
            output.print_error(
                f"{detail['importer']}, line {detail['line_number']}: {detail['line_contents']}"
            )
