"""What a reader of a report must know of the build that made the datasets."""

from __future__ import annotations

from pathlib import Path

from onespec.cli.places import Places


def notes_of_build(places: Places) -> list[str]:
    """One sentence when the datasets were built from other inputs than those that stand here now, or by nobody knows what."""
    from onespec.engine.build.freshness import code_files, digests, input_files, read_state

    state = read_state(places.out)
    files = input_files(places.study, places.raw, code_files(Path(__file__).parents[1]))
    inputs = {group: digests(paths, state.get("stamps", {})) for group, paths in files.items()}
    known = state.get("inputs", {})
    changed = sorted(
        f"{group}/{n}"
        for group in inputs
        for n in inputs[group].keys() | known.get(group, {}).keys()
        if inputs[group].get(n) != known.get(group, {}).get(n) and not n.startswith("cli/")
    )
    if not state:
        return ["Nothing is known of the build that made these datasets."]
    if changed:
        return [
            f"The datasets were built from other inputs than those that stand here now ({', '.join(changed[:5])}"
            f"{f' and {len(changed) - 5} more' if len(changed) > 5 else ''}); build again before you judge this report."
        ]
    return []
